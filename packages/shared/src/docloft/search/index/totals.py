"""Sums over all hits of a query, in the engine."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import tantivy

from docloft.search.engine.schema import FIELDS_OF, NO_CURRENCY
from docloft.search.index.facets import Make
from docloft.search.query.nodes import Query

SUMMED = ("pages", "size")
MOST_CURRENCIES = 200
"""More than ISO 4217 has."""


@dataclass(slots=True)
class Sum:
    """`amount` in hundredths of the currency's unit."""

    documents: int = 0
    amount: int = 0


@dataclass(slots=True)
class Totals:
    """`amounts`: by ISO 4217 code, "" for amounts without a currency. `size` in bytes."""

    documents: int = 0
    pages: int = 0
    size: int = 0
    amounts: dict[str, Sum] = field(default_factory=dict)


def add_up(searchers: Iterable[tuple[tantivy.Searcher, int]], query: Query, make: Make) -> Totals:
    """The sums are those of the index: a document that changed a moment ago may count as it was."""
    totals = Totals()
    sums: Counter[str] = Counter()
    for searcher, version in searchers:
        wanted = make(query, searcher, version)
        totals.documents += int(searcher.search(wanted, 1).count or 0)  # type: ignore[attr-defined]
        asked: dict[str, Any] = {name: {"sum": {"field": name}} for name in SUMMED}
        if "currency" in FIELDS_OF[version]:
            terms = {"field": "currency", "size": MOST_CURRENCIES, "segment_size": MOST_CURRENCIES}
            asked["currencies"] = {"terms": terms, "aggs": {"amount": {"sum": {"field": "amount"}}}}
        found = searcher.aggregate(wanted, asked)
        sums.update({name: round(found[name]["value"] or 0) for name in SUMMED})
        for bucket in found.get("currencies", {"buckets": []})["buckets"]:
            code = "" if bucket["key"] == NO_CURRENCY else str(bucket["key"])
            one = totals.amounts.setdefault(code, Sum())
            one.documents += bucket["doc_count"]
            one.amount += round(bucket["amount"]["value"] or 0)
    totals.pages, totals.size = sums["pages"], sums["size"]
    return totals
