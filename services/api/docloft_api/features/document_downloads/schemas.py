"""Schemas of downloads in responses."""

from marshmallow import Schema, fields


class SearchablePdfSchema(Schema):
    url = fields.String(required=True, metadata={"format": "uri"})
    expires_at = fields.String(required=True, metadata={"format": "date-time"})
    file_name = fields.String(required=True)
