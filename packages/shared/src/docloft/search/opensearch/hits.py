"""Finds documents of a library in OpenSearch (see docloft.search.search_engines)."""

from collections.abc import Mapping, Sequence

from docloft.search.engine.plan import Similar, scores
from docloft.search.index import mistyped
from docloft.search.index.field_order import FieldOrder
from docloft.search.index.found import Found, Near
from docloft.search.index.open_indexes import Heads
from docloft.search.index.ordering import LAST_PLACE, NEWEST, RELEVANCE, Order
from docloft.search.opensearch import completeness, field_hits, reads
from docloft.search.opensearch.dsl import Clause
from docloft.search.opensearch.planning import planned, weighted
from docloft.search.query.nodes import Query, Word

_TIES: tuple[Clause, ...] = ({"added": {"order": "desc"}}, {"id": {"order": "asc"}})
_FIELDS = {"title_number": "sort_title"}
"""The built-in engine orders titles by a number first."""


def find(
    library_id: str,
    query: Query,
    *,
    offset: int,
    limit: int,
    order: Order | FieldOrder = RELEVANCE,
    heads: Heads = {},  # noqa: B006 - read only
) -> Found:
    if query.root is None or offset >= LAST_PLACE:
        return Found([], 0)
    wanted_hits = min(limit, LAST_PLACE - offset)
    if isinstance(order, FieldOrder):
        found = field_hits.find(library_id, planned(query), order, offset, wanted_hits)
    else:
        found = _first(library_id, query, {}, offset, wanted_hits, order)
    if found is None:
        return Found([], 0, is_damaged=not completeness.is_new(heads))
    if completeness.is_filled(heads):
        return found
    if completeness.is_new(heads):
        return Found(found.document_ids, found.total, is_outdated=bool(found.total))
    return Found(found.document_ids, found.total, is_damaged=True)


def near(library_id: str, query: Query, _heads: Heads = {}) -> Near | None:  # noqa: B006 - read only
    typed = mistyped.typed_words(query)
    if not typed:
        return None

    def look(meant: Query, instead: Mapping[Word, Similar], limit: int) -> Found:
        return _first(library_id, meant, instead, 0, limit, RELEVANCE) or Found([], 0)

    def count_all(meant: Sequence[tuple[Query, Mapping[Word, Similar]]]) -> list[int]:
        return reads.totals(library_id, [planned(one, instead) for one, instead in meant])

    return mistyped.near(query, typed, look, count_all)


def count_each(library_id: str, queries: Sequence[Query], _heads: Heads) -> list[int]:
    """With one request."""
    return reads.totals(library_id, [planned(query) for query in queries])


def _first(
    library_id: str, query: Query, instead: Mapping[Word, Similar], offset: int, limit: int, order: Order
) -> Found | None:
    """None if there is no index."""
    if order == RELEVANCE and not scores(query):
        order = NEWEST
    clause, sort = _ordered(planned(query, instead), order)
    if limit <= reads.PAGE and offset + limit <= reads.WINDOW:
        found = reads.search(library_id, clause, size=limit, sort=sort, **({"from": offset} if offset else {}))
        return None if found is None else Found(reads.ids(library_id, found), reads.total(found))
    total: int | None = None
    ids: list[str] = []
    for page in reads.pages(library_id, clause, sort, offset + limit):
        total = reads.total(page) if total is None else total
        ids += reads.ids(library_id, page)
    return None if total is None else Found(ids[offset:], total)


def _ordered(clause: Clause, order: Order) -> tuple[Clause, list[Clause]]:
    """The query with its order."""
    if order == RELEVANCE:
        return weighted(clause), [{"_score": {"order": "desc"}}, *_TIES]
    field = _FIELDS.get(order.field, order.field)
    direction = "desc" if order.is_descending else "asc"
    first = {field: {"order": direction, "missing": "_last"}}
    return clause, [first, *(tie for tie in _TIES if field not in tie)]
