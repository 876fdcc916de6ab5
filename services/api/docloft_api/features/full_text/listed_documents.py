"""The documents that match a query, from any place in their order, for a long list."""

from collections.abc import Sequence
from typing import NamedTuple

from docloft import directory, index_heads
from docloft.search import api as search_api
from docloft.search.api import Months, Totals
from docloft.tables.documents import Document
from docloft_api import found_documents
from docloft_api.features.full_text import library_search


class Listed(NamedTuple):
    """`total`: all hits of the query. `is_damaged`: documents may be missing."""

    documents: Sequence[Document]
    total: int
    is_damaged: bool


def find(library_id: str, text: str, order: str, offset: int, limit: int, *, zone: str | None) -> Listed:
    """At most `limit` documents after the first `offset`, of the first DEEPEST; everything for an empty query.
    Documents that were deleted or moved to the trash a moment ago are left out; the others keep their places.
    """
    heads = index_heads.find(library_id)
    query = _query(library_id, text, zone)
    found = search_api.find(library_id, query, offset=offset, limit=limit, order=search_api.ORDERS[order], heads=heads)
    if found.is_damaged or found.is_outdated:
        library_search.request_rebuild(library_id, "index_damaged" if found.is_damaged else "index_outdated")
    documents = found_documents.current(library_id, found.document_ids, in_trash=query.trash)
    return Listed(documents, found.total, found.is_damaged)


def count_months(library_id: str, text: str, by: str, *, zone: str | None) -> Months:
    """How many documents match in each month; all documents for an empty query. Reads no documents."""
    return search_api.count_months(library_id, _query(library_id, text, zone), by, index_heads.find(library_id))


def add_up(library_id: str, text: str, *, zone: str | None) -> Totals:
    """How many documents, pages and bytes match, and their amounts; everything for an empty query. Reads no
    documents.
    """
    return search_api.add_up(library_id, _query(library_id, text, zone), index_heads.find(library_id))


def _query(library_id: str, text: str, zone: str | None) -> search_api.Query:
    names = directory.Lookup(library_id)
    context = search_api.context_of(zone, names)
    return search_api.parse(text.strip() or "*", context)
