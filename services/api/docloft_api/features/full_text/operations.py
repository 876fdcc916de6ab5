"""The route of search."""

from docloft.search.api import DEEPEST
from docloft_api.features.full_text import library_search
from docloft_api.features.full_text.schemas import Incomplete, SearchQuerySchema, SearchResultsSchema
from docloft_api.http.cursors import ByCount
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document


def search(request: Request) -> Response:
    query = request.query
    found = library_search.search(
        request.person.library_id, query["q"], query["limit"], query["after"], zone=query["zone"], exact=query["exact"]
    )
    shown = document.all_to_wire([hit.document for hit in found.hits])
    return Response(
        {
            "hits": [
                {
                    "document": wire,
                    "page": hit.page,
                    "snippets": [{"page": one.page, "text": one.text, "marks": one.marks} for one in hit.snippets],
                }
                for hit, wire in zip(found.hits, shown, strict=True)
            ],
            "total": found.total,
            "corrected": found.corrected,
            "ignored": [notice.sentence for notice in found.notices],
            "notices": [{"code": notice.code, "values": notice.values} for notice in found.notices],
            "incomplete": Incomplete.REBUILDING if found.is_damaged else None,
        },
        next=found.next,
    )


OPERATIONS = (
    Operation(
        "GET",
        "/v1/search",
        "Search documents; best matches first, each with the page to open and marked snippets",
        search,
        {200: SearchResultsSchema},
        Sample(query={"q": "invoice march", "limit": "20", "zone": "Europe/Berlin"}),
        query=SearchQuerySchema,
        paging=ByCount("q", limit=DEEPEST),
        # A search reads from S3.
        throttle=Throttle(rate=100, burst=200),
    ),
)
