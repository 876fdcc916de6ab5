"""Counts the hits of a query by sender or by kind, in the engine."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import tantivy

from docloft.search.engine.schema import FIELDS_OF
from docloft.search.index.facets import Make
from docloft.search.query.nodes import Query

FIELDS = ("sender", "kind")
"""Fields of the index of which a document has one value at most."""
MOST_GROUPS = 5_000
"""As many names of a kind as a library can have (docloft.directory)."""


@dataclass(frozen=True, slots=True)
class Groups:
    """`counts`: hits by the id of a name. `total`: all hits, including those without a value."""

    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0


def count(searchers: Iterable[tuple[tantivy.Searcher, int]], query: Query, by: str, make: Make) -> Groups:
    """Counts by one of FIELDS."""
    counts: Counter[str] = Counter()
    total = 0
    for searcher, version in searchers:
        wanted = make(query, searcher, version)
        total += int(searcher.search(wanted, 1).count or 0)  # type: ignore[attr-defined]
        if by in FIELDS_OF[version]:
            terms = {"field": by, "size": MOST_GROUPS, "segment_size": MOST_GROUPS}
            found = searcher.aggregate(wanted, {"groups": {"terms": terms}})
            counts.update({bucket["key"]: bucket["doc_count"] for bucket in found["groups"]["buckets"]})
    return Groups(dict(counts), total)
