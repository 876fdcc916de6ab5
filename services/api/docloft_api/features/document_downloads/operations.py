"""Routes with links to the files of a document."""

from docloft.errors import NotFoundError
from docloft_api.features.document_downloads import originals, rendition_links, searchable_links
from docloft_api.features.document_downloads.schemas import RenditionSchema, SearchablePdfSchema
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import document, job, original_links
from docloft_api.representations.document import ThumbnailSchema
from docloft_api.representations.job import JobStartedSchema
from docloft_api.representations.original_links import OriginalQuerySchema, OriginalSchema

_SAMPLE_PATH = {"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


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


def make_rendition(request: Request) -> Response:
    started = rendition_links.start(request.person, request.path["document_id"], request.correlation_id)
    return job.response(started)


def get_rendition(request: Request) -> Response:
    found = rendition_links.find(originals.find(request.person, request.path["document_id"]))
    if found is None:
        return Response({"url": None, "expires_at": None, "missing": [], "sent_at": None})
    link = found.link
    shown = {"url": link.url, "expires_at": link.expires_at, "missing": found.missing, "sent_at": found.sent_at}
    return Response(shown)


def get_thumbnail(request: Request) -> Response:
    thumbnail = document.thumbnail_to_wire(document.find(request.person, request.path["document_id"]))
    if thumbnail is None:
        raise NotFoundError("This document has no thumbnail.")
    return Response(thumbnail)


OPERATIONS = (
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
        "POST",
        "/v1/documents/{document_id}/rendition",
        "Make a page that shows the document with its formatting, for formats with `has_rendition`; returns the job",
        make_rendition,
        {202: JobStartedSchema},
        Sample(path=_SAMPLE_PATH),
        response_headers={202: ("Location",)},
        throttle=Throttle(rate=5, burst=10),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/rendition",
        "Get a link to the page that shows the document with its formatting, valid for 15 minutes",
        get_rendition,
        {200: RenditionSchema},
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
)
