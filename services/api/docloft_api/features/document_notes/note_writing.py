"""Writes, edits and deletes the notes on a document."""

from collections.abc import Mapping
from typing import NamedTuple

from docloft.clock import timestamp
from docloft.errors import NotFoundError
from docloft.ids import is_id
from docloft.lifecycle import changes, notes
from docloft.lifecycle.changes import Change
from docloft.roles import Role
from docloft.tables.documents import Document
from docloft.tables.records import Note
from docloft_api.http import preconditions
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents
from docloft_api.request_errors import ForbiddenError


class Written(NamedTuple):
    """`is_new`: the document had no note with this id."""

    document: Document
    note: Note
    is_new: bool


def listing(person: Person, document_id: str) -> list[Note]:
    """Oldest first. Raises NotFoundError."""
    document = documents.find(person, document_id)
    return notes.list_notes(document.library_id, document.document_id)


def may_change(person: Person, note: Note) -> bool:
    """Whether the person wrote the note, or owns the library."""
    return person.role >= Role.OWNER or (person.role >= Role.EDITOR and note.author == person.actor)


def write(
    person: Person, document_id: str, note_id: str, text: str, origin: Mapping[str, str | None], if_match: str | None
) -> Written:
    """Creates the note with this id, or gives it another text. `origin`: `at` and `by` of a note that was written in
    another program; ignored if the note already exists. Idempotent. Raises NotFoundError, PreconditionFailedError,
    ForbiddenError for someone else's note, and ConflictError when the document has too many.
    """
    document = documents.find(person, document_id)
    written: Note | None = None
    is_new = False

    def decide(current: Document) -> Change | None:
        nonlocal written, is_new
        written = _find(current, note_id)
        is_new = written is None
        if written is None:
            if if_match is not None:
                raise _absent()
            key = Note.key(document_id, note_id)
            # A deleted note may be written again: no old If-Match may match it then.
            version = int(current.version) + 1
            written = Note(current.library_id, key, text=text, author=person.actor, version=version)
            written.created_at, written.origin_at, written.origin_by = timestamp(), origin.get("at"), origin.get("by")
            return notes.add(current, written)
        # Checked first: a request that is repeated after a lost response has the version from before its own change.
        if written.text == text:
            return None
        _require_allowed(person, written)
        preconditions.require(written, if_match)
        return notes.edit(current, written, text, person.actor)

    after = changes.amend(person.library_id, document.document_id, decide, actor=person.actor).document
    if written is None:
        raise _absent()
    return Written(after, written, is_new)


def delete(person: Person, document_id: str, note_id: str, if_match: str | None) -> Document:
    """Deletes a note, and returns the document. Raises NotFoundError, PreconditionFailedError, and ForbiddenError for
    the note of someone else.
    """
    document = documents.find(person, document_id)

    def decide(current: Document) -> Change | None:
        note = _find(current, note_id)
        if note is None:
            raise _absent()
        _require_allowed(person, note)
        preconditions.require(note, if_match)
        return notes.delete(current, note)

    return changes.amend(person.library_id, document.document_id, decide, actor=person.actor).document


def _find(document: Document, note_id: str) -> Note | None:
    if not is_id(note_id):
        raise _absent()
    return notes.find(document, note_id)


def _require_allowed(person: Person, note: Note) -> None:
    if not may_change(person, note):
        raise ForbiddenError("Only who wrote a note, or an owner, can change it. Nothing was changed.")


def _absent() -> NotFoundError:
    return NotFoundError("There is no such note on this document. It may have been deleted.")
