"""Routes for documents that were rejected, could not be read, or were read in part."""

from docloft.roles import Role
from docloft_api.features.document_remedies import remedies, unlocking
from docloft_api.features.document_remedies.schemas import PasswordSchema
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document
from docloft_api.representations.document import DocumentSchema

_SAMPLE_PATH = {"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


def recognise_document(request: Request) -> Response:
    return document.response(remedies.recognise(request.person, request.path["document_id"], request.correlation_id))


def retry_document(request: Request) -> Response:
    return document.response(remedies.retry(request.person, request.path["document_id"], request.if_match))


def unlock_document(request: Request) -> Response:
    return document.response(
        unlocking.unlock(
            request.person,
            request.path["document_id"],
            request.body["password"],
            request.if_match,
            request.correlation_id,
        )
    )


def keep_document(request: Request) -> Response:
    return document.response(remedies.keep(request.person, request.path["document_id"], request.if_match))


OPERATIONS = (
    Operation(
        "POST",
        "/v1/documents/{document_id}/recognise",
        "Continue to read scanned pages that exceed the daily limit; idempotent",
        recognise_document,
        {200: DocumentSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        response_headers={200: ("ETag",)},
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/retry",
        "Examine a rejected upload again, or read a document again, if its `attention` offers it",
        retry_document,
        {200: DocumentSchema},
        Sample(path=_SAMPLE_PATH, status=409),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
        throttle=Throttle(rate=50, burst=100),
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/password",
        "Read a locked document with its password, which is not stored; the original stays locked",
        unlock_document,
        {200: DocumentSchema},
        Sample(path=_SAMPLE_PATH, body={"password": "secret"}, status=409),
        needs=Role.EDITOR,
        body=PasswordSchema,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
        # Slows down guessing.
        throttle=Throttle(rate=5, burst=10),
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/keep",
        "Keep a file as it is, even if it was rejected or could not be read completely",
        keep_document,
        {200: DocumentSchema},
        Sample(path=_SAMPLE_PATH, status=409),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
        throttle=Throttle(rate=50, burst=100),
    ),
)
