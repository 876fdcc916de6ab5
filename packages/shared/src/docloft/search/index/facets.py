"""Counts the values of facets over all hits of a query, in the engine."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import tantivy

from docloft import formats
from docloft.search.engine.schema import VERSION
from docloft.search.index import value_ranges
from docloft.search.index.ordering import LAST_PLACE
from docloft.search.query import field_facets, field_keywords, selections
from docloft.search.query.nodes import Query
from docloft.search.text.title_order import sort_title

MOST_COUNTED = 1_000
"""The most values of a facet that are counted, the most frequent ones."""

_SEGMENT_SIZE = 5_000
"""Large enough for exact counts in a library with the maximum number of names."""

_MOST_OPTIONS = 10_000
"""The limit for all custom fields together: the most options that a library can have. Of the documents that fields
contain, the most frequent are counted.
"""


_OPTIONS = "field"
"""The field of the index with the values of custom fields, which also counts their options."""


@dataclass(frozen=True, slots=True)
class Facet:
    """`counts`: how many hits there are by value, if nothing of this facet were selected. A value is a keyword of the
    index, a year, a word for a type (`formats.words`), or a value of a custom field: an option, a document, `true`,
    `false`, a number or a range of numbers (`value_ranges`), a year, or a text as it is sorted. `selected`: the values
    that the query selects. `shown`: a text as it is shown, by its value. `places`: of the parts of the query that
    select values, in its text.
    """

    name: str
    counts: dict[str, int]
    selected: frozenset[str]
    shown: Mapping[str, str] = field(default_factory=dict)
    places: Sequence[tuple[int, int]] = ()


Make = Callable[[Query, tantivy.Searcher, int], tantivy.Query]
"""Makes the engine query for an index, given with its version."""


def count(
    searchers: Iterable[tuple[tantivy.Searcher, int]], query: Query, names: Sequence[str], make: Make
) -> list[Facet]:
    """Counts the facets with these names, of `selections.FACETS` or of custom fields (`query.field_facets`). An index
    of an older version has no values. A field with 50,000 different numbers takes a tenth of a second of a whole core,
    one with options or texts a tenth of that (measured).
    """
    by_query, selected = divided(query, names)
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for searcher, version in searchers:
        if version != VERSION:
            continue
        for wider, grouped in by_query.items():
            wanted = make(wider, searcher, version)
            counted = {name: {"terms": _exact(terms)} for name, terms in terms_of(grouped, LAST_PLACE).items()}
            # The engine limits the number of values that it counts at once.
            large = [{name: counted.pop(name)} for name in list(counted) if field_facets.has_many(name)]
            for group in filter(None, [counted, *large]):
                found = searcher.aggregate(wanted, group)
                add(counts, {name: found[name]["buckets"] for name in group}, grouped)
    return [made(name, counts[name], selected[name]) for name in names]


def divided(query: Query, names: Sequence[str]) -> tuple[dict[Query, list[str]], dict[str, frozenset[str]]]:
    """The facets by the query that is counted, the one without what it selects of the facet; and what it selects."""
    by_query: dict[Query, list[str]] = {}
    selected: dict[str, frozenset[str]] = {}
    for name in names:
        wider, selected[name] = selections.without(query, name)
        by_query.setdefault(wider, []).append(name)
    return by_query, selected


def _exact(terms: dict[str, Any]) -> dict[str, Any]:
    return {**terms, "segment_size": max(terms["size"], _SEGMENT_SIZE)}


def terms_of(names: Sequence[str], most: int) -> dict[str, dict[str, Any]]:
    """What an engine counts for these facets, by the name of an aggregation (`counted_as`). `most`: different numbers
    or days of a custom field.
    """
    # The field also has the words of texts, which would be counted, too.
    options = [field_facets.prefix_of(name) for name in names if counted_as(name) == _OPTIONS]
    found: dict[str, dict[str, Any]] = {}
    for name in map(counted_as, names):
        if name == _OPTIONS:
            found[name] = {"field": _OPTIONS, "size": _MOST_OPTIONS, "include": f"({'|'.join(options)}).*"}
        elif name.startswith(field_facets.FIELD):
            size = MOST_COUNTED if field_facets.has_texts(name) else most
            # In OpenSearch, the last character would be an operator outside a class.
            prefix = field_facets.prefix_of(name)
            found[name] = {"field": _OPTIONS, "size": size, "include": f"{prefix[:-1]}[{prefix[-1]}].*"}
        else:
            found[name] = {"field": name, "size": MOST_COUNTED}
    return found


def counted_as(facet: str) -> str:
    """The field of the index that has the values of a facet; for custom fields with many values, the facet itself."""
    if facet.startswith(field_facets.FIELD):
        return facet if field_facets.has_many(facet) else _OPTIONS
    return "flags" if facet in selections.FLAGS else selections.KEYWORDS.get(facet, facet)


def add(counts: Mapping[str, Counter[str]], buckets: Mapping[str, Any], facets: Sequence[str]) -> None:
    """Adds what an engine has counted, by the name of the aggregation, to the counts of keywords of each facet."""
    for facet in facets:
        for bucket in buckets.get(counted_as(facet), ()):
            if _belongs(facet, bucket["key"]):
                counts[facet][str(bucket["key"])] += bucket["doc_count"]


def _belongs(facet: str, keyword: str | int) -> bool:
    """Whether a keyword that was counted is a value of the facet."""
    if facet.startswith(field_facets.FIELD):
        return str(keyword).startswith(field_facets.prefix_of(facet))
    if facet in selections.FLAGS:
        return keyword in selections.FLAGS[facet]
    # The index also has the kinds of media types.
    return facet != "type" or "/" in str(keyword)


def made(name: str, counted: Counter[str], selected: frozenset[str]) -> Facet:
    """`counted`: hits by keyword. `selected`: as in `selections.without`."""
    if name.startswith(field_facets.FIELD):
        prefix = field_facets.prefix_of(name)
        return _of_field(name, Counter({one.removeprefix(prefix): count for one, count in counted.items()}), selected)
    counts: Counter[str] = Counter()
    for keyword, number in counted.items():
        counts[_value_of(name, keyword)] += number
    return Facet(name, dict(counts), frozenset(_value_of(name, keyword) for keyword in selected))


def _value_of(facet: str, keyword: str) -> str:
    """The value as it is shown."""
    return (formats.word_of(keyword) or keyword) if facet == "type" else keyword


def _of_field(name: str, counted: Counter[str], selected: frozenset[str]) -> Facet:
    counts: Counter[str] = Counter()
    if field_facets.has_numbers(name):
        limits = [field_facets.number_limits(value) for value in selected]
        numbers = {field_keywords.millionths_of(digits): count for digits, count in counted.items()}
        ranges = value_ranges.counted(numbers, limits).items()
        chosen = frozenset(map(value_ranges.written, limits))
        return Facet(name, {value_ranges.written(one): count for one, count in ranges}, chosen)
    if field_facets.has_days(name):
        for digits, count in counted.items():
            counts[str(date.fromordinal(int(digits)).year)] += count
        return Facet(name, dict(counts), selected)
    if field_facets.has_texts(name):
        shown: dict[str, str] = {}
        # The most frequent writing is shown.
        for text, count in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
            value = sort_title(text)
            counts[value] += count
            shown.setdefault(value, text)
        # A text without letters and digits cannot be selected.
        counts.pop("", None)
        return Facet(name, dict(counts), selected, shown)
    return Facet(name, dict(counted), selected)
