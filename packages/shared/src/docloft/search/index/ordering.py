"""The order of a search's hits."""

from collections.abc import Iterable
from dataclasses import dataclass

import tantivy
from tantivy import Occur

from docloft.search.engine.schema import FIELDS_OF, schema

DEEPEST = 10_000
"""Later hits of a search are not returned, because each page of results has to distinguish them from all before it."""
LAST_PLACE = 50_000
"""Later hits are not returned from any place, because the engine has to order all hits before it, in every shard."""


_TIES = "added"
"""The field that orders hits that are otherwise equal."""
_TITLES = "title_number"
_COMPARED_HERE = frozenset({_TIES, _TITLES})
"""Fields after which only ids or titles are left to compare."""

_MOST_TIED = 1_000

_Found = tuple[float | None, tantivy.DocAddress]
_all_of = tantivy.Query.boolean_query


@dataclass(frozen=True, slots=True)
class Order:
    """`field`: the field of the index that decides; empty for relevance: best first, or newest first when the query has
    only filters. Documents without the value come last either way. Documents with the same value are ordered by the
    moment they were added, newest first, then by id.
    """

    field: str
    is_descending: bool


RELEVANCE = Order("", is_descending=True)
NEWEST = Order("added", is_descending=True)
_FIELDS = {
    "date": "date",
    "added": "added",
    "due": "due",
    "title": "title_number",
    "amount": "amount",
    "size": "size",
    "pages": "pages",
}
ORDERS = {"relevance": RELEVANCE} | {
    f"{sign}{name}": Order(field, is_descending=bool(sign)) for name, field in _FIELDS.items() for sign in ("", "-")
}
"""By the name in a request. A minus means descending."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit whose document has not been read. `value`: its score, or its value in the field that decides; None when it
    has none.
    """

    value: float | None
    added: int
    searcher: tantivy.Searcher
    address: tantivy.DocAddress


@dataclass(frozen=True, slots=True)
class _Row:
    """A hit that was read. `title`: only where titles decide."""

    document_id: str
    value: float | None
    title: str
    added: int


def first(
    searcher: tantivy.Searcher, query: tantivy.Query, order: Order, count: int, version: int
) -> tuple[list[Hit], int]:
    """At least the first `count` hits of one index, if it has that many, in no particular order; and the number of all.
    A field that an index of this version does not have has no values.
    """
    if order == RELEVANCE:
        hits, total = _by_score(searcher, query, count)
        return _hits(searcher, hits), total
    if order.field in FIELDS_OF[version]:
        hits, total = _by_value(searcher, query, order.field, count, is_descending=order.is_descending)
    else:
        newest, total = _by_value(searcher, query, _TIES, count, is_descending=True)
        hits = [(None, address) for _, address in newest]
    return _hits(searcher, hits), total


def ids_between(hits: Iterable[Hit], order: Order, start: int, stop: int) -> list[str]:
    """The ids of the documents from place `start` to `stop` (excluded) in the order of all indexes. To read a document
    takes longer than to order it, so only those whose place depends on what is read are.
    """
    newest = sorted(hits, key=lambda hit: -hit.added)
    valued = [hit for hit in newest if hit.value is not None]
    # The sort is stable, even when it is reversed.
    valued.sort(key=lambda hit: hit.value or 0, reverse=order.is_descending)
    ordered = [*valued, *(hit for hit in newest if hit.value is None)]
    stop = min(stop, len(ordered))
    if start >= stop:
        return []
    compares_titles = order.field == _TITLES
    first, last = start, stop
    while first and _are_tied(ordered[first - 1], ordered[first], compares_titles=compares_titles):
        first -= 1
    while last < len(ordered) and _are_tied(ordered[last - 1], ordered[last], compares_titles=compares_titles):
        last += 1
    rows = _merged((_row(hit, compares_titles=compares_titles) for hit in ordered[first:last]), order)
    return [row.document_id for row in rows[start - first : stop - first]]


def _are_tied(one: Hit, other: Hit, *, compares_titles: bool) -> bool:
    """Whether what decides between two hits has to be read."""
    is_same = one.value == other.value
    return is_same and (one.added == other.added or (compares_titles and one.value is not None))


def _row(hit: Hit, *, compares_titles: bool) -> _Row:
    document = hit.searcher.doc(hit.address)
    title = document["sort_title"][0] if compares_titles and hit.value is not None else ""
    return _Row(document["id"][0], hit.value, title, hit.added)


def _merged(rows: Iterable[_Row], order: Order) -> list[_Row]:
    tied = sorted(rows, key=lambda row: (-row.added, row.document_id))
    valued = [row for row in tied if row.value is not None]
    valued.sort(key=lambda row: (row.value, row.title), reverse=order.is_descending)
    return [*valued, *(row for row in tied if row.value is None)]


def _by_score(searcher: tantivy.Searcher, query: tantivy.Query, count: int) -> tuple[list[_Found], int]:
    """The first hits by score with all that have the same score as the last one, at most _MOST_TIED, and the number of
    all.
    """
    result = searcher.search(query, count + 1, weight_by_field="recency")
    hits, total = list(result.hits), int(result.count or 0)  # type: ignore[attr-defined]
    if len(hits) <= count or hits[count][0] != hits[count - 1][0]:
        return hits[:count], total
    tied = searcher.search(query, count + _MOST_TIED, count=False, weight_by_field="recency").hits
    return [hit for hit in tied if hit[0] >= hits[count][0]], total


def _by_value(
    searcher: tantivy.Searcher, query: tantivy.Query, field: str, count: int, *, is_descending: bool
) -> tuple[list[_Found], int]:
    """The first hits by a field, and the number of all. Of hits with the same value the engine returns any, so those
    with the value at which the result is cut are searched for again in the order that decides between them.
    """
    direction = tantivy.Order.Desc if is_descending else tantivy.Order.Asc
    result = searcher.search(query, count + 1, order_by_field=field, order=direction)
    hits, total = result.hits[:count], int(result.count or 0)  # type: ignore[attr-defined]
    if total <= count or not hits or result.hits[count][0] != hits[-1][0]:
        return hits, total
    last = hits[-1][0]
    better = [hit for hit in hits if hit[0] != last]
    same = _all_of([(Occur.Must, query), _has(field, last)])
    if field in _COMPARED_HERE:
        # If there are more than LAST_PLACE, the engine returns an arbitrary selection.
        tied = searcher.search(same, LAST_PLACE, count=False).hits
    else:
        tied, _ = _by_value(searcher, same, _TIES, count - len(better), is_descending=True)
    return better + [(last, address) for _, address in tied], total


def _has(field: str, value: float | None) -> tuple[Occur, tantivy.Query]:
    if value is None:
        return Occur.MustNot, tantivy.Query.exists_query(field)
    kind = tantivy.FieldType.Unsigned if field == "title_number" else tantivy.FieldType.Integer
    return Occur.Must, tantivy.Query.range_query(schema(), field, kind, value, value)


def _hits(searcher: tantivy.Searcher, found: list[_Found]) -> list[Hit]:
    added = searcher.fast_field_values("added", [address for _, address in found])
    return [
        Hit(value, int(moment or 0), searcher, address) for (value, address), moment in zip(found, added, strict=True)
    ]
