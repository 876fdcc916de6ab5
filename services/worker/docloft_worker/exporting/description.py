"""The description of an archive's documents, in the file `docloft-export.json`. Version 1:

| name | contents |
|--|--|
| format, version | `docloft-export`, 1. A later version may have more; it never changes what these mean. |
| export_id, archive, archives | the export, and which of its archives this is |
| library | name and settings |
| names | senders, kinds, tags and fields with their ids; `merged_into` is the id that replaced a name |
| views, rules | saved views, and rules in their order: their ids, and what `PUT /v1/views` and `PUT /v1/rules` take |
| documents | `path` in the archive, `id`, every attribute that people gave it or its file has, `notes`, `history` |
| versions | earlier files of documents: `path` in the archive, `document_id`, `number`, and what is known about each |

An entry of a history that is `imported` happened in another library, before the document was imported into this one.

A document or version whose original could not be read has a `problem`: `missing` or `changed` (its bytes have another
checksum).
"""

from collections.abc import Mapping
from typing import Any

from docloft import rule_queries, tables
from docloft.lifecycle import notes
from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from docloft.tables.records import DropKey, FileVersion, Member, Name, Note, Profile, Rule, SavedView

FILE_NAME = "docloft-export.json"
FORMAT = "docloft-export"
VERSION = 1

MACHINERY = frozenset(
    {
        # Keys, which are elsewhere in the export.
        "library_id",
        "document_id",
        # Only for indexes, leases, the sweep and the order of events.
        "library_state",
        "due_shard",
        "due_at",
        "expires_at",
        "lease_token",
        "lease_until",
        "attempts",
        "sequencer",
        "correlation_id",
        "version",
        "attention_at",
        "read_by",
        "rules_due",
        # Values that reading the original again would find.
        "has_text",
        "text_revision",
        "index_problem",
        "thumbnail_width",
        "thumbnail_height",
        "ocr_pages_total",
        "ocr_pages_done",
        "ocr_pending",
        "ocr_parked",
        "notes_revision",
        # Keys of objects in this library, and values of an upload that is not a document yet.
        "file_id",
        "replaces",
        # Counted from the notes themselves.
        "note_count",
        "parts_allowed",
        "bytes_allowed",
    }
)
"""Attributes of a document that mean nothing outside this library. All others are exported."""


def of_export(library_id: str, job_id: str, number: int, count: int) -> dict[str, Any]:
    """The description of an archive, to which its documents are still to be added."""
    profile = tables.library.find(Profile, library_id, Profile.KEY)
    names = tables.library.list_kind(Name, library_id)
    return {
        "format": FORMAT,
        "version": VERSION,
        "export_id": job_id,
        "archive": number,
        "archives": count,
        "library": {
            "name": profile.name if profile else None,
            "ocr_languages": list(profile.ocr_languages or []) if profile else [],
            "inbox": not (profile and profile.skips_inbox),
        },
        "names": [_name(one) for one in names],
        "views": [_view(one) for one in tables.library.list_kind(SavedView, library_id)],
        "rules": [_rule(one) for one in rule_queries.in_order(library_id)],
        "documents": [],
        "versions": [],
    }


def of_document(document: Document, path: str, problem: str | None) -> dict[str, Any]:
    """One document with its history."""
    written = notes.list_notes(document.library_id, document.document_id) if document.note_count else []
    of = (document.library_id, document.document_id)
    events = [*tables.history.list_events(*of, imported=True), *tables.history.list_events(*of)]
    actors = {one: _name_of(document.library_id, one) for one in {event.actor for event in events} if ":" in one}
    values = {
        name: _plain(value)
        for name, value in document.attribute_values.items()
        if name not in MACHINERY and value is not None
    }
    return {
        "id": document.document_id,
        "path": path,
        **({"problem": problem} if problem else {}),
        **values,
        "notes": [_note(one) for one in written],
        "history": [_event(one, actors) for one in events],
    }


def of_version(version: FileVersion, path: str, problem: str | None) -> dict[str, Any]:
    """An earlier file of a document."""
    return {
        "document_id": version.document_id,
        "number": int(version.number),
        "path": path,
        **({"problem": problem} if problem else {}),
        "file_name": version.file_name,
        "media_type": version.media_type,
        "size": int(version.size),
        "checksum_sha256": version.checksum_sha256,
        "added_at": version.added_at,
        "added_by": version.added_by,
    }


def _name(name: Name) -> dict[str, Any]:
    return {
        "id": name.name_id,
        "what": name.what,
        "name": name.name,
        "colour": name.colour,
        "parent_id": name.parent_id,
        "merged_into": name.merged_into,
        "type": name.value_type,
        "options": name.options,
        "keep_years": None if name.keep_years is None else int(name.keep_years),
    }


def _view(view: SavedView) -> dict[str, Any]:
    return {
        "id": view.view_id,
        "name": view.name,
        "query": view.search,
        "exact": view.is_exact,
        "order": view.sort_by,
        "layout": view.layout,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.rule_id,
        "name": rule.name,
        "query": rule.search,
        "zone": rule.zone,
        "actions": rule.actions,
        "is_on": rule.is_on,
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": note.note_id,
        "text": note.text,
        "author": note.author,
        "author_name": _name_of(note.library_id, note.author),
        "created_at": note.created_at,
        "edited_at": note.edited_at,
        "edited_by": note.edited_by,
        "origin_at": note.origin_at,
        "origin_by": note.origin_by,
    }


def _name_of(library_id: str, actor: str) -> str | None:
    """The address of a person who is still a member, or the name of a rule or drop key that still exists, because ids
    mean nothing outside this library.
    """
    kind, _, one = actor.partition(":")
    if kind == "rule":
        rule = tables.library.find(Rule, library_id, Rule.key(one))
        return rule.name if rule else None
    if kind == "key":
        key = tables.library.find(DropKey, library_id, DropKey.key(one))
        return key.name if key else None
    member = tables.library.find(Member, library_id, Member.key(actor.removeprefix("user:")))
    return member.email if member else None


def _event(event: HistoryEvent, actors: Mapping[str, str | None]) -> dict[str, Any]:
    shown = {
        "id": event.event_id,
        "event": event.event,
        "actor": event.actor,
        "at": event.at,
        "version": int(event.version),
        "facts": event.facts,
        "changes": event.changes,
    }
    if event.imported_at:
        return {**shown, "imported": {"at": event.imported_at, "by": event.imported_by}}
    return {**shown, "actor_name": actors.get(event.actor)}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (list, tuple)) else value
