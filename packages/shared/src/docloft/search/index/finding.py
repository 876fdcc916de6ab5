"""Searches a library's indexes and merges their results."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from datetime import UTC

import tantivy

from docloft.search.engine.building import EngineQuery, Expand
from docloft.search.engine.plan import EXPANSIONS, Given, Similar, plan, scores
from docloft.search.index import explaining, facets, field_order, groups, mistyped, months, neighbours, ordering, totals
from docloft.search.index.explaining import MOST_EXPLAINED, Explanation
from docloft.search.index.facets import Facet
from docloft.search.index.field_order import FieldOrder
from docloft.search.index.found import LONGEST_KEPT, Found, Near
from docloft.search.index.groups import Groups
from docloft.search.index.months import Months
from docloft.search.index.open_indexes import Heads, Opened, with_searchers
from docloft.search.index.ordering import LAST_PLACE, NEWEST, RELEVANCE, Hit, Order
from docloft.search.index.totals import Totals
from docloft.search.query.nodes import Query, Word

_MOST_KEPT = 200


def find(
    library_id: str,
    query: Query,
    *,
    offset: int,
    limit: int,
    order: Order | FieldOrder = RELEVANCE,
    heads: Heads = {},  # noqa: B006 - read only
) -> Found:
    """Hits `offset` to `offset + limit` in this order, of everything published before the call. Does not raise for a
    damaged index: its intact parts are searched, and the result says so.
    """
    if query.root is None or offset >= LAST_PLACE:
        return Found([], 0)
    wanted_hits = min(limit, LAST_PLACE - offset)

    def use(opened: Opened) -> Found:
        if isinstance(order, FieldOrder):
            found = field_order.find(opened.searchers, query, order, offset, wanted_hits, _engine)
        else:
            found = _merged(opened, query, {}, offset, wanted_hits, order)
        return Found([*found.document_ids], found.total, opened.is_damaged, opened.is_outdated)

    return with_searchers(library_id, heads, use, Found([], 0, is_damaged=True))


def count_each(library_id: str, queries: Sequence[Query], heads: Heads) -> list[int]:
    """The number of hits of each query."""
    return with_searchers(
        library_id,
        heads,
        lambda opened: [_merged(opened, query, {}, 0, 1).total for query in queries],
        [0 for _ in queries],
    )


def count_facets(
    library_id: str,
    query: Query,
    names: Sequence[str],
    heads: Heads = {},  # noqa: B006 - read only
) -> list[Facet]:
    """Counts these facets (`selections.FACETS`) over all hits. Empty if the index cannot be searched."""
    return with_searchers(library_id, heads, lambda opened: facets.count(opened.searchers, query, names, _engine), [])


def count_months(
    library_id: str,
    query: Query,
    by: str,
    heads: Heads = {},  # noqa: B006 - read only
) -> Months:
    """Counts the hits of a query by month (see `months.count`). Nothing for an index that cannot be searched."""
    zone = query.context.zone if query.context else UTC
    if query.root is None:
        return Months()
    return with_searchers(
        library_id, heads, lambda opened: months.count(opened.searchers, query, by, zone, _engine), Months()
    )


def count_groups(library_id: str, query: Query, by: str, heads: Heads) -> Groups:
    """Counts the hits of a query by sender or kind (see `groups.count`). Nothing for an index that cannot be read."""
    if query.root is None:
        return Groups()
    return with_searchers(
        library_id, heads, lambda opened: groups.count(opened.searchers, query, by, _engine), Groups()
    )


def add_up(library_id: str, query: Query, heads: Heads) -> Totals:
    """Sums over the hits of a query (see `totals.add_up`). Nothing for an index that cannot be searched."""
    if query.root is None:
        return Totals()
    return with_searchers(library_id, heads, lambda opened: totals.add_up(opened.searchers, query, _engine), Totals())


def complete(library_id: str, beginning: str, limit: int, heads: Heads) -> list[str]:
    """The most frequent words of the library with this beginning (see `neighbours.words`)."""
    return with_searchers(
        library_id, heads, lambda opened: neighbours.words(_only(opened.searchers), beginning, limit), []
    )


def find_similar(library_id: str, document_id: str, text: str, limit: int, heads: Heads) -> list[str]:
    """Ids of the documents that are most like this one (see `neighbours.similar`)."""
    return with_searchers(
        library_id, heads, lambda opened: neighbours.similar(_only(opened.searchers), document_id, text, limit), []
    )


def find_filed(
    library_id: str, document_id: str, texts: Mapping[str, str], limit: int, heads: Heads
) -> dict[str, list[tuple[float, str]]]:
    """By keyword field, the documents with a value of it that are most like this one in the given part of its text (see
    `neighbours.filed`).
    """

    def use(opened: Opened) -> dict[str, list[tuple[float, str]]]:
        searchers = _only(opened.searchers)
        return {field: neighbours.filed(searchers, document_id, text, field, limit) for field, text in texts.items()}

    return with_searchers(library_id, heads, use, {})


def explain(library_id: str, query: Query, document_ids: Sequence[str], heads: Heads) -> dict[str, Explanation]:
    """How the scores of these documents were computed, by id; without those that the query does not find. At most
    MOST_EXPLAINED.
    """

    def use(opened: Opened) -> dict[str, Explanation]:
        found = {}
        for searcher, version in opened.searchers:
            engine_query = plan(query, Given(_expand(searcher), {}, version))
            for document_id in document_ids[:MOST_EXPLAINED]:
                if (explanation := explaining.explain(searcher, engine_query, document_id)) is not None:
                    found[document_id] = explanation
        return found

    return with_searchers(library_id, heads, use, {})


def _only(searchers: list[tuple[tantivy.Searcher, int]]) -> list[tantivy.Searcher]:
    return [searcher for searcher, _ in searchers]


def near(library_id: str, query: Query, heads: Heads = {}) -> Near | None:  # noqa: B006 - read only
    """For a query with few hits: its words that occur nowhere in the library, or else those of a few documents while
    many have a similar word; and documents with the similar words. None when there is no such word.
    """
    typed = mistyped.typed_words(query)
    if not typed:
        return None
    return with_searchers(library_id, heads, lambda opened: _near(opened, query, typed), None)


def _near(opened: Opened, query: Query, typed: Mapping[Word, str]) -> Near | None:
    def look(meant: Query, instead: Mapping[Word, Similar], limit: int) -> Found:
        return _merged(opened, meant, instead, 0, limit)

    def count_each(meant: Sequence[tuple[Query, Mapping[Word, Similar]]]) -> list[int]:
        return [look(one, instead, 1).total for one, instead in meant]

    return mistyped.near(query, typed, look, count_each)


_kept: OrderedDict[Hashable, Found] = OrderedDict()
"""Results of the last searches, by everything that they depend on. A search is repeated when someone goes back to it,
and with each visit for a view; one with a typing error is several searches.
"""


def _merged(
    opened: Opened, query: Query, instead: Mapping[Word, Similar], offset: int, limit: int, order: Order = RELEVANCE
) -> Found:
    """The result is shared with later calls."""
    if not opened.state or limit > LONGEST_KEPT:
        return _searched(opened, query, instead, offset, limit, order)
    key = (opened.state, query.root, query.trash, tuple(instead.items()), offset, limit, order)
    found = _kept.pop(key, None) or _searched(opened, query, instead, offset, limit, order)
    _kept[key] = found
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return found


def _searched(
    opened: Opened, query: Query, instead: Mapping[Word, Similar], offset: int, limit: int, order: Order
) -> Found:
    total = 0
    hits: list[Hit] = []
    if order == RELEVANCE and not scores(query):
        order = NEWEST
    for searcher, version in opened.searchers:
        engine_query = plan(query, Given(_expand(searcher), instead, version))
        found, count = ordering.first(searcher, engine_query, order, offset + limit, version)
        hits += found
        total += count
    return Found(ordering.ids_between(hits, order, offset, offset + limit), total)


def _engine(query: Query, searcher: tantivy.Searcher, version: int) -> EngineQuery:
    return plan(query, Given(_expand(searcher), {}, version))


def _expand(searcher: tantivy.Searcher) -> Expand:
    def longer(field: str, beginning: str) -> list[str]:
        return [word for word, _ in searcher.terms_with_prefix(field, beginning, limit=EXPANSIONS)]

    return longer
