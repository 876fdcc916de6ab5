"""Counts and adds up over the hits of a query, in OpenSearch (see docloft.search.search_engines)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from docloft.search.engine.schema import NO_CURRENCY
from docloft.search.index import facets
from docloft.search.index.facets import Facet
from docloft.search.index.groups import MOST_GROUPS, Groups
from docloft.search.index.months import MOST_MONTHS, Months
from docloft.search.index.open_indexes import Heads
from docloft.search.index.totals import MOST_CURRENCIES, SUMMED, Sum, Totals
from docloft.search.opensearch import reads
from docloft.search.opensearch.planning import planned
from docloft.search.query import field_facets
from docloft.search.query.nodes import Query

_MOST_VALUES = 40_000
"""Different numbers and days of all custom fields together: OpenSearch counts 65,535 values at once at most
(search.max_buckets).
"""


def count_facets(
    library_id: str,
    query: Query,
    names: Sequence[str],
    _heads: Heads = {},  # noqa: B006 - read only
) -> list[Facet]:
    by_query, selected = facets.divided(query, names)
    most = _MOST_VALUES // max(1, sum(map(field_facets.has_many, names)))
    groups = {
        str(number): {
            "filter": planned(wider),
            "aggs": {name: {"terms": terms} for name, terms in facets.terms_of(grouped, most).items()},
        }
        for number, (wider, grouped) in enumerate(by_query.items())
    }
    found = reads.search(library_id, {"match_all": {}}, size=0, aggs=groups)
    if found is None:
        return []
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for number, grouped in enumerate(by_query.values()):
        counted = found["aggregations"][str(number)]
        buckets = {name: counted[name]["buckets"] for name in map(facets.counted_as, grouped)}
        facets.add(counts, buckets, grouped)
    return [facets.made(name, counts[name], selected[name]) for name in names]


def count_months(
    library_id: str,
    query: Query,
    by: str,
    _heads: Heads = {},  # noqa: B006 - read only
) -> Months:
    if query.root is None:
        return Months()
    zone = query.context.zone if query.context else UTC
    months: Mapping[str, Any] = {
        "date": {"terms": {"field": "date_month", "size": MOST_MONTHS, "order": {"_key": "desc"}}},
        "added": {
            "date_histogram": {
                "field": "moment",
                "calendar_interval": "month",
                "time_zone": getattr(zone, "key", "UTC"),
                "format": "yyyy-MM",
                "min_doc_count": 1,
                "order": {"_key": "desc"},
            }
        },
    }
    found = reads.search(library_id, planned(query), size=0, aggs={"months": months[by]})
    if found is None:
        return Months()
    buckets = found["aggregations"]["months"]["buckets"][:MOST_MONTHS]
    counts = {str(bucket.get("key_as_string", bucket["key"])): bucket["doc_count"] for bucket in buckets}
    return Months(counts, _total(found))


def count_groups(library_id: str, query: Query, by: str, _heads: Heads) -> Groups:
    if query.root is None:
        return Groups()
    terms = {"terms": {"field": by, "size": MOST_GROUPS}}
    found = reads.search(library_id, planned(query), size=0, aggs={"groups": terms})
    if found is None:
        return Groups()
    buckets = found["aggregations"]["groups"]["buckets"]
    return Groups({str(bucket["key"]): bucket["doc_count"] for bucket in buckets}, _total(found))


def add_up(library_id: str, query: Query, _heads: Heads) -> Totals:
    totals = Totals()
    if query.root is None:
        return totals
    asked: dict[str, Any] = {name: {"sum": {"field": name}} for name in SUMMED}
    amounts = {"amount": {"sum": {"field": "amount"}}}
    asked["currencies"] = {"terms": {"field": "currency", "size": MOST_CURRENCIES}, "aggs": amounts}
    found = reads.search(library_id, planned(query), size=0, aggs=asked)
    if found is None:
        return totals
    sums = found["aggregations"]
    totals.documents = _total(found)
    totals.pages, totals.size = (round(sums[name]["value"] or 0) for name in SUMMED)
    for bucket in sums["currencies"]["buckets"]:
        code = "" if bucket["key"] == NO_CURRENCY else str(bucket["key"])
        totals.amounts[code] = Sum(bucket["doc_count"], round(bucket["amount"]["value"] or 0))
    return totals


def _total(found: Mapping[str, Any]) -> int:
    return int(found["hits"]["total"]["value"])
