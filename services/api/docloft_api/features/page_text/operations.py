"""The route of the text of a page."""

from docloft_api.features.page_text import page
from docloft_api.features.page_text.schemas import PageTextQuerySchema, PageTextSchema
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document


def get_page_text(request: Request) -> Response:
    found = document.find(request.person, request.path["document_id"])
    text = page.read(found, request.path["page"], request.query["q"])
    return Response(
        {
            "page": text.page,
            "pages": text.pages,
            "text": text.text,
            "truncated": text.truncated,
            "marks": [list(place) for place in text.marks.places],
            "terms": [{"text": term.text, "whole": term.whole} for term in text.marks.terms],
        }
    )


OPERATIONS = (
    Operation(
        "GET",
        "/v1/documents/{document_id}/pages/{page}/text",
        "Get the text of a page, with marks where a query matches; the first page is 1",
        get_page_text,
        {200: PageTextSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", "page": "1"}),
        query=PageTextQuerySchema,
    ),
)
