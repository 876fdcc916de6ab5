"""The documents that match a query, from any place in their order, for a long list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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
    """At most `limit` documents after the first `offset`, of the first LAST_PLACE; everything for an empty query.
    Documents that were deleted or moved to the trash a moment ago are left out; the others keep their places.
    """
    heads = index_heads.find(library_id)
    names = directory.Lookup(library_id)
    query = _query(names, text, zone)
    ordered = search_api.order_named(order, names.definitions)
    found = search_api.find(library_id, query, offset=offset, limit=limit, order=ordered, heads=heads)
    if found.is_damaged or found.is_outdated:
        library_search.request_rebuild(library_id, "index_damaged" if found.is_damaged else "index_outdated")
    documents = found_documents.current(library_id, found.document_ids, in_trash=query.trash)
    return Listed(documents, found.total, found.is_damaged)


def count_months(library_id: str, text: str, by: str, *, zone: str | None) -> Months:
    """How many documents match in each month; all documents for an empty query. Reads no documents."""
    return search_api.count_months(
        library_id, _query(directory.Lookup(library_id), text, zone), by, index_heads.find(library_id)
    )


@dataclass(frozen=True, slots=True)
class Group:
    """The hits with one name. `filter`: finds them, in the query language."""

    id: str
    name: str
    count: int
    filter: str


def count_groups(library_id: str, text: str, by: str, *, zone: str | None) -> tuple[list[Group], int]:
    """How many documents match with each sender or kind, in the order of their names, and how many in all; all
    documents for an empty query. Names that were merged are counted as one. Reads no documents.
    """
    names = directory.Lookup(library_id)
    found = search_api.count_groups(library_id, _query(names, text, zone), by, index_heads.find(library_id))
    counts: Counter[str] = Counter()
    for name_id, count in found.counts.items():
        if name := names.names.current(name_id):
            counts[name.name_id] += count
    current = [names.names.current(name_id) for name_id in counts]
    ordered = sorted((name for name in current if name), key=lambda one: (search_api.sort_title(one.name), one.name))
    groups = [
        Group(one.name_id, one.name, counts[one.name_id], search_api.written(by, one.name, one.name_id))
        for one in ordered
    ]
    return groups, found.total


def add_up(library_id: str, text: str, *, zone: str | None) -> Totals:
    """How many documents, pages and bytes match, and their amounts; everything for an empty query. Reads no
    documents.
    """
    return search_api.add_up(library_id, _query(directory.Lookup(library_id), text, zone), index_heads.find(library_id))


def _query(names: directory.Lookup, text: str, zone: str | None) -> search_api.Query:
    context = search_api.context_of(zone, names)
    return search_api.parse(text.strip() or "*", context)
