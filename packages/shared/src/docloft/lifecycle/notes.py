"""Notes on a document. Each is a record of the library; the document counts them. A note is written in the transaction
that changes the document's version, so notes of a document change one after another, and search is updated.

The history keeps the text before and after. A change is reverted only while the note is as that change left it.
"""

from collections.abc import Mapping
from typing import Any

from docloft import reasons, tables
from docloft.clock import timestamp
from docloft.errors import ConflictError
from docloft.lifecycle import metadata, states
from docloft.lifecycle.changes import Change
from docloft.lifecycle.metadata import NotReverted
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.records import Note

MOST_NOTES = 50
"""The limit for each document."""

LONGEST = 4_000
"""Characters of one note: an entry of the history has at most two of this length, 32 KB."""

_FACT = "note"


def find(document: Document, note_id: str) -> Note | None:
    """Strongly consistent."""
    return tables.library.find(Note, document.library_id, Note.key(document.document_id, note_id))


def list_notes(library_id: str, document_id: str) -> list[Note]:
    """Oldest first. Strongly consistent."""
    return sorted(tables.library.list_kind(Note, library_id, f"{document_id}#"), key=lambda note: note.record_key)


def add(document: Document, note: Note) -> Change:
    """Writes a new note. Raises ConflictError when the document has MOST_NOTES, and for one that was never archived:
    its record expires automatically, and would leave its notes behind.
    """
    if not states.is_archived(document.state):
        raise ConflictError(reasons.NEVER_ARCHIVED)
    if document.note_count >= MOST_NOTES:
        raise ConflictError(reasons.TOO_MANY_NOTES.having(limit=MOST_NOTES))
    return _change(document, "note_added", note, None, note.text, transactions.Create(note), 1)


def edit(document: Document, note: Note, text: str, actor: str) -> Change:
    """Gives a note another text; the note in memory is changed."""
    before = note.text
    note.text, note.edited_at, note.edited_by = text, timestamp(), actor
    return _change(document, "note_edited", note, before, text, transactions.next_version(note), 0)


def delete(document: Document, note: Note) -> Change:
    step = transactions.Release(note, holder="version")
    return _change(document, "note_deleted", note, note.text, None, step, -1)


def revert(
    document: Document, changed: metadata.Changes, facts: Mapping[str, Any], actor: str
) -> tuple[Change | None, NotReverted | None]:
    """The change that undoes a change of a note, or why it is left as it is. Raises ConflictError when the document has
    MOST_NOTES.
    """
    before, after = changed[metadata.NOTE]
    stored = facts[_FACT]
    note = find(document, stored["id"])
    now = note.text if note else None
    if now == before:
        return None, None
    if now != after:
        return None, NotReverted.CHANGED_SINCE
    if note is None:
        key = Note.key(document.document_id, stored["id"])
        # Its version must be higher than all earlier ones, so that no old If-Match matches it.
        fields = {"text": before, "version": int(document.version) + 1, **_attributes(stored)}
        return add(document, Note(document.library_id, key, **fields)), None
    return (delete(document, note) if before is None else edit(document, note, before, actor)), None


def forget(library_id: str, document_id: str) -> None:
    """Deletes all notes of a document that was deleted permanently. Idempotent."""
    for note in list_notes(library_id, document_id):
        tables.library.remove(library_id, note.record_key)


_KEPT = ("author", "created_at", "edited_at", "edited_by", "origin_at", "origin_by")


def _attributes(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: stored[name] for name in _KEPT if stored.get(name) is not None}


def _change(
    document: Document,
    event: str,
    note: Note,
    before: str | None,
    after: str | None,
    step: transactions.Step,
    more: int,
) -> Change:
    kept = {name: getattr(note, name) for name in _KEPT if getattr(note, name) is not None}
    return Change(
        event,
        {
            "note_count": int(document.note_count) + more,
            "notes_revision": int(document.notes_revision or 0) + 1,
        },
        facts={_FACT: {"id": note.note_id, **kept}},
        also=[step],
        recorded={metadata.NOTE: [before, after]},
    )
