"""Reads the description of Docloft's own export, `docloft-export.json`."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from docloft_import.exported_history import events_of
from docloft_import.imported_archives import Archive, EarlierFile, Field, Label, Paper, Remark, Rule
from docloft_upload import UploadError


def of_docloft(description: Mapping[str, Any]) -> Archive:
    """An archive of Docloft's own export, version 1."""
    if description.get("format") != "docloft-export" or description.get("version") != 1:
        raise UploadError("This export was made by a later version of Docloft.", lasting=True)
    by_id = {name["id"]: name for name in description["names"]}
    archive = Archive()
    for one in description.get("versions") or []:
        if one.get("problem"):
            archive.left_out["earlier versions whose file was missing when they were exported"] += 1
            continue
        name = one.get("file_name") or PurePosixPath(one["path"]).name
        checksum, at = one.get("checksum_sha256"), one.get("added_at")
        archive.earlier.append(EarlierFile(one["document_id"], int(one["number"]), one["path"], name, checksum, at))
    for name_id, name in by_id.items():
        if (label := _exported(by_id, name_id)) and name["what"] != "field":
            archive.labels[name_id] = label
        elif name["what"] == "field" and name.get("type"):
            archive.fields[name_id] = _field(name)
    archive.settings = {
        name: value for name, value in (description.get("library") or {}).items() if name in {"ocr_languages", "inbox"}
    }
    archive.views = {one["id"]: _without(one, "id") for one in description.get("views") or []}
    archive.rules = [_rule(by_id, one) for one in description.get("rules") or []]
    for one in description["documents"]:
        if one.get("problem"):
            archive.left_out["documents whose original was missing when they were exported"] += 1
            continue
        values, links = _fields(by_id, one.get("custom_fields") or {})
        archive.papers.append(
            Paper(
                inside=one["path"],
                file_name=one.get("file_name") or PurePosixPath(one["path"]).name,
                title=one.get("title"),
                document_date=one.get("document_date"),
                due_date=one.get("due_date"),
                keep_until=one.get("keep_until"),
                amount=one.get("amount"),
                currency=one.get("currency"),
                sender=_exported(by_id, one.get("sender")),
                kind=_exported(by_id, one.get("kind")),
                tags=tuple(label for tag in one.get("tags") or [] if (label := _exported(by_id, tag))),
                notes=tuple(_note(note) for note in one.get("notes") or []),
                fields=tuple(values),
                links=tuple(links),
                origin_id=one.get("id"),
                is_part=bool(one.get("parent_id")),
                in_trash=bool(one.get("trashed_at")),
                in_inbox=bool(one.get("inbox")),
                file_number=int(one.get("file_number") or 1),
                added_at=one.get("created_at"),
                file_moments=_moments(one),
                refused_suggestions=tuple(one.get("refused_suggestions") or ()),
                history=events_of(one.get("history") or []),
            )
        )
    return archive


def _rule(by_id: Mapping[str, Mapping[str, Any]], rule: Mapping[str, Any]) -> Rule:
    actions = rule["actions"]
    values, links = _fields(by_id, actions.get("custom_fields") or {})
    names = (_exported(by_id, actions.get("sender")), _exported(by_id, actions.get("kind")))
    tags = (_exported(by_id, tag) for tag in actions.get("add_tags") or [])
    return Rule(
        rule["id"],
        _without(rule, "id", "actions"),
        _without(actions, "sender", "kind", "add_tags", "custom_fields"),
        tuple(label for label in names if label),
        tuple(label for label in tags if label),
        tuple(values),
        tuple(links),
    )


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _note(note: Mapping[str, Any]) -> Remark:
    at, by = note.get("origin_at") or note.get("created_at"), note.get("origin_by") or note.get("author_name")
    return Remark(note["id"], note["text"], at, by)


def _fields(
    by_id: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]
) -> tuple[list[tuple[Field, Any]], list[tuple[Field, str]]]:
    """Values, and ids of documents. Values of a deleted field are ignored."""
    values: list[tuple[Field, Any]] = []
    links: list[tuple[Field, str]] = []
    for field_id, value in given.items():
        name = by_id.get(field_id)
        if name is None or not name.get("type"):
            continue
        field, options = _field(name)
        if field.type == "document":
            links.append((field, value))
        elif field.type != "choice":
            values.append((field, value))
        elif value in options:
            values.append((field, options[value]))
    return values, links


def _field(name: Mapping[str, Any]) -> tuple[Field, dict[str, str]]:
    options = {option["id"]: option["name"] for option in name.get("options") or ()}
    return Field(name["name"], name["type"], tuple(options.values())), options


def _moments(document: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """When the current file was added, unless it is the first one, which was added together with the document."""
    checksum, at = document.get("checksum_sha256"), document.get("file_at")
    return ((checksum, at),) if checksum and at else ()


def _exported(by_id: Mapping[str, Mapping[str, Any]], name_id: str | None, depth: int = 0) -> Label | None:
    name = by_id.get(name_id or "")
    if name is None or depth > len(by_id):
        return None
    if name.get("merged_into"):
        return _exported(by_id, name["merged_into"], depth + 1)
    parent = _exported(by_id, name.get("parent_id"), depth + 1)
    return Label(name["what"], name["name"], name.get("colour"), parent, name.get("keep_years"))
