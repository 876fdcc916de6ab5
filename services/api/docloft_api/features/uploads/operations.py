"""Routes that add a document: for people, and for machines that may only add."""

from typing import Any

from docloft import formats
from docloft.roles import Role
from docloft_api.features.uploads import announcements, drops
from docloft_api.features.uploads.forms import Form
from docloft_api.features.uploads.schemas import CreateDocumentSchema, CreatedSchema, DropQuerySchema, DropSchema
from docloft_api.http import idempotency, problems
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Answer, Request
from docloft_api.representations import document

# What programs send that were not configured: `curl --data-binary` sends the second.
UNDECLARED = ("application/octet-stream", "application/x-www-form-urlencoded")


def create_document(request: Request) -> Answer:
    ticket = idempotency.ticket(request.person, request.idempotency_key, request.body)
    announced = announcements.announce(
        request.person, **request.body, correlation_id=request.correlation_id, ticket=ticket
    )
    headers = {"Location": f"/v1/documents/{announced.document.document_id}"}
    body = {"document": document.to_wire(announced.document), "upload": _form_to_wire(announced.form)}
    return Answer(body, 201 if announced.form else 200, headers, version=int(announced.document.version))


def drop(request: Request) -> Answer:
    """A file as bytes is stored; JSON announces a file, and the response has the form to upload it with."""
    facts = request.body
    if request.content is not None:
        facts = drops.facts_of(request.content, request.query.get("file_name"), request.content_type)
    ticket = idempotency.ticket(request.person, request.idempotency_key, facts)
    taken = drops.take(request.person, facts, request.content, correlation_id=request.correlation_id, ticket=ticket)
    # A machine may not read: it receives the id of its document, and nothing else of the library.
    body = {
        "document": {"id": taken.document.document_id, "state": str(taken.document.state)},
        "upload": _form_to_wire(taken.form),
    }
    return Answer(body, 201 if taken.form or request.content is not None else 200)


def _form_to_wire(form: Form | None) -> dict[str, Any] | None:
    return {"url": form.url, "fields": form.fields, "expires_at": form.expires_at} if form else None


OPERATIONS = (
    Operation(
        "POST",
        "/v1/documents",
        "Announce a document and get the form to upload its bytes with; 200 when the library has these bytes already",
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
        answer_headers={201: ("ETag", "Location"), 200: ("ETag", "Location")},
        # Each one leaves a record behind.
        throttle=Throttle(rate=100, burst=200),
    ),
    Operation(
        "POST",
        "/v1/inbox",
        "Add a document with a drop key: its bytes themselves up to 4 MB, or JSON that announces it and is answered "
        "with the form to upload it with",
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
