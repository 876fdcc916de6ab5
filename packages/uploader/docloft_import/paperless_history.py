"""Reads the audit log of paperless-ngx: the entries of django-auditlog about documents, if its exporter wrote them
(`PAPERLESS_AUDIT_LOG_ENABLED`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from docloft_import.imported_archives import Event
from docloft_import.remarks import id_of, moment_of

ByModel = Mapping[str, Mapping[Any, Mapping[str, Any]]]

WITHOUT_PLACE = "audit log entries about things that are not imported"
_ACTIONS = {0: "created", 1: "edited"}
_NAMES = {
    "correspondent": ("sender", "documents.correspondent"),
    "document_type": ("kind", "documents.documenttype"),
}
_LONGEST_TITLE = 500
_MOST_DIGITS = 19
"""The most digits of an id: 64 bits."""
_PROGRAM = "paperless-ngx"


def id_in_archive(what: str, pk: Any) -> str:
    """The id of a sender, kind or tag in the histories of an archive of paperless-ngx."""
    return f"{what} {pk}"


def histories(by_model: ByModel, left_out: Counter[str]) -> dict[Any, tuple[Event, ...]]:
    """The history of each document, oldest first. What is not imported is counted in `left_out`."""
    types = {
        pk
        for pk, item in by_model.get("contenttypes.contenttype", {}).items()
        if (item["fields"].get("app_label"), item["fields"].get("model")) == ("documents", "document")
    }
    people = {pk: item["fields"].get("username") for pk, item in by_model.get("auth.user", {}).items()}
    found: dict[Any, list[tuple[str, Any, Mapping[str, Any]]]] = {}
    for pk, item in by_model.get("auditlog.logentry", {}).items():
        fields = item["fields"]
        at, document = moment_of(fields.get("timestamp")), _document(fields)
        if _plain(fields.get("content_type")) in types and at and document in by_model.get("documents.document", {}):
            found.setdefault(document, []).append((at, pk, fields))
        else:
            left_out[WITHOUT_PLACE] += 1
    return {
        document: _history(by_model, document, sorted(entries, key=lambda one: (one[0], str(one[1]))), people, left_out)
        for document, entries in found.items()
    }


def _history(
    by_model: ByModel,
    document: Any,
    entries: Sequence[tuple[str, Any, Mapping[str, Any]]],
    people: Mapping[Any, Any],
    left_out: Counter[str],
) -> tuple[Event, ...]:
    """An entry has only the tags that were added or removed; all tags at each moment follow from those at the end."""
    known = by_model.get("documents.tag", {})
    tags = [str(pk) for pk in by_model["documents.document"][document]["fields"].get("tags", []) if pk in known]
    events = []
    for at, pk, fields in reversed(entries):
        given = _given(fields.get("changes"))
        changes = _changes(by_model, given)
        if isinstance(given.get("tags"), Mapping):
            before = _tags_before(by_model, tags, given["tags"])
            if before != tags:
                changes["tags"] = (_tag_ids(before), _tag_ids(tags))
            tags = before
        event = _ACTIONS.get(_plain(fields.get("action", 1)))
        if event is None or (event == "edited" and not changes):
            left_out[WITHOUT_PLACE] += 1
            continue
        name = people.get(_plain(fields.get("actor")))
        moment = datetime.fromisoformat(at)
        events.append(
            Event(
                event_id=id_of(moment, f"auditlog {pk}"),
                event=event,
                at=at,
                by_kind="person" if name else "program",
                by_name=str(name) if name else _PROGRAM,
                # When it was created, everything was set, which is no change to undo.
                changes=changes if event == "edited" else {},
            )
        )
    return tuple(reversed(events))


def _document(fields: Mapping[str, Any]) -> Any:
    if isinstance(fields.get("object_id"), int):
        return fields["object_id"]
    written = str(fields.get("object_pk") or "")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS else None


def _plain(value: Any) -> Any:
    """None for a list or an object, which an export may have in place of any value."""
    return None if isinstance(value, list | Mapping) else value


def _given(changes: Any) -> dict[str, Any]:
    """Earlier versions wrote JSON in a text."""
    if isinstance(changes, str):
        try:
            changes = json.loads(changes)
        except (ValueError, RecursionError):
            return {}
    return dict(changes) if isinstance(changes, Mapping) else {}


def _changes(by_model: ByModel, given: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    for name, pair in given.items():
        if not isinstance(pair, list) or len(pair) != len(("before", "after")):
            continue
        if any(isinstance(one, list | Mapping) for one in pair):
            continue
        before, after = ("" if one is None or one == "None" else str(one) for one in pair)
        if name == "title" and before.strip() and after.strip():
            found["title"] = (before[:_LONGEST_TITLE], after[:_LONGEST_TITLE])
        elif name in _NAMES:
            what, model = _NAMES[name]
            ids = [_name_id(by_model, what, model, one) for one in (before, after)]
            if all(not one or made for one, made in zip((before, after), ids, strict=True)):
                found[what] = (ids[0], ids[1])
        elif name == "created" and _day(before) != _day(after):
            found["document_date"] = (_day(before), _day(after))
        elif name == "deleted_at":
            found["in_trash"] = (bool(before), bool(after))
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def _name_id(by_model: ByModel, what: str, model: str, written: str) -> str | None:
    """Names are written as their numbers, in some versions as they were called."""
    for pk, item in by_model.get(model, {}).items():
        if written and written in {str(pk), str(item["fields"].get("name"))}:
            return id_in_archive(what, pk)
    return None


def _tags_before(by_model: ByModel, tags: Sequence[str], change: Mapping[str, Any]) -> list[str]:
    known = {str(item["fields"].get("name")): str(pk) for pk, item in by_model.get("documents.tag", {}).items()}
    objects = change.get("objects")
    named = [known[str(one)] for one in (objects if isinstance(objects, list) else ()) if str(one) in known]
    if change.get("operation") == "add":
        return [one for one in tags if one not in named]
    if change.get("operation") == "delete":
        return [*tags, *(one for one in named if one not in tags)]
    return list(tags)


def _tag_ids(tags: Iterable[str]) -> list[str]:
    return [id_in_archive("tag", one) for one in tags]


def _day(written: str) -> str | None:
    day = written[: len("2024-05-01")]
    try:
        return datetime.fromisoformat(day).date().isoformat() if day else None
    except ValueError:
        return None
