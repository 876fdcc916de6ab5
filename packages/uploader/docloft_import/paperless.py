"""Reads the manifest of paperless-ngx: Django's serialized objects (paperless-ngx documentation, document exporter)."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from docloft_import.archives import Archive, Label, Paper

_MONEY = re.compile(r"([A-Z]{3})?(-?\d{1,13})(?:\.(\d{1,2}))?\Z")
_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
_MODELS = {"sender": "documents.correspondent", "kind": "documents.documenttype", "tag": "documents.tag"}
_DEEPEST = 20


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
    values = _custom_values(by_model)
    notes = Counter(note["fields"]["document"] for note in by_model.get("documents.note", {}).values())
    for pk, item in by_model.get("documents.document", {}).items():
        fields = item["fields"]
        own = values.get(pk, {})
        amount, own_currency = _money(own.pop(amount_field or "", None))
        if amount is not None and not (own_currency or currency):
            archive.left_out["amounts without a currency (see --currency)"] += 1
            amount = None
        due = own.pop(due_field or "", None)
        for name in own:
            archive.left_out[f"values of the custom field {name}"] += 1
        archive.left_out["notes"] += notes[pk]
        archive.left_out["archive serial numbers"] += fields.get("archive_serial_number") is not None
        archive.left_out["storage paths"] += fields.get("storage_path") is not None
        inside = item.get("__exported_file_name__")
        if not inside:
            archive.left_out["documents that were exported without their files"] += 1
            continue
        archive.papers.append(
            Paper(
                inside=inside,
                file_name=fields.get("original_filename") or PurePosixPath(inside).name,
                title=fields.get("title") or None,
                document_date=_day(fields.get("created_date") or fields.get("created")),
                due_date=_day(due),
                amount=amount,
                currency=(own_currency or currency) if amount is not None else None,
                sender=_paperless(by_model, "sender", fields.get("correspondent")),
                kind=_paperless(by_model, "kind", fields.get("document_type")),
                tags=tuple(label for tag in fields.get("tags", []) if (label := _paperless(by_model, "tag", tag))),
                in_trash=fields.get("deleted_at") is not None,
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


def _custom_values(by_model: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> dict[Any, dict[str, Any]]:
    """The values of custom fields by document and name of the field."""
    names = {pk: item["fields"]["name"] for pk, item in by_model.get("documents.customfield", {}).items()}
    found: dict[Any, dict[str, Any]] = {}
    for item in by_model.get("documents.customfieldinstance", {}).values():
        fields = item["fields"]
        value = next((one for name, one in fields.items() if name.startswith("value_") and one not in (None, "")), None)
        if value is not None:
            found.setdefault(fields["document"], {})[names.get(fields["field"], "?")] = value
    return found


def _money(value: Any) -> tuple[int | None, str | None]:
    """Hundredths and the currency, of `EUR12.34`, `12.34` or a number."""
    match = _MONEY.match(str(value)) if value is not None else None
    if match is None:
        return None, None
    hundredths = abs(int(match[2])) * 100 + int((match[3] or "0").ljust(2, "0"))
    return -hundredths if match[2].startswith("-") else hundredths, match[1]


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
