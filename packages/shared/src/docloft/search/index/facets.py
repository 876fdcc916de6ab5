"""Counts the values of facets over all hits of a query, in the engine."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from docloft import formats
from docloft.search.engine.schema import VERSION
from docloft.search.query import selections
from docloft.search.query.nodes import Query

MOST_COUNTED = 1_000
"""The most values of a facet that are counted, the most frequent ones."""

_SEGMENT_SIZE = 5_000
"""Large enough for exact counts in a library with the maximum number of names."""

_MOST_OF_FIELDS = 10_000
"""Options of all custom fields together: the most that a library can have."""


@dataclass(frozen=True, slots=True)
class Facet:
    """`counts`: how many hits there are by value, if nothing of this facet were selected. A value is a keyword of the
    index, a year, a word for a type (`formats.words`), or a value of a custom field. `selected`: the values that the
    query selects.
    """

    name: str
    counts: dict[str, int]
    selected: frozenset[str]


Make = Callable[[Query, tantivy.Searcher, int], tantivy.Query]
"""Makes the engine query for an index, given with its version."""


def count(
    searchers: Iterable[tuple[tantivy.Searcher, int]], query: Query, names: Sequence[str], make: Make
) -> list[Facet]:
    """Counts the facets with these names, of `selections.FACETS` or of custom fields (`selections.FIELD`). An index of
    an older version has no values.
    """
    by_query: dict[Query, list[str]] = {}
    selected: dict[str, frozenset[str]] = {}
    for name in names:
        wider, chosen = selections.without(query, name)
        selected[name] = frozenset(value_of(name, keyword) for keyword in chosen)
        by_query.setdefault(wider, []).append(name)
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for searcher, version in searchers:
        if version != VERSION:
            continue
        for wider, grouped in by_query.items():
            wanted = {field: {"terms": _exact(terms_of(field, grouped))} for field in map(field_of, grouped)}
            found = searcher.aggregate(make(wider, searcher, version), wanted)
            for name in grouped:
                for bucket in found[field_of(name)]["buckets"]:
                    if belongs(name, bucket["key"]):
                        counts[name][value_of(name, str(bucket["key"]))] += bucket["doc_count"]
    return [Facet(name, dict(counts[name]), selected[name]) for name in names]


def _exact(terms: dict[str, Any]) -> dict[str, Any]:
    return {**terms, "segment_size": max(terms["size"], _SEGMENT_SIZE)}


def terms_of(field: str, names: Sequence[str]) -> dict[str, Any]:
    """What an engine counts in a field for these facets."""
    if field != "field":
        return {"field": field, "size": MOST_COUNTED}
    # The field also has the words of texts, which would be counted, too.
    prefixes = "|".join(selections.prefix_of(name) for name in names if name.startswith(selections.FIELD))
    return {"field": field, "size": _MOST_OF_FIELDS, "include": f"({prefixes}).*"}


def field_of(facet: str) -> str:
    """The field of the index that has the values of a facet."""
    if facet.startswith(selections.FIELD):
        return "field"
    return "flags" if facet in selections.FLAGS else selections.KEYWORDS.get(facet, facet)


def belongs(facet: str, keyword: str | int) -> bool:
    """Whether a keyword of that field is a value of the facet."""
    if facet.startswith(selections.FIELD):
        return str(keyword).startswith(selections.prefix_of(facet))
    if facet in selections.FLAGS:
        return keyword in selections.FLAGS[facet]
    # The index also has the kinds of media types.
    return facet != "type" or "/" in str(keyword)


def value_of(facet: str, keyword: str) -> str:
    """The value as it is shown."""
    if facet.startswith(selections.FIELD):
        return keyword.removeprefix(selections.prefix_of(facet))
    return (formats.word_of(keyword) or keyword) if facet == "type" else keyword
