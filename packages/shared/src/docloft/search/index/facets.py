"""Counts the values of facets over all hits of a query, in the engine."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import tantivy

from docloft import formats
from docloft.search.engine.schema import VERSION
from docloft.search.query import selections
from docloft.search.query.nodes import Query

MOST_COUNTED = 1_000
"""The most values of a facet that are counted, the most frequent ones."""

_TERMS = {"terms": {"size": MOST_COUNTED, "segment_size": 5_000}}
"""`segment_size` is large enough for exact counts in a library with the maximum number of names."""


@dataclass(frozen=True, slots=True)
class Facet:
    """`counts`: how many hits there are by value, if nothing of this facet were selected. A value is a keyword of the
    index, a year, or a word for a type (`formats.words`). `selected`: the values that the query selects.
    """

    name: str
    counts: dict[str, int]
    selected: frozenset[str]


Make = Callable[[Query, tantivy.Searcher, int], tantivy.Query]
"""Makes the engine query for an index, given with its version."""


def count(
    searchers: Iterable[tuple[tantivy.Searcher, int]], query: Query, names: Sequence[str], make: Make
) -> list[Facet]:
    """Counts the facets with these names, of `selections.FACETS`. An index of an older version has no values."""
    by_query: dict[Query, list[str]] = {}
    selected: dict[str, frozenset[str]] = {}
    for name in names:
        wider, chosen = selections.without(query, name)
        selected[name] = frozenset(_value(name, keyword) for keyword in chosen)
        by_query.setdefault(wider, []).append(name)
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for searcher, version in searchers:
        if version != VERSION:
            continue
        for wider, grouped in by_query.items():
            wanted = {field: _TERMS | {"terms": _TERMS["terms"] | {"field": field}} for field in map(_field, grouped)}
            found = searcher.aggregate(make(wider, searcher, version), wanted)
            for name in grouped:
                for bucket in found[_field(name)]["buckets"]:
                    if _belongs(name, bucket["key"]):
                        counts[name][_value(name, str(bucket["key"]))] += bucket["doc_count"]
    return [Facet(name, dict(counts[name]), selected[name]) for name in names]


def _field(facet: str) -> str:
    return "flags" if facet in selections.FLAGS else selections.KEYWORDS.get(facet, facet)


def _belongs(facet: str, keyword: str | int) -> bool:
    if facet in selections.FLAGS:
        return keyword in selections.FLAGS[facet]
    # The index also has the kinds of media types.
    return facet != "type" or "/" in str(keyword)


def _value(facet: str, keyword: str) -> str:
    return (formats.word_of(keyword) or keyword) if facet == "type" else keyword
