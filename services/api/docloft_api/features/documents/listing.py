"""Lists of documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from docloft import tables
from docloft.documents.states import ARCHIVED
from docloft.errors import InvalidRequestError
from docloft.tables.documents import Document
from docloft_api.http import cursors
from docloft_api.identity.people import Person


@dataclass(frozen=True, slots=True)
class Listing:
    documents: Sequence[Document]
    cursor: str | None


def listing(
    person: Person,
    *,
    limit: int,
    state: str | None = None,
    trashed: bool = False,
    ids: Sequence[str] | None = None,
    cursor: str | None = None,
) -> Listing:
    """One page, newest first. Raises InvalidRequestError for filters that exclude each other, and for an unknown
    cursor.
    """
    if sum([state is not None, trashed, ids is not None]) > 1:
        raise InvalidRequestError("Filter by state, by trash, or by ids: only one of them at a time.")
    if ids is not None:
        return Listing(tables.documents.find_many(person.library_id, ids), None)
    before = cursors.read_before(cursor)
    # One more than a page, to know whether there is another.
    if state is not None or trashed:
        found = tables.documents.list_by_state(person.library_id, state or "trash", before=before, limit=limit + 1)
    else:
        found = tables.documents.list_newest(person.library_id, states=sorted(ARCHIVED), before=before, limit=limit + 1)
    page = found[:limit]
    return Listing(page, cursors.before(page[-1].document_id) if len(found) > limit else None)
