"""Routes of existing documents. The file is long because it is a table."""

from docloft.errors import NotFoundError
from docloft.roles import Role
from docloft_api.features.archive import (
    deletion,
    edits,
    library_exports,
    listing,
    originals,
    remedies,
    searchable_links,
    unlocking,
)
from docloft_api.features.archive.schemas import (
    ChildrenSchema,
    DocumentsSchema,
    EditDocumentSchema,
    ExportSchema,
    ListQuerySchema,
    PasswordSchema,
    RefuseSuggestionSchema,
    SearchablePdfSchema,
    StartExportSchema,
)
from docloft_api.http import problems
from docloft_api.http.cursors import ById
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document, job, original_links
from docloft_api.representations.document import DocumentSchema, ThumbnailSchema
from docloft_api.representations.job import JobStartedSchema
from docloft_api.representations.original_links import OriginalQuerySchema, OriginalSchema

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


def recognise_document(request: Request) -> Response:
    return document.response(edits.recognise(request.person, request.path["document_id"], request.correlation_id))


def retry_document(request: Request) -> Response:
    return document.response(remedies.retry(request.person, request.path["document_id"], request.if_match))


def keep_document(request: Request) -> Response:
    return document.response(remedies.keep(request.person, request.path["document_id"], request.if_match))


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


def delete_document(request: Request) -> Response:
    started = deletion.start(request.person, request.path["document_id"], request.if_match, request.correlation_id)
    return job.response(started)


def get_original(request: Request) -> Response:
    found = originals.find(request.person, request.path["document_id"])
    inline = request.query["disposition"] == "inline"
    return Response(
        original_links.to_wire(found.library_id, found.content_id, found.media_type, found.file_name, inline=inline)
    )


def make_searchable_pdf(request: Request) -> Response:
    started = searchable_links.start(request.person, request.path["document_id"], request.correlation_id)
    return job.response(started)


def get_searchable_pdf(request: Request) -> Response:
    found = originals.find(request.person, request.path["document_id"])
    link = searchable_links.link(found)
    return Response({"url": link.url, "expires_at": link.expires_at, "file_name": searchable_links.file_name(found)})


def get_thumbnail(request: Request) -> Response:
    thumbnail = document.thumbnail_to_wire(document.find(request.person, request.path["document_id"]))
    if thumbnail is None:
        raise NotFoundError("This document has no thumbnail.")
    return Response(thumbnail)


def start_export(request: Request) -> Response:
    started = library_exports.start(request.person, request.body.get("ids"), request.correlation_id)
    return job.response(started, followed_at="/v1/exports")


def get_export(request: Request) -> Response:
    found = library_exports.find(request.person, request.path["job_id"])
    files = [
        {"name": one.name, "size": one.size, "url": one.link.url, "url_expires_at": one.link.expires_at}
        for one in found.files
    ]
    return Response({"job": job.to_wire(found.job), "files": files, "expires_at": found.expires_at})


OPERATIONS = (
    Operation(
        "GET",
        "/v1/documents",
        "List documents, newest first",
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
        Sample(path=_SAMPLE_PATH),
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
        Sample(path=_SAMPLE_PATH),
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
        Sample(path=_SAMPLE_PATH, body={"password": "secret"}),
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
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
        throttle=Throttle(rate=50, burst=100),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/original",
        "Get a link to the original, valid for 15 minutes; inline only for types that cannot contain scripts",
        get_original,
        {200: OriginalSchema},
        Sample(path=_SAMPLE_PATH, query={"disposition": "inline"}),
        query=OriginalQuerySchema,
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/searchable-pdf",
        "Make a PDF with the recognised words as invisible text; returns the job. The original stays as it is",
        make_searchable_pdf,
        {202: JobStartedSchema},
        Sample(path=_SAMPLE_PATH),
        response_headers={202: ("Location",)},
        throttle=Throttle(rate=5, burst=10),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/searchable-pdf",
        "Get a link to the searchable PDF that was made last, valid for 15 minutes",
        get_searchable_pdf,
        {200: SearchablePdfSchema},
        Sample(path=_SAMPLE_PATH),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/thumbnail",
        "Get a link to the thumbnail",
        get_thumbnail,
        {200: ThumbnailSchema},
        Sample(path=_SAMPLE_PATH),
    ),
    Operation(
        "POST",
        "/v1/exports",
        "Export all originals, or those of chosen documents, with everything known about them, as ZIP archives; "
        "returns the job, or the one of a full export that is already running",
        start_export,
        {202: JobStartedSchema},
        Sample(),
        needs=Role.EDITOR,
        body=StartExportSchema,
        requires_body=False,
        response_headers={202: ("Location",)},
        throttle=Throttle(rate=2, burst=5),
    ),
    Operation(
        "GET",
        "/v1/exports/{job_id}",
        "Get an export with links to its archives, valid for 15 minutes; it is deleted seven days after it was started",
        get_export,
        {200: ExportSchema},
        Sample(path={"job_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}),
    ),
)
