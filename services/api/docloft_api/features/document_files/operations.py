"""Routes of the versions of a document's file."""

from typing import Any

from docloft.roles import Role
from docloft_api.features.document_files import file_listing, file_restoring
from docloft_api.features.document_files.schemas import FilesSchema
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.representations import actor, document, original_links
from docloft_api.representations.document import DocumentSchema
from docloft_api.representations.original_links import OriginalQuerySchema, OriginalSchema

_DOCUMENT = {"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}
_FILE = {**_DOCUMENT, "file_number": "1"}


def list_files(request: Request) -> Response:
    person = request.person
    found = file_listing.listing(person, request.path["document_id"])
    people: dict[str, Any] = {
        one: actor.to_wire(person.library_id, one, user_id=person.user_id)
        for one in {file.added_by for file in found if file.added_by}
    }
    shown = [
        {
            "id": file.id,
            "number": file.number,
            "file_name": file.file_name,
            "media_type": file.media_type,
            "size": file.size,
            "checksum_sha256": file.checksum_sha256,
            "pages": file.pages,
            "added_at": file.added_at,
            "added_by": people[file.added_by] if file.added_by else None,
            "is_current": file.is_current,
        }
        for file in found
    ]
    return Response({"files": shown})


def get_file(request: Request) -> Response:
    person = request.person
    found = file_listing.find(person, request.path["document_id"], request.path["file_number"])
    inline = request.query["disposition"] == "inline"
    return Response(
        original_links.to_wire(person.library_id, found.content_id, found.media_type, found.file_name, inline=inline)
    )


def restore_file(request: Request) -> Response:
    return document.response(
        file_restoring.restore(
            request.person, request.path["document_id"], request.path["file_number"], request.if_match
        )
    )


OPERATIONS = (
    Operation(
        "GET",
        "/v1/documents/{document_id}/files",
        "List the versions of a document's file, newest first: every file that was uploaded for it is kept",
        list_files,
        {200: FilesSchema},
        Sample(path=_DOCUMENT),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}/files/{file_number}/original",
        "Get a link to one version of the file, valid for 15 minutes",
        get_file,
        {200: OriginalSchema},
        Sample(path=_FILE),
        query=OriginalQuerySchema,
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/files/{file_number}/restore",
        "Make one version of the file the one that is read; the others are kept; idempotent",
        restore_file,
        {200: DocumentSchema},
        Sample(path=_FILE),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
)
