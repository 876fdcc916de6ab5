"""The route that restores where a document comes from."""

from docloft.roles import Role
from docloft_api.features.document_origin import origin
from docloft_api.features.document_origin.schemas import OriginWrittenSchema, WriteOriginSchema
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document

_SAMPLE = {
    "added_at": "2019-03-01T10:00:00Z",
    "entries": [
        {
            "id": "01D4VVT6G0T8M3N7K2V4W6X8Y9",
            "event": "edited",
            "at": "2019-03-01T10:05:00Z",
            "by_kind": "person",
            "by_name": "ada@example.org",
            "changes": [{"field": "title", "before": "scan", "after": "Lease"}],
        }
    ],
}


def write_origin(request: Request) -> Response:
    body = request.body
    written = origin.write(
        request.person,
        request.path["document_id"],
        body["added_at"],
        body["files"],
        body["entries"],
        body["refused_suggestions"],
    )
    shown = {"document": document.to_wire(written.document), "added": written.added}
    return Response(shown, version=int(written.document.version))


OPERATIONS = (
    Operation(
        "PUT",
        "/v1/documents/{document_id}/origin",
        "Restore the original date added and the history of an imported document; idempotent. "
        "Both are marked as imported",
        write_origin,
        {200: OriginWrittenSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}, body=_SAMPLE),
        needs=Role.OWNER,
        body=WriteOriginSchema,
        problems=(problems.CONFLICT,),
        response_headers={200: ("ETag",)},
    ),
)
