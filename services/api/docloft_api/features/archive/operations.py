"""Routes of existing documents."""

from docloft.roles import Role
from docloft_api.features.archive import deletion, edits, listing
from docloft_api.features.archive.schemas import (
    ChildrenSchema,
    DocumentsSchema,
    EditDocumentSchema,
    ListQuerySchema,
    RefuseSuggestionSchema,
)
from docloft_api.http import problems
from docloft_api.http.cursors import ById
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document, job
from docloft_api.representations.document import DocumentSchema
from docloft_api.representations.job import JobStartedSchema

_SAMPLE_PATH = {"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


def list_documents(request: Request) -> Response:
    page = listing.listing(request.person, **request.query)
    return Response({"documents": document.all_to_wire(page.documents)}, next=page.next)


def list_children(request: Request) -> Response:
    found = listing.children(request.person, request.path["document_id"])
    shown = iter(document.all_to_wire([one.document for one in found if one.document]))
    return Response(
        {"children": [{"name": one.name, "document": next(shown) if one.document else None} for one in found]}
    )


def get_document(request: Request) -> Response:
    return document.response(document.find(request.person, request.path["document_id"]))


def edit_document(request: Request) -> Response:
    return document.response(
        edits.edit(request.person, request.path["document_id"], request.body, request.if_match),
    )


def refuse_suggestion(request: Request) -> Response:
    return document.response(edits.refuse(request.person, request.path["document_id"], **request.body))


def trash_document(request: Request) -> Response:
    return document.response(edits.trash(request.person, request.path["document_id"], request.if_match))


def restore_document(request: Request) -> Response:
    return document.response(edits.restore(request.person, request.path["document_id"], request.if_match))


def delete_document(request: Request) -> Response:
    started = deletion.start(request.person, request.path["document_id"], request.if_match, request.correlation_id)
    return job.response(started)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/documents",
        "List documents, latest arrival first: an import restores `created_at`, but documents keep this order",
        list_documents,
        {200: DocumentsSchema},
        Sample(query={"limit": "50"}),
        query=ListQuerySchema,
        paging=ById(),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}",
        "Get a document",
        get_document,
        {200: DocumentSchema},
        Sample(path=_SAMPLE_PATH),
        response_headers={200: ("ETag",)},
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/children",
        "List the parts of an e-mail or archive that are documents, in their order there",
        list_children,
        {200: ChildrenSchema},
        Sample(path=_SAMPLE_PATH),
    ),
    Operation(
        "PATCH",
        "/v1/documents/{document_id}",
        "Rename a document, or set its dates, sender, kind, tags and amount",
        edit_document,
        {200: DocumentSchema},
        Sample(
            path=_SAMPLE_PATH,
            body={"title": "March invoice", "document_date": "2024-03-01"},
            headers={"If-Match": '"1"'},
        ),
        needs=Role.EDITOR,
        body=EditDocumentSchema,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
    Operation(
        "DELETE",
        "/v1/documents/{document_id}",
        "Permanently delete a document that is in the trash, was rejected or was never uploaded; returns the job",
        delete_document,
        {202: JobStartedSchema},
        Sample(path=_SAMPLE_PATH, status=409),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={202: ("Location",)},
        throttle=Throttle(rate=50, burst=100),
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/suggestions/refuse",
        "Refuse a suggestion permanently; idempotent",
        refuse_suggestion,
        {200: DocumentSchema},
        Sample(path=_SAMPLE_PATH, body={"fact": "document_date", "value": "2024-03-01"}),
        needs=Role.EDITOR,
        body=RefuseSuggestionSchema,
        response_headers={200: ("ETag",)},
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/trash",
        "Move a document to the trash; idempotent",
        trash_document,
        {200: DocumentSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/restore",
        "Take a document out of the trash; idempotent",
        restore_document,
        {200: DocumentSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
)
