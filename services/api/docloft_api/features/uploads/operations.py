"""Routes that add a document: one for people, one for machines, which may only add."""

from docloft import formats
from docloft.roles import Role
from docloft_api.features.uploads import announcements, drops, new_files
from docloft_api.features.uploads.schemas import (
    AnnouncedFileSchema,
    CreateDocumentSchema,
    CreatedSchema,
    CreateTaggedDocumentSchema,
    DropQuerySchema,
    DropSchema,
)
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document, upload_form

# What programs send by default: `curl --data-binary` sends the second.
UNDECLARED = ("application/octet-stream", "application/x-www-form-urlencoded")

_SAMPLE_FILE = {
    "file_name": "Invoice 2024.pdf",
    "media_type": "application/pdf",
    "size": 12345,
    "checksum_sha256": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
}


def create_document(request: Request) -> Response:
    announced = announcements.announce(
        request.person, **request.body, correlation_id=request.correlation_id, ticket=request.ticket
    )
    made = announced.document
    return Response(
        {
            "document": document.to_wire(made),
            "upload": upload_form.to_wire(made) if announced.awaits_bytes else None,
        },
        201 if announced.awaits_bytes else 200,
        {"Location": f"/v1/documents/{made.document_id}"},
        version=int(made.version),
    )


def announce_file(request: Request) -> Response:
    upload_id, upload = new_files.announce(
        request.person,
        request.path["document_id"],
        **request.body,
        correlation_id=request.correlation_id,
        ticket=request.ticket,
    )
    return Response(
        {"upload_id": upload_id, "upload": upload_form.to_wire(upload) if upload else None}, 201 if upload else 200
    )


def drop(request: Request) -> Response:
    """Stores a file that was sent as bytes; for JSON, announces a file and returns its upload form."""
    added = drops.add(
        request.person, request.body, request.content, correlation_id=request.correlation_id, ticket=request.ticket
    )
    # A machine may not read: it gets the id of its document and nothing else about the library.
    return Response(
        {
            "document": {"id": added.document.document_id, "state": str(added.document.state)},
            "upload": upload_form.to_wire(added.document) if added.awaits_bytes else None,
        },
        201 if added.awaits_bytes or request.content is not None else 200,
    )


OPERATIONS = (
    Operation(
        "POST",
        "/v1/documents",
        "Announce a document and get its upload form; 200 if the library already has these bytes",
        create_document,
        {201: CreatedSchema, 200: CreatedSchema},
        Sample(
            body=_SAMPLE_FILE,
            headers={"Idempotency-Key": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "Correlation-Id": "browser-0123456789"},
        ),
        needs=Role.EDITOR,
        body=CreateTaggedDocumentSchema,
        problems=(problems.CONFLICT,),
        idempotency_key=True,
        response_headers={201: ("ETag", "Location"), 200: ("ETag", "Location")},
        # Each call creates a record.
        throttle=Throttle(rate=100, burst=200),
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/files",
        "Announce a new version of a document's file and get its upload form. Once it is received, it is read in place "
        "of the earlier one, which is kept",
        announce_file,
        {201: AnnouncedFileSchema, 200: AnnouncedFileSchema},
        Sample(path={"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}, body=_SAMPLE_FILE),
        needs=Role.EDITOR,
        body=CreateDocumentSchema,
        problems=(problems.CONFLICT,),
        idempotency_key=True,
        throttle=Throttle(rate=50, burst=100),
    ),
    Operation(
        "POST",
        "/v1/inbox",
        "Add a document with a drop key: send its bytes (up to 4 MB), or announce it as JSON and get its upload form",
        drop,
        {201: DropSchema, 200: DropSchema},
        Sample(
            content=b"Dear Ms Winter,\nthe boiler was serviced on 12 March.\n",
            query={"file_name": "Boiler.txt"},
            headers={"Content-Type": UNDECLARED[0]},
            # There is no such key.
            status_if_empty=401,
        ),
        needs=None,
        keyed=True,
        query=DropQuerySchema,
        body=CreateDocumentSchema,
        takes_bytes=(*formats.BY_MEDIA_TYPE, *UNDECLARED),
        describe=drops.facts_of,
        refuse=drops.refuse,
        problems=(problems.CONFLICT,),
        idempotency_key=True,
        throttle=Throttle(rate=50, burst=100),
    ),
)
