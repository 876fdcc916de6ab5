"""Lists of documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from docloft import tables
from docloft.errors import InvalidRequestError
from docloft.lifecycle import parts
from docloft.lifecycle.states import ARCHIVED
from docloft.tables.documents import Document
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of documents. `next` is the `after` of the next page, None on the last one."""

    documents: Sequence[Document]
    next: str | None


@dataclass(frozen=True, slots=True)
class Child:
    """A part of a document: its name there, and its document unless that was deleted permanently."""

    name: str
    document: Document | None


def children(person: Person, document_id: str) -> list[Child]:
    """The parts of a document, at most docloft.lifecycle.parts.MAX_PARTS. Raises NotFoundError."""
    parent = documents.find(person, document_id)
    found = parts.list_parts(parent.library_id, parent.document_id)
    by_id = {
        one.document_id: one
        for one in tables.documents.find_many(parent.library_id, [part.document_id for part in found])
    }
    return [Child(part.name, by_id.get(part.document_id)) for part in found]


def listing(
    person: Person,
    *,
    limit: int,
    state: str | None = None,
    trashed: bool = False,
    ids: Sequence[str] | None = None,
    after: str | None = None,
) -> DocumentPage:
    """One page, newest first, after the document with the id `after`. Raises InvalidRequestError for filters that
    exclude each other.
    """
    if sum([state is not None, trashed, ids is not None]) > 1:
        raise InvalidRequestError("Filter by state, by trash or by ids, but by only one of them.")
    if ids is not None:
        return DocumentPage(tables.documents.find_many(person.library_id, ids), None)
    # Reads one more than fits on a page, to find out whether another page follows.
    if state is not None or trashed:
        found = tables.documents.list_by_state(person.library_id, state or "trash", before=after, limit=limit + 1)
    else:
        found = tables.documents.list_newest(person.library_id, states=sorted(ARCHIVED), before=after, limit=limit + 1)
    page = found[:limit]
    return DocumentPage(page, page[-1].document_id if len(found) > limit else None)
