"""The route of a document's suggestions. A person accepts one by an edit of the document, and
refuses any suggestion by the route for that.
"""

from docloft_api.features.suggestions import near_duplicates, open_suggestions
from docloft_api.features.suggestions.schemas import SuggestionsSchema
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document


def list_suggestions(request: Request) -> Response:
    shown = document.find(request.person, request.path["document_id"])
    found = open_suggestions.of(shown)
    return Response(
        {
            "suggestions": [
                {
                    "fact": one.fact,
                    "value": one.value,
                    "confidence": one.confidence,
                    "evidence": one.evidence,
                    "page": None if one.page is None else one.page + 1,
                    "start": one.start,
                    "end": one.end,
                }
                for one in found
            ],
            "looks_like": [
                {"document_id": one.document.document_id, "title": one.document.title, "share": one.share}
                for one in near_duplicates.of(shown)
            ],
        }
    )


OPERATIONS = (
    Operation(
        "GET",
        "/v1/documents/{document_id}/suggestions",
        "List facts found in a document's text, with the evidence, and documents that look like it; nothing is changed",
        list_suggestions,
        {200: SuggestionsSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}),
    ),
)
