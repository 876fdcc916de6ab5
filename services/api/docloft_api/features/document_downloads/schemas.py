"""Schemas of downloads in responses."""

from marshmallow import Schema, fields


class SearchablePdfSchema(Schema):
    url = fields.String(required=True, metadata={"format": "uri"})
    expires_at = fields.String(required=True, metadata={"format": "date-time"})
    file_name = fields.String(required=True)


class RenditionSchema(Schema):
    url = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "format": "uri",
            "description": "A page of sanitised HTML that loads nothing and has no scripts. Show it in a frame "
            "with the attribute `sandbox`, without `allow-scripts`. Null until it is made.",
        },
    )
    expires_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    missing = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "`end`: only the beginning is shown; `pictures`: some pictures of the file are not shown; "
            "`remote_pictures`: pictures of other servers are not loaded. Later versions may add others."
        },
    )
    sent_at = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "When a mail was sent, with the time zone of its sender, if it says so."},
    )
