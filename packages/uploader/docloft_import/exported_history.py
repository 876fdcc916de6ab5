"""Reads the history of documents in Docloft's own export."""

from collections.abc import Iterable, Mapping
from typing import Any

from docloft_import.imported_archives import Event

_KINDS = {"user": "person", "key": "drop_key", "rule": "rule"}
_FIELDS = frozenset(
    {
        "title",
        "document_date",
        "sender",
        "kind",
        "tags",
        "due_date",
        "amount",
        "currency",
        "inbox",
        "keep_until",
        "custom_fields",
    }
)
RECORDED = frozenset({*_FIELDS, "in_trash", "note", "file", "added"})
"""Fields of the history in the API (docs/openapi.json)."""


def events_of(lines: Iterable[Mapping[str, Any]]) -> tuple[Event, ...]:
    return tuple(_event(line) for line in lines if line.get("id") and line.get("at"))


def _event(line: Mapping[str, Any]) -> Event:
    facts = line.get("facts") or {}
    kind, name = _who(line, facts)
    changes = {
        field: (pair[0], pair[1])
        for field, pair in (line.get("changes") or {}).items()
        if field in RECORDED and isinstance(pair, list) and len(pair) == len(("before", "after"))
    }
    return Event(
        event_id=line["id"],
        event=line["event"],
        at=line["at"],
        by_kind=kind,
        by_name=name,
        changes=changes,
        without_values=tuple(one for one in facts.get("fields", ()) if one in _FIELDS and one not in changes),
        reverts=facts.get("entry"),
        note=_note(facts.get("note"), line, name) if "note" in changes else None,
    )


def _who(line: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[str, str | None]:
    """A change that was imported into that library before was made by the one whom it names."""
    if line.get("imported"):
        origin = facts.get("origin") or {}
        return origin.get("kind") or "person", origin.get("name")
    actor = str(line.get("actor") or "")
    kind = _KINDS.get(actor.partition(":")[0]) if ":" in actor else None
    return (kind, line.get("actor_name")) if kind else ("program", "Docloft")


def _note(note: Mapping[str, Any] | None, line: Mapping[str, Any], name: str | None) -> dict[str, Any] | None:
    if not note or not note.get("id"):
        return None
    by = name if note.get("author") == line.get("actor") else None
    return {
        "id": note["id"],
        "origin_at": note.get("origin_at") or note.get("created_at"),
        "origin_by": note.get("origin_by") or by,
    }
