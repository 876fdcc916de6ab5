"""The route of a document's suggestions. A person accepts one by an edit of the document, and
refuses any suggestion by the route for that.
"""

from collections.abc import Sequence
from typing import Any

from docloft.suggestions import Suggestion
from docloft.tables.documents import Document
from docloft_api.features.document_suggestions import near_duplicates, open_suggestions
from docloft_api.features.document_suggestions.learned import Learned
from docloft_api.features.document_suggestions.schemas import SuggestionsSchema
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document


def list_suggestions(request: Request) -> Response:
    shown = document.find(request.person, request.path["document_id"])
    found = open_suggestions.of(shown)
    return Response(
        {
            "suggestions": [
                _dump(one.suggestion, one.like) if isinstance(one, Learned) else _dump(one, ()) for one in found
            ],
            "looks_like": [
                {"document_id": one.document.document_id, "title": one.document.title, "share": one.share}
                for one in near_duplicates.of(shown)
            ],
        }
    )


def _dump(one: Suggestion, like: Sequence[Document]) -> dict[str, Any]:
    return {
        "fact": one.fact,
        "value": one.value,
        "confidence": one.confidence,
        "evidence": one.evidence,
        "page": None if one.page is None else one.page + 1,
        "start": one.start,
        "end": one.end,
        "like": [{"document_id": other.document_id, "title": other.title} for other in like],
    }


OPERATIONS = (
    Operation(
        "GET",
        "/v1/documents/{document_id}/suggestions",
        "List what a document's text and similar documents suggest, and its near-duplicates; nothing is changed",
        list_suggestions,
        {200: SuggestionsSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}),
    ),
)
