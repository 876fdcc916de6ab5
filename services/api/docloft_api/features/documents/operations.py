"""Routes of documents."""

from docloft.errors import NotFoundError
from docloft.tables.documents import Document
from docloft_api import wire
from docloft_api.features.documents import deletion, edits, links
from docloft_api.features.uploads import announcements
from docloft_api.http import idempotency, operations, preconditions
from docloft_api.http.operations import Operation
from docloft_api.http.routing import Act, Answer, Request


def create(request: Request) -> Answer:
    ticket = idempotency.ticket(request.person, request.headers.get("Idempotency-Key"), request.body)
    announced = announcements.announce(request.person, **request.body, correlation_id=request.correlation_id, ticket=ticket)
    body = {
        "document": wire.document_to_wire(announced.document),
        "upload": wire.form_to_wire(announced.form) if announced.form else None,
    }
    location = f"/v1/documents/{announced.document.document_id}"
    headers = {"Location": location, "ETag": preconditions.etag(announced.document)}
    return Answer(body, 201 if announced.form else 200, headers)


def list_all(request: Request) -> Answer:
    listing = edits.listing(request.person, **request.query)
    return Answer({"documents": [wire.document_to_wire(one) for one in listing.documents], "cursor": listing.cursor})


def get(request: Request) -> Answer:
    return _one(edits.find(request.person, request.path["document_id"]))


def edit(request: Request) -> Answer:
    return _one(edits.edit(request.person, request.path["document_id"], request.body, _if_match(request)))


def trash(request: Request) -> Answer:
    return _one(edits.trash(request.person, request.path["document_id"], _if_match(request)))


def restore(request: Request) -> Answer:
    return _one(edits.restore(request.person, request.path["document_id"], _if_match(request)))


def delete(request: Request) -> Answer:
    job = deletion.purge(request.person, request.path["document_id"], _if_match(request), request.correlation_id)
    return Answer({"job": wire.job_to_wire(job)}, 202, {"Location": f"/v1/jobs/{job.job_id}"})


def original(request: Request) -> Answer:
    document = edits.with_original(request.person, request.path["document_id"])
    kind = links.disposition(document, inline=request.query["disposition"] == "inline")
    return Answer(wire.original_to_wire(document, links.original(document, kind), kind))


def thumbnail(request: Request) -> Answer:
    document = edits.find(request.person, request.path["document_id"])
    picture = wire.thumbnail_to_wire(document)
    if picture is None:
        raise NotFoundError("There is no thumbnail of this document.")
    return Answer(picture)


def _one(document: Document) -> Answer:
    return Answer(wire.document_to_wire(document), headers={"ETag": preconditions.etag(document)})


def _if_match(request: Request) -> str | None:
    return request.headers.get("If-Match")


ROUTES: tuple[tuple[Operation, Act], ...] = (
    (operations.CREATE_DOCUMENT, create),
    (operations.LIST_DOCUMENTS, list_all),
    (operations.GET_DOCUMENT, get),
    (operations.EDIT_DOCUMENT, edit),
    (operations.TRASH_DOCUMENT, trash),
    (operations.RESTORE_DOCUMENT, restore),
    (operations.DELETE_DOCUMENT, delete),
    (operations.GET_ORIGINAL, original),
    (operations.GET_THUMBNAIL, thumbnail),
)
