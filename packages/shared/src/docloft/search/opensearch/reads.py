"""Reads the index for one library. Everything that is read goes through `search`, `totals` and `versions`, which limit
it to documents of that library, and check that nothing else was returned.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from docloft.search.opensearch import client
from docloft.search.opensearch.dsl import Clause

PAGE = 5_000
"""Hits of one request: an id and a few numbers each."""
WINDOW = 10_000
"""The last place that a request reaches by counting (index.max_result_window)."""
_TIMEOUT = "10s"
"""After which OpenSearch gives up a search."""
_AT_ONCE = 100

Answer = Mapping[str, Any]


class ForeignDocumentError(RuntimeError):
    """OpenSearch returned a document of another library. It is not used."""


def key_of(library_id: str, document_id: str) -> str:
    """The id of a document in the index, which has those of all libraries."""
    return f"{library_id}:{document_id}"


def search(library_id: str, query: Clause, **body: Any) -> Answer | None:
    """What OpenSearch finds of this library. None if there is no index. Raises botocore's errors, also for a search
    that takes too long or that a shard cannot do: a part of the result is never returned as the whole.
    """
    whole = _limited(library_id, query, **body)
    try:
        found = client.call("search", body=whole, allow_partial_search_results="false")
    except client.MissingIndexError:
        return None
    _require_whole(found)
    for hit in found["hits"]["hits"]:
        _own(library_id, hit)
    return found


def totals(library_id: str, queries: Sequence[Clause]) -> list[int]:
    """How many documents of this library each query finds, with one request; 0 if there is no index. Raises as
    `search`.
    """
    body = [line for query in queries for line in ({}, _limited(library_id, query, size=0))]
    found = client.call("msearch", body=body) if body else {"responses": []}
    return [_counted(one) for one in found["responses"]]


def _counted(one: Answer) -> int:
    """As `total`, for one search of several."""
    if "error" in one:
        # A request with several searches succeeds without an index, and each of them has this error.
        if one["status"] == HTTPStatus.NOT_FOUND:
            return 0
        raise client.refused(one["status"], "msearch")
    _require_whole(one)
    return total(one)


def total(found: Answer) -> int:
    return int(found["hits"]["total"]["value"])


def _limited(library_id: str, query: Clause, **body: Any) -> dict[str, Any]:
    limited = {"bool": {"filter": [{"term": {"library": {"value": library_id}}}], "must": [query]}}
    return {"query": limited, "timeout": _TIMEOUT, "_source": False, "track_total_hits": True, **body}


def _require_whole(found: Answer) -> None:
    if found["timed_out"] or found["_shards"]["failed"]:
        raise client.refused(503, "search")


def ids(library_id: str, found: Answer) -> list[str]:
    """The ids of the documents that were found, in order."""
    return [_own(library_id, hit) for hit in found["hits"]["hits"]]


def pages(library_id: str, query: Clause, sort: Sequence[Clause], limit: int, **body: Any) -> Iterator[Answer]:
    """The first `limit` hits, PAGE at a time: each page begins after the values by which the last hit of the page
    before it was sorted, so `sort` ends with a field that no two documents have in common. Nothing if there is no
    index.
    """
    after: dict[str, Any] = {}
    left = limit
    while left > 0:
        size = min(PAGE, left)
        found = search(library_id, query, size=size, sort=list(sort), **after, **body)
        if found is None:
            return
        yield found
        hits = found["hits"]["hits"]
        if len(hits) < size:
            return
        left -= size
        after = {"search_after": hits[-1]["sort"]}


def versions(library_id: str, document_ids: Iterable[str]) -> dict[str, int]:
    """The versions of the documents that are in the index, whether searches find them already or not."""
    wanted = list(document_ids)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        keys = [key_of(library_id, one) for one in wanted[start : start + _AT_ONCE]]
        answer = client.call("mget", body={"ids": keys}, _source="false")
        found.update({_own(library_id, one): int(one["_version"]) for one in answer["docs"] if one.get("found")})
    return found


def _own(library_id: str, hit: Mapping[str, Any]) -> str:
    prefix = key_of(library_id, "")
    if not hit["_id"].startswith(prefix):
        raise ForeignDocumentError
    return str(hit["_id"].removeprefix(prefix))
