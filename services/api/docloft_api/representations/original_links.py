"""Links to originals: the bytes of a document, or of an earlier file of it."""

from typing import Any, Literal

from marshmallow import Schema, fields, validate

from docloft import formats, objects
from docloft_api import links
from docloft_api.links import Link

_UNKNOWN = "application/octet-stream"


class OriginalQuerySchema(Schema):
    disposition = fields.String(
        load_default="attachment",
        validate=validate.OneOf(["attachment", "inline"], error="Must be attachment or inline."),
    )


class OriginalSchema(Schema):
    url = fields.String(required=True, metadata={"format": "uri"})
    expires_at = fields.String(required=True, metadata={"format": "date-time"})
    disposition = fields.String(required=True, validate=validate.OneOf(["attachment", "inline"]))
    media_type = fields.String(required=True)
    file_name = fields.String(required=True)


def to_wire(library_id: str, content_id: str, media_type: str, file_name: str, *, inline: bool) -> dict[str, Any]:
    """A link to an original as OriginalSchema describes it; the browser opens it only if that is requested and safe."""
    kind: Literal["attachment", "inline"] = "inline" if inline and formats.is_inline_safe(media_type) else "attachment"
    made = _link(library_id, content_id, media_type, file_name, kind)
    return {
        "url": made.url,
        "expires_at": made.expires_at,
        "disposition": kind,
        "media_type": media_type,
        "file_name": file_name,
    }


def _link(
    library_id: str, content_id: str, media_type: str, file_name: str, kind: Literal["attachment", "inline"]
) -> Link:
    """Under its own file name. The link sets the media type to that of an accepted format,
    whatever type the object in the bucket has, so that the browser opens nothing that can run scripts.
    """
    found = formats.find(media_type)
    return links.to_object(
        objects.original_key(library_id, content_id),
        content_disposition=objects.content_disposition(kind, file_name),
        content_type=found.media_type if found else _UNKNOWN,
    )
