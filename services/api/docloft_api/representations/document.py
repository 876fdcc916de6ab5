"""A document in responses, and its lookup by id. Several features use both."""

from typing import Any

from marshmallow import Schema, fields, validate

from docloft import tables
from docloft.documents.gaps import Gap
from docloft.documents.states import State
from docloft.errors import NotFoundError
from docloft.ids import is_id
from docloft.tables.documents import Document
from docloft_api.http.requests import Response
from docloft_api.identity.people import Person
from docloft_api.representations import thumbnails


class ThumbnailSchema(Schema):
    url = fields.String(required=True, metadata={"format": "uri"})
    expires_at = fields.String(required=True, metadata={"format": "date-time"})
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)


class DocumentSchema(Schema):
    id = fields.String(required=True, metadata={"description": "A ULID: ids sort by time of creation."})
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in State]))
    title = fields.String(required=True)
    file_name = fields.String(required=True)
    media_type = fields.String(
        required=True,
        metadata={"description": "As declared, until the document is received; then as identified from its bytes."},
    )
    size = fields.Integer(required=True)
    checksum_sha256 = fields.String(required=True)
    pages = fields.Integer(required=True, allow_none=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True, metadata={"description": "ISO 639-1"})
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why it failed or was rejected, as a sentence for people."},
    )
    duplicate_of = fields.String(required=True, allow_none=True)
    document_date = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    updated_at = fields.String(required=True, metadata={"format": "date-time"})
    trashed_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    has_text = fields.Boolean(required=True)
    ocr_pages_total = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "How many pages are pictures whose text is recognised; null when none are."},
    )
    ocr_pages_done = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "How many of them are finished. Their words are found while the others are recognised. If "
            "`partial` has ocr_parked, the last ones wait until someone continues."
        },
    )
    # Schema has an attribute of this name for instances, set by __init__; a class's fields are kept apart.
    partial = fields.List(  # type: ignore[assignment]
        fields.String(),
        required=True,
        metadata={
            "description": f"What is missing from the text: {', '.join(Gap)}; more codes may be added. Empty when the "
            "text is complete."
        },
    )
    thumbnail = fields.Nested(ThumbnailSchema, required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "The ETag without quotes."})


_COPIED = tuple(name for name in DocumentSchema().fields if name not in {"id", "partial", "thumbnail"})
"""Fields whose value is the attribute of the same name."""


def find(person: Person, document_id: str) -> Document:
    """Raises NotFoundError, also for a document of another library and for text that is not an id."""
    if not is_id(document_id):
        raise NotFoundError("There is no such document in this library.")
    return tables.documents.find(person.library_id, document_id)


def response(document: Document) -> Response:
    """A response with the document and its ETag."""
    return Response(to_wire(document), version=int(document.version))


def to_wire(document: Document) -> dict[str, Any]:
    """The document as DocumentSchema describes it, with a link to its thumbnail."""
    copied = {name: getattr(document, name) for name in _COPIED}
    return {
        **copied,
        "partial": list(document.partial or ()),
        "id": document.document_id,
        "thumbnail": thumbnail_to_wire(document),
    }


def thumbnail_to_wire(document: Document) -> dict[str, Any] | None:
    """None for a document that has no thumbnail, or none yet."""
    if not document.thumbnail_width or not document.thumbnail_height:
        return None
    link = thumbnails.link(document)
    return {
        "url": link.url,
        "expires_at": link.expires_at,
        "width": int(document.thumbnail_width),
        "height": int(document.thumbnail_height),
    }
