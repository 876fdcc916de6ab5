"""A search: sorted hits, from a place on, and aggregations."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cmp_to_key
from typing import Any
from zoneinfo import ZoneInfo

from tests.opensearch.documents import Index, Stored
from tests.opensearch.errors import require
from tests.opensearch.queries import Queries

_MOST_HITS = 10_000
"""index.max_result_window"""
_MOST_BUCKETS = 65_535
_OPTIONS = frozenset(
    {
        "query",
        "timeout",
        "_source",
        "track_total_hits",
        "size",
        "from",
        "sort",
        "search_after",
        "aggs",
        "version",
        "explain",
        "docvalue_fields",
    }
)
Found = tuple[Stored, float]


def search(index: Index, body: Mapping[str, Any]) -> dict[str, Any]:
    """The response to a search."""
    require(not set(body) - _OPTIONS, f"unknown key in {sorted(body)}")
    size, start = body.get("size", 10), body.get("from", 0)
    require(size + start <= _MOST_HITS, "Result window is too large", "illegal_argument_exception")
    queries = Queries(index)
    queries.check(body["query"])
    scored = [(one, queries.score(body["query"], one)) for one in index.documents.values()]
    found = [(one, score) for one, score in scored if score is not None]
    sort = body.get("sort", [{"_score": {"order": "desc"}}])
    keyed = [(_keys(index, one, score, sort), one, score) for one, score in found]

    def compared(left: Sequence[Any], right: Sequence[Any]) -> int:
        return _compared(left, right, sort)

    in_order = cmp_to_key(compared)
    keyed.sort(key=lambda one: in_order(one[0]))
    if "search_after" in body:
        require(not start, "`from` parameter must be set to 0 when `search_after` is used")
        require(len(body["search_after"]) == len(sort), "search_after has the wrong number of values")
        keyed = [one for one in keyed if _compared(one[0], body["search_after"], sort) > 0]
    answer: dict[str, Any] = {
        "took": 1,
        "timed_out": False,
        "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {
            "total": {"value": len(found), "relation": "eq"},
            "max_score": None,
            "hits": [
                {"_index": index.name, "_id": one.key, "_score": score, "sort": keys}
                | ({"_version": one.version} if body.get("version") else {})
                | _doc_values(index, one, body.get("docvalue_fields", ()))
                | (
                    {"_explanation": {"value": score, "description": "sum of:", "details": []}}
                    if body.get("explain")
                    else {}
                )
                for keys, one, score in keyed[start : start + size]
            ],
        },
    }
    if "aggs" in body:
        answer["aggregations"] = _aggregated(queries, body["aggs"], found)
    return answer


def _also(body: Mapping[str, Any], document: Stored, score: float) -> dict[str, Any]:
    """What a hit has on request."""
    explanation = {"value": score, "description": "sum of:", "details": []}
    every = {"version": ("_version", document.version), "explain": ("_explanation", explanation)}
    return dict(value for name, value in every.items() if body.get(name))


def _doc_values(index: Index, document: Stored, wanted: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Sorted, without repetitions, and without fields that the document does not have."""
    names = [one["field"] for one in wanted]
    require(all(index.kind(name) == "keyword" for name in names), "Text fields have no doc values")
    fields = {name: sorted(set(found)) for name in names if (found := document.fields.get(name))}
    return {"fields": fields} if names and fields else {}


def _keys(index: Index, document: Stored, score: float, sort: Sequence[Any]) -> list[Any]:
    keys: list[Any] = []
    for part in sort:
        [(name, options)] = part.items()
        if name == "_score":
            keys.append(score)
            continue
        require(index.kind(name) in ("long", "keyword"), "Text fields are not optimised for sorting")
        values = document.fields.get(name)
        is_last = options.get("missing", "_last") == "_last"
        require(is_last, "unknown option")
        extreme = 2**63 - 1 if options["order"] == "asc" else -(2**63)
        keys.append(values[0] if values else extreme if index.kind(name) == "long" else None)
    return keys


def _compared(left: Sequence[Any], right: Sequence[Any], sort: Sequence[Any]) -> int:
    for one, other, part in zip(left, right, sort, strict=True):
        [options] = part.values()
        if one == other:
            continue
        if one is None or other is None:
            return 1 if one is None else -1
        is_later = one > other if options["order"] == "asc" else one < other
        return 1 if is_later else -1
    return 0


def _aggregated(queries: Queries, wanted: Mapping[str, Any], found: Sequence[Found]) -> dict[str, Any]:
    return {name: _one(queries, options, found) for name, options in wanted.items()}


def _one(queries: Queries, wanted: Mapping[str, Any], found: Sequence[Found]) -> dict[str, Any]:
    below = wanted.get("aggs", {})
    [kind] = set(wanted) - {"aggs"}
    options = wanted[kind]
    if kind == "filter":
        queries.check(options)
        inside = [(one, score) for one, score in found if queries.score(options, one) is not None]
        return {"doc_count": len(inside), **_aggregated(queries, below, inside)}
    name = options["field"]
    if kind == "sum":
        require(queries.index.kind(name) == "long", "a number is needed")
        return {"value": float(sum(value for one, _ in found for value in one.fields.get(name, [])))}
    if kind == "date_histogram":
        return _histogram(queries, options, found)
    require(kind == "terms", f"unknown aggregation [{kind}]")
    require(not set(options) - {"field", "size", "order", "include"}, "unknown option")
    require(queries.index.kind(name) in ("keyword", "long"), "Text fields are not optimised for aggregations")
    require(0 < options["size"] <= _MOST_BUCKETS, "too many buckets", "too_many_buckets_exception")
    pattern = re.compile(options.get("include", ".*"), re.DOTALL)
    counts = Counter(value for one, _ in found for value in set(one.fields.get(name, [])))
    kept = [value for value in counts if pattern.fullmatch(str(value))]
    direction = options.get("order", {}).get("_key")
    kept.sort(reverse=direction == "desc")
    if not direction:
        kept.sort(key=lambda value: -counts[value])
    buckets = [
        {"key": value, "doc_count": counts[value]}
        | _aggregated(queries, below, [(one, score) for one, score in found if value in one.fields.get(name, [])])
        for value in kept[: options["size"]]
    ]
    return {"doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": buckets}


def _histogram(queries: Queries, options: Mapping[str, Any], found: Sequence[Found]) -> dict[str, Any]:
    known = {"field", "calendar_interval", "time_zone", "format", "min_doc_count", "order"}
    require(set(options) == known and options["calendar_interval"] == "month", "unknown option")
    require(queries.index.kind(options["field"]) == "date" and options["format"] == "yyyy-MM", "unknown option")
    zone = ZoneInfo(options["time_zone"])
    moments = [value for one, _ in found for value in one.fields.get(options["field"], [])]
    months = Counter(f"{datetime.fromtimestamp(one / 1000, UTC).astimezone(zone):%Y-%m}" for one in moments)
    buckets = [{"key_as_string": one, "key": index, "doc_count": months[one]} for index, one in enumerate(months)]
    return {"buckets": sorted(buckets, key=lambda bucket: str(bucket["key_as_string"]), reverse=True)}
