"""Reads the manifest of paperless-ngx: Django's serialized objects (paperless-ngx documentation, document exporter)."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from docloft_import.custom_field_values import LONGEST_TEXT, field_of, fitting, money, value_of
from docloft_import.imported_archives import Archive, Field, Label, Paper, Remark
from docloft_import.paperless_history import histories, id_in_archive
from docloft_import.paperless_versions import Versions
from docloft_import.remarks import MOST, moment_of, remarks_of

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
_MODELS = {"sender": "documents.correspondent", "kind": "documents.documenttype", "tag": "documents.tag"}
_DEEPEST = 20
_WITHOUT_PLACE = {
    "documents.savedview": "saved views",
    "documents.workflow": "workflows",
    "documents.sharelink": "share links",
    "documents.sharelinkbundle": "bundles of share links",
    "paperless_mail.mailaccount": "mail accounts",
    "paperless_mail.mailrule": "mail rules",
    "auth.user": "users",
    "auth.group": "groups of users",
    "guardian.userobjectpermission": "permissions of users",
    "guardian.groupobjectpermission": "permissions of groups",
}
"""Models that have no equivalent here, or that Docloft has in another way."""
ARCHIVE_FILES = "archive files (the originals are imported and read instead)"


def of_paperless(
    manifest: Sequence[Mapping[str, Any]], amount_field: str | None, due_field: str | None, currency: str | None
) -> Archive:
    """`amount_field` and `due_field` are the names of custom fields. An amount without a currency gets `currency`, or
    is left out.
    """
    by_model: dict[str, dict[Any, Mapping[str, Any]]] = {}
    for item in manifest:
        by_model.setdefault(item.get("model", ""), {})[item.get("pk")] = item
    archive = Archive()
    documents = by_model.get("documents.document", {})
    versions = Versions(documents, uuid4().hex, archive.left_out)
    history = histories(by_model, archive.left_out)
    for model, what in _WITHOUT_PLACE.items():
        archive.left_out[what] += len(by_model.get(model, {}))
    for what, model in _MODELS.items():
        for pk in by_model.get(model, {}):
            if label := _paperless(by_model, what, pk):
                archive.labels[id_in_archive(what, pk)] = label
    definitions = {
        item["fields"]["name"]: item["fields"] for item in by_model.get("documents.customfield", {}).values()
    }
    values = _custom_values(by_model)
    notes = _notes(by_model)
    inbox = {pk for pk, item in by_model.get("documents.tag", {}).items() if item["fields"].get("is_inbox_tag")}
    for pk, item in documents.items():
        if pk in versions:
            continue
        fields = item["fields"]
        files = versions.files_of(pk, item)
        versions.add_earlier(archive, pk, files)
        own = values.get(pk, {})
        amount, own_currency = money(own.pop(amount_field or "", None))
        if amount is not None and not (own_currency or currency):
            archive.left_out["amounts without a currency (see --currency)"] += 1
            amount = None
        due = own.pop(due_field or "", None)
        long = [remark for name in own for remark in _long_text(definitions[name], own[name], pk)]
        written = [*long, *(note for one in versions.numbers_of(pk) for note in notes.get(one, []))]
        archive.left_out[f"notes after the first {MOST} of a document"] += max(0, len(written) - MOST)
        archive.left_out["archive serial numbers"] += fields.get("archive_serial_number") is not None
        archive.left_out["storage paths"] += fields.get("storage_path") is not None
        if not files:
            archive.left_out["documents that were exported without their files"] += 1
            continue
        archive.left_out[ARCHIVE_FILES] += sum(bool(one.get("__exported_archive_name__")) for one in files)
        inside, newest = files[-1]["__exported_file_name__"], files[-1]["fields"]
        origin, file_added_at = versions.origin_of(pk), moment_of(newest.get("added"))
        archive.papers.append(
            Paper(
                inside=inside,
                file_name=newest.get("original_filename") or PurePosixPath(inside).name,
                title=fields.get("title") or None,
                document_date=_day(fields.get("created_date") or fields.get("created")),
                due_date=_day(due),
                amount=amount,
                currency=(own_currency or currency) if amount is not None else None,
                sender=_paperless(by_model, "sender", fields.get("correspondent")),
                kind=_paperless(by_model, "kind", fields.get("document_type")),
                tags=tuple(label for tag in fields.get("tags", []) if (label := _paperless(by_model, "tag", tag))),
                notes=tuple(written[:MOST]),
                fields=tuple(_values(archive, definitions, own, currency)),
                links=tuple(_links(archive, by_model, definitions, own, versions)),
                in_inbox=any(tag in inbox for tag in fields.get("tags", [])),
                in_trash=fields.get("deleted_at") is not None,
                added_at=moment_of(fields.get("added")),
                origin_id=origin,
                file_number=len(files),
                file_moments=(("", file_added_at),) if origin and file_added_at else (),
                history=history.get(pk, ()),
            )
        )
    return archive


def _paperless(
    by_model: Mapping[str, Mapping[Any, Mapping[str, Any]]], what: str, pk: Any, depth: int = 0
) -> Label | None:
    item = by_model.get(_MODELS[what], {}).get(pk)
    if item is None or depth > _DEEPEST:
        return None
    fields = item["fields"]
    colour = str(fields.get("color") or "").lower()
    parent = fields.get("tn_parent") if what == "tag" else None
    return Label(
        what,
        str(fields["name"]).strip(),
        colour if what == "tag" and _COLOUR.match(colour) else None,
        _paperless(by_model, what, parent, depth + 1) if parent is not None else None,
    )


def _values(
    archive: Archive, definitions: Mapping[str, Mapping[str, Any]], own: Mapping[str, Any], currency: str | None
) -> list[tuple[Field, Any]]:
    """The values of custom fields; those that cannot be are counted as left out."""
    found: dict[str, tuple[Field, Any]] = {}
    for name, value in own.items():
        field = field_of(definitions[name])
        known = value_of(definitions[name], value, currency)
        if known is not None:
            found[name] = (field, known)
        elif field.type != "document" and not _long_text(definitions[name], value, ""):
            archive.left_out[f"values of the custom field {name}"] += 1
    kept = fitting(list(found.values()))
    archive.left_out["values of custom fields beyond the 8000 bytes of a document"] += len(found) - len(kept)
    return kept


def _links(
    archive: Archive,
    by_model: Mapping[str, Mapping[Any, Mapping[str, Any]]],
    definitions: Mapping[str, Mapping[str, Any]],
    own: Mapping[str, Any],
    versions: Versions,
) -> list[tuple[Field, str]]:
    """The custom fields with another document of the archive: the first one, if there are several."""
    found = []
    for name, value in own.items():
        field = field_of(definitions[name])
        if field.type != "document":
            continue
        wanted = [versions.root_of(one) for one in (value if isinstance(value, list) else [value])]
        documents = by_model.get("documents.document", {})
        paths = [
            place
            for pk in wanted
            if (place := versions.origin_of(pk) or documents.get(pk, {}).get("__exported_file_name__"))
        ]
        found += [(field, inside) for inside in paths[:1]]
        archive.left_out[f"links of the custom field {name} after the first one"] += max(0, len(paths) - 1)
        archive.left_out[f"links of the custom field {name} to documents outside"] += len(wanted) - len(paths)
    return found


def _long_text(definition: Mapping[str, Any], value: Any, pk: Any) -> list[Remark]:
    """Notes with a text that is too long for a field."""
    if field_of(definition).type != "text" or len(" ".join(str(value).split())) <= LONGEST_TEXT:
        return []
    return remarks_of(f"{definition['name']}: {value}", None, None, f"{pk} {definition['name']}")


def _notes(by_model: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> dict[Any, list[Remark]]:
    """By document, oldest first."""
    people = {pk: item["fields"].get("username") for pk, item in by_model.get("auth.user", {}).items()}
    found: dict[Any, list[Remark]] = {}
    for pk, item in by_model.get("documents.note", {}).items():
        fields = item["fields"]
        written = remarks_of(
            str(fields.get("note") or ""), fields.get("created"), people.get(fields.get("user")), str(pk)
        )
        found.setdefault(fields["document"], []).extend(written)
    return {document: sorted(notes, key=lambda note: note.note_id) for document, notes in found.items()}


def _custom_values(by_model: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> dict[Any, dict[str, Any]]:
    """The values of custom fields by document and name of the field."""
    names = {pk: item["fields"]["name"] for pk, item in by_model.get("documents.customfield", {}).items()}
    found: dict[Any, dict[str, Any]] = {}
    for item in by_model.get("documents.customfieldinstance", {}).values():
        fields = item["fields"]
        value = next((one for name, one in fields.items() if name.startswith("value_") and one not in (None, "")), None)
        if value is not None and fields["field"] in names:
            found.setdefault(fields["document"], {})[names[fields["field"]]] = value
    return found


def _day(value: Any) -> str | None:
    """The day of a date or a time; a time in another zone becomes the day where this command runs."""
    if not isinstance(value, str):
        return None
    if len(value) == len("2024-05-01"):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment.astimezone() if moment.tzinfo else moment).date().isoformat()
