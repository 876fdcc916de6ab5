"""Routes of the text of a page."""

from docloft_api.features.page_text import page
from docloft_api.features.page_text.schemas import PageTextQuerySchema, PageTextSchema, PageWordsSchema
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document


def get_page_text(request: Request) -> Response:
    found = document.find(request.person, request.path["document_id"])
    text = page.read(found, request.path["page"], request.query["q"], exact=request.query["exact"])
    return Response(
        {
            "page": text.page,
            "pages": text.pages,
            "text": text.text,
            "truncated": text.truncated,
            "recognised": text.recognised,
            "marks": [list(place) for place in text.marks.places],
            "terms": [{"text": term.text, "whole": term.whole} for term in text.marks.terms],
        }
    )


def get_page_words(request: Request) -> Response:
    found = document.find(request.person, request.path["document_id"])
    number, recognised = page.words(found, request.path["page"])
    return Response(
        {
            "page": number,
            "angle": recognised.angle,
            "boxes": [list(box) for *box, _ in recognised.words],
            "words": [word for *_, word in recognised.words],
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
    Operation(
        "GET",
        "/v1/documents/{document_id}/pages/{page}/words",
        "Get the words of a page that is a picture, and where they are; the first page is 1",
        get_page_words,
        {200: PageWordsSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", "page": "1"}),
    ),
)
