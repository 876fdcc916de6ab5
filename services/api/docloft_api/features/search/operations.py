"""The route of search."""

from typing import Any

from docloft_api.features.search import results
from docloft_api.features.search.results import Hit
from docloft_api.features.search.schemas import SearchAnswerSchema, SearchQuerySchema
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Answer, Request
from docloft_api.representations import document


def search(request: Request) -> Answer:
    found = results.search(
        request.person.library_id,
        request.query["q"],
        limit=request.query["limit"],
        cursor=request.query.get("cursor"),
    )
    return Answer(
        {
            "hits": [_hit_to_wire(hit) for hit in found.hits],
            "total": found.total,
            "cursor": found.cursor,
            "corrected": found.corrected,
            "ignored": list(found.ignored),
        }
    )


def _hit_to_wire(hit: Hit) -> dict[str, Any]:
    return {
        "document": document.to_wire(hit.document),
        "page": hit.page,
        "snippets": [
            {"page": snippet.page, "text": snippet.text, "marks": [list(mark) for mark in snippet.marks]}
            for snippet in hit.snippets
        ],
    }


OPERATIONS = (
    Operation(
        "GET",
        "/v1/search",
        "Documents by their words, best first, each with the page to open and marked snippets",
        search,
        {200: SearchAnswerSchema},
        Sample(query={"q": "invoice march", "limit": "20"}),
        query=SearchQuerySchema,
        # A search reads from S3.
        throttle=Throttle(rate=100, burst=200),
    ),
)
