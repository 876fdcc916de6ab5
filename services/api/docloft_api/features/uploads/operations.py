"""Routes that add a document: one for people, one for machines, which may only add."""

from typing import Any

from docloft import formats
from docloft.roles import Role
from docloft_api.features.uploads import announcements, drops
from docloft_api.features.uploads.forms import Form
from docloft_api.features.uploads.schemas import CreateDocumentSchema, CreatedSchema, DropQuerySchema, DropSchema
from docloft_api.http import idempotency, problems
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document

# Defaults of programs: `curl --data-binary` sends the second.
UNDECLARED = ("application/octet-stream", "application/x-www-form-urlencoded")


def create_document(request: Request) -> Response:
    ticket = idempotency.ticket(request.person, request.idempotency_key, request.body)
    announced = announcements.announce(
        request.person, **request.body, correlation_id=request.correlation_id, ticket=ticket
    )
    headers = {"Location": f"/v1/documents/{announced.document.document_id}"}
    body = {"document": document.to_wire(announced.document), "upload": _form_to_wire(announced.form)}
    return Response(body, 201 if announced.form else 200, headers, version=int(announced.document.version))


def drop(request: Request) -> Response:
    """Stores a file that was sent as bytes; for JSON, announces a file and returns its upload form."""
    facts = request.body
    if request.content is not None:
        facts = drops.facts_of(request.content, request.query.get("file_name"), request.content_type)
    ticket = idempotency.ticket(request.person, request.idempotency_key, facts)
    added = drops.add(request.person, facts, request.content, correlation_id=request.correlation_id, ticket=ticket)
    # A machine may not read: it gets the id of its document and nothing else about the library.
    body = {
        "document": {"id": added.document.document_id, "state": str(added.document.state)},
        "upload": _form_to_wire(added.form),
    }
    return Response(body, 201 if added.form or request.content is not None else 200)


def _form_to_wire(form: Form | None) -> dict[str, Any] | None:
    return {"url": form.url, "fields": form.fields, "expires_at": form.expires_at} if form else None


OPERATIONS = (
    Operation(
        "POST",
        "/v1/documents",
        "Announce a document and get its upload form; 200 if the library already has these bytes",
        create_document,
        {201: CreatedSchema, 200: CreatedSchema},
        Sample(
            body={
                "file_name": "Invoice 2024.pdf",
                "media_type": "application/pdf",
                "size": 12345,
                "checksum_sha256": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
            },
            headers={"Idempotency-Key": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "Correlation-Id": "browser-0123456789"},
        ),
        needs=Role.EDITOR,
        body=CreateDocumentSchema,
        problems=(problems.CONFLICT,),
        idempotency_key=True,
        response_headers={201: ("ETag", "Location"), 200: ("ETag", "Location")},
        # Each call creates a record.
        throttle=Throttle(rate=100, burst=200),
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
        ),
        needs=None,
        keyed=True,
        query=DropQuerySchema,
        body=CreateDocumentSchema,
        takes_bytes=(*formats.BY_MEDIA_TYPE, *UNDECLARED),
        problems=(problems.CONFLICT,),
        idempotency_key=True,
        throttle=Throttle(rate=50, burst=100),
    ),
)
