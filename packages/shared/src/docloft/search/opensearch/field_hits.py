"""Finds documents in the order of the values of a custom field, in OpenSearch (see `index.field_order`)."""

from collections.abc import Iterable, Iterator
from typing import Any

from docloft.search.engine.building import Builder
from docloft.search.index.field_order import INDEX_FIELD, FieldOrder, Slice, slices, terms_of
from docloft.search.index.found import Found
from docloft.search.opensearch import reads
from docloft.search.opensearch.dsl import Clause, OpenSearchQueries

_BUILD: Builder = OpenSearchQueries()
_NEWEST: tuple[Clause, ...] = ({"added": {"order": "desc"}}, {"id": {"order": "asc"}})


def find(library_id: str, clause: Clause, order: FieldOrder, offset: int, limit: int) -> Found | None:
    """Hits `offset` to `offset + limit` of a query. None if there is no index."""
    counted = reads.search(library_id, clause, size=0, aggs={"values": {"terms": terms_of(order)}})
    if counted is None:
        return None
    total = int(counted["hits"]["total"]["value"])
    counts = {str(one["key"]): int(one["doc_count"]) for one in counted["aggregations"]["values"]["buckets"]}
    ids: list[str] = []
    for parts in _together(slices(order, counts, total, offset, limit)):
        if parts[0].is_whole:
            ids += _whole(library_id, clause, [part.keyword for part in parts if part.keyword is not None])
        else:
            ids += _part(library_id, clause, order, parts[0])
    # A document that has changed meanwhile may have been found with both of its values.
    return Found(list(dict.fromkeys(ids)), total)


def _together(parts: Iterable[Slice]) -> Iterator[list[Slice]]:
    """Each list is one request: whole values next to each other, at most reads.PAGE hits, or a part of one value."""
    together: list[Slice] = []
    for part in parts:
        fits = part.is_whole and sum(one.limit for one in together) + part.limit <= reads.PAGE
        if together and not (fits and together[0].is_whole):
            yield together
            together = []
        together.append(part)
    if together:
        yield together


def _whole(library_id: str, clause: Clause, keywords: list[str]) -> list[str]:
    """All hits with these values, in the order of the values."""
    by_keyword: dict[str, list[str]] = {keyword: [] for keyword in keywords}
    wanted = _BUILD.all_of([clause, _BUILD.any_keyword(INDEX_FIELD, keywords)])
    more: dict[str, Any] = {"docvalue_fields": [{"field": INDEX_FIELD}]}
    for page in reads.pages(library_id, wanted, _NEWEST, reads.WINDOW, **more):
        for document_id, hit in zip(reads.ids(library_id, page), page["hits"]["hits"], strict=True):
            value = next(keyword for keyword in hit["fields"][INDEX_FIELD] if keyword in by_keyword)
            by_keyword[value].append(document_id)
    return [document_id for found in by_keyword.values() for document_id in found]


def _part(library_id: str, clause: Clause, order: FieldOrder, part: Slice) -> list[str]:
    value = _BUILD.term(INDEX_FIELD, part.keyword or order.field_id)
    wanted = _BUILD.all_of([clause], must_not=[value]) if part.keyword is None else _BUILD.all_of([clause, value])
    stop = part.offset + part.limit
    found = [one for page in reads.pages(library_id, wanted, _NEWEST, stop) for one in reads.ids(library_id, page)]
    return found[part.offset : stop]
