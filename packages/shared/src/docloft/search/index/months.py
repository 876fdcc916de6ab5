"""Counts the hits of a query by month, in the engine."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

import tantivy

from docloft.search.engine.schema import FIELDS_OF, milliseconds
from docloft.search.index.facets import Make
from docloft.search.query.nodes import Query

FIELDS = ("date", "added")
"""What a month can be of: the date on a document, or the day it was added."""
MOST_MONTHS = 2_400
"""Two hundred years. Documents that were added before are counted in none; no date is left out."""

_MOST_DAYS = 50_000
"""Days with documents, of each index: 136 years without a gap."""


@dataclass(frozen=True, slots=True)
class Months:
    """`counts`: hits by month, written YYYY-MM. `total`: all hits, including those without a day."""

    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0


def count(searchers: Iterable[tuple[tantivy.Searcher, int]], query: Query, by: str, zone: tzinfo, make: Make) -> Months:
    """Counts by one of FIELDS. `zone`: where months begin, for fields that hold a moment."""
    counts: Counter[str] = Counter()
    total = 0
    for searcher, version in searchers:
        wanted = make(query, searcher, version)
        total += int(searcher.search(wanted, 1).count or 0)  # type: ignore[attr-defined]
        if by in FIELDS_OF[version]:
            counts.update(_by_day(searcher, wanted) if by == "date" else _by_moment(searcher, wanted, zone))
    return Months({month: number for month, number in sorted(counts.items(), reverse=True) if number}, total)


def _by_day(searcher: tantivy.Searcher, wanted: tantivy.Query) -> Counter[str]:
    terms = {"field": "date", "size": _MOST_DAYS, "segment_size": _MOST_DAYS}
    found = searcher.aggregate(wanted, {"days": {"terms": terms}})
    counts: Counter[str] = Counter()
    for bucket in found["days"]["buckets"]:
        counts[f"{date.fromordinal(int(bucket['key'])):%Y-%m}".rjust(7, "0")] += bucket["doc_count"]
    return counts


def _by_moment(searcher: tantivy.Searcher, wanted: tantivy.Query, zone: tzinfo) -> Counter[str]:
    ends = {"first": {"min": {"field": "added"}}, "last": {"max": {"field": "added"}}}
    found = searcher.aggregate(wanted, ends)
    if found["first"]["value"] is None:
        return Counter()
    first, last = (datetime.fromtimestamp(found[end]["value"] / 1000, UTC).astimezone(zone) for end in ends)
    latest = last.year * 12 + last.month - 1
    months = range(max(first.year * 12 + first.month - 1, latest - MOST_MONTHS + 1), latest + 1)
    ranges = [
        {"key": f"{month // 12:04}-{month % 12 + 1:02}", "from": _start(month, zone), "to": _start(month + 1, zone)}
        for month in months
    ]
    buckets = searcher.aggregate(wanted, {"months": {"range": {"field": "added", "ranges": ranges}}})
    named = {one["key"] for one in ranges}
    return Counter({one["key"]: one["doc_count"] for one in buckets["months"]["buckets"] if one["key"] in named})


def _start(month: int, zone: tzinfo) -> int:
    """The first moment of a month, counted from the year 0, in milliseconds since 1970."""
    return milliseconds(datetime(month // 12, month % 12 + 1, 1, tzinfo=zone))
