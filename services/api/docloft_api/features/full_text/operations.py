"""Routes of search."""

from dataclasses import asdict
from typing import Any

from docloft.search import api as search_api
from docloft.search.api import Snippet
from docloft_api.features.full_text import (
    completions,
    document_pages,
    facet_values,
    library_search,
    similar_documents,
    view_counts,
)
from docloft_api.features.full_text.schemas import (
    CompletionsQuerySchema,
    CompletionsSchema,
    CountsQuerySchema,
    CountsSchema,
    Incomplete,
    MatchesQuerySchema,
    MatchesSchema,
    SearchQuerySchema,
    SearchResultsSchema,
    SimilarQuerySchema,
    SimilarSchema,
)
from docloft_api.http.cursors import ByCount, ByPosition
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document


def search(request: Request) -> Response:
    query = request.query
    found = library_search.search(
        request.person.library_id,
        query["q"],
        query["limit"],
        query["after"],
        order=query["order"],
        facets=query["facets"],
        zone=query["zone"],
        exact=query["exact"],
        explains=query["explain"],
    )
    shown = document.all_to_wire([hit.document for hit in found.hits])
    return Response(
        {
            "hits": [
                {
                    "document": wire,
                    "title_marks": hit.title_marks,
                    "page": hit.shown.page,
                    "snippets": [_snippet(hit.shown.snippet)] if hit.shown.snippet else [],
                    "more_pages": {"pages": hit.shown.more_pages, "exact": hit.shown.is_exact},
                    "explanation": asdict(hit.explanation) if hit.explanation else None,
                }
                for hit, wire in zip(found.hits, shown, strict=True)
            ],
            "total": found.total,
            "corrected": found.corrected,
            "ignored": [notice.sentence for notice in found.notices],
            "notices": [{"code": notice.code, "values": notice.values} for notice in found.notices],
            "facets": facet_values.of(request.person.library_id, found.facets),
            "incomplete": Incomplete.REBUILDING if found.is_damaged else None,
        },
        next=found.next,
    )


def list_matches(request: Request) -> Response:
    query = request.query
    found = document_pages.find(
        document.find(request.person, request.path["document_id"]),
        query["q"],
        query["limit"],
        query["after"],
        exact=query["exact"],
    )
    return Response(
        {"matches": [{**_snippet(one.snippet), "same_on": one.same_on} for one in found.matches]}, next=found.next
    )


def list_similar(request: Request) -> Response:
    found = similar_documents.find(document.find(request.person, request.path["document_id"]), request.query["limit"])
    return Response({"documents": document.all_to_wire(found)})


def complete_search(request: Request) -> Response:
    found = completions.find(request.person.library_id, request.query["q"])
    return Response({"completions": [one._asdict() for one in found]})


def count_views(request: Request) -> Response:
    found = view_counts.find(request.person, request.query["zone"])
    return Response({"counts": [one._asdict() for one in found]})


def _snippet(snippet: Snippet) -> dict[str, Any]:
    return {"page": snippet.page, "text": snippet.text, "marks": snippet.marks}


OPERATIONS = (
    Operation(
        "GET",
        "/v1/search",
        "Search documents; best matches first, each with the page to open and a marked snippet",
        search,
        {200: SearchResultsSchema},
        Sample(query={"q": "invoice march", "limit": "20", "zone": "Europe/Berlin"}),
        query=SearchQuerySchema,
        paging=ByPosition(("q", "order", "exact"), search_api.decode),
        # A search reads from S3.
        throttle=Throttle(rate=100, burst=200),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/matches",
        "List the pages of a document that match a query, each with a marked snippet",
        list_matches,
        {200: MatchesSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}, query={"q": "invoice"}),
        query=MatchesQuerySchema,
        paging=ByCount(("q", "exact"), limit=document_pages.MAX_PAGE),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/similar",
        "List the documents that share the most distinctive words with a document",
        list_similar,
        {200: SimilarSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}, query={"limit": "10"}),
        query=SimilarQuerySchema,
    ),
    Operation(
        "GET",
        "/v1/search/completions",
        "Complete the beginning of a word, a title, a sender, a kind or a tag of the library",
        complete_search,
        {200: CompletionsSchema},
        Sample(query={"q": "invo"}),
        query=CompletionsQuerySchema,
        throttle=Throttle(rate=100, burst=200),
    ),
    Operation(
        "GET",
        "/v1/views/counts",
        "Count the hits of the saved searches, and those that are new to the caller",
        count_views,
        {200: CountsSchema},
        Sample(query={"zone": "Europe/Berlin"}),
        query=CountsQuerySchema,
        throttle=Throttle(rate=100, burst=200),
    ),
)
