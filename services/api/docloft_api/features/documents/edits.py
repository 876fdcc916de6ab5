"""What people do with documents that are there: look, list, edit, trash, restore, open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docloft import tables
from docloft.documents import changes, states
from docloft.documents.states import ARCHIVED
from docloft.errors import ConflictError, InvalidRequestError, NotFoundError
from docloft.identity import is_id, timestamp
from docloft.tables.documents import Document
from docloft_api.http import cursors, preconditions
from docloft_api.identity.people import Person


@dataclass(frozen=True, slots=True)
class Listing:
    documents: Sequence[Document]
    cursor: str | None


def find(person: Person, document_id: str) -> Document:
    """Raises NotFoundError, also for another library's document and for what is no id at all."""
    if not is_id(document_id):
        raise NotFoundError("There is no such document in this library.")
    return tables.documents.find(person.library_id, document_id)


def listing(
    person: Person,
    *,
    limit: int,
    state: str | None = None,
    trashed: bool = False,
    ids: Sequence[str] | None = None,
    cursor: str | None = None,
) -> Listing:
    """One page, newest first. Raises InvalidRequestError for questions that exclude each other."""
    if sum([state is not None, trashed, ids is not None]) > 1:
        raise InvalidRequestError("Ask by state, for the trash, or by ids: only one of them at once.")
    if ids is not None:
        return Listing(tables.documents.find_many(person.library_id, ids), None)
    before = cursors.decode(cursor)
    # One more than wanted tells whether there is another page.
    if state is not None or trashed:
        found = tables.documents.list_by_state(person.library_id, state or "trash", before=before, limit=limit + 1)
    else:
        found = tables.documents.list_newest(person.library_id, states=sorted(ARCHIVED), before=before, limit=limit + 1)
    kept = found[:limit]
    return Listing(kept, cursors.encode(kept[-1].document_id) if len(found) > limit else None)


def edit(person: Person, document_id: str, fields: Mapping[str, str | date | None], if_match: str | None) -> Document:
    """Sets title and date, as far as they are named and differ. Idempotent. Raises NotFoundError,
    PreconditionFailedError, ConflictError.
    """
    wanted = {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}

    def decide(document: Document) -> changes.Change | None:
        preconditions.require(document, if_match)
        values: dict[str, Any] = {name: value for name, value in wanted.items() if getattr(document, name) != value}
        # What it was called stays out of the history: names are people's own.
        return changes.Change("edited", values, facts={"fields": sorted(values)}) if values else None

    return _amended(person, document_id, decide)


def trash(person: Person, document_id: str, if_match: str | None) -> Document:
    """Idempotent. Raises NotFoundError, PreconditionFailedError, and ConflictError for what was never archived."""

    def decide(document: Document) -> changes.Change | None:
        preconditions.require(document, if_match)
        if document.trashed_at:
            return None
        if not states.is_archived(document.state):
            raise ConflictError("This document never entered the archive: delete it instead. Nothing was changed.")
        return changes.Change("trashed", {"trashed_at": timestamp()})

    return _amended(person, document_id, decide)


def restore(person: Person, document_id: str, if_match: str | None) -> Document:
    """Idempotent. Raises NotFoundError, PreconditionFailedError."""

    def decide(document: Document) -> changes.Change | None:
        preconditions.require(document, if_match)
        return changes.Change("restored", {"trashed_at": None}) if document.trashed_at else None

    return _amended(person, document_id, decide)


def with_original(person: Person, document_id: str) -> Document:
    """A document whose bytes are in the archive. Raises NotFoundError."""
    document = find(person, document_id)
    if not states.is_archived(document.state):
        raise NotFoundError("This document has no original: it has not been received.")
    return document


def _amended(person: Person, document_id: str, decide: changes.Decision) -> Document:
    if not is_id(document_id):
        raise NotFoundError("There is no such document in this library.")
    return changes.amend(person.library_id, document_id, decide, actor=person.actor)
