"""Schemas of exports in requests and responses."""

from marshmallow import Schema, fields

from docloft_api.http.request_fields import chosen_field
from docloft_api.representations.job import JobSchema


class StartExportSchema(Schema):
    """Which documents; without ids, the whole library."""

    ids = chosen_field()


class ExportFileSchema(Schema):
    name = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "In bytes."})
    url = fields.String(required=True, metadata={"format": "uri"})
    url_expires_at = fields.String(required=True, metadata={"format": "date-time"})


class ExportSchema(Schema):
    """`files` is empty until the job is done."""

    job = fields.Nested(JobSchema, required=True)
    files = fields.List(fields.Nested(ExportFileSchema), required=True)
    expires_at = fields.String(
        required=True, metadata={"format": "date-time", "description": "When the files are deleted."}
    )
