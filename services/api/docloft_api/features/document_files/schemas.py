"""Schemas of the files of a document in requests and responses."""

from marshmallow import Schema, fields

from docloft_api.representations.actor import ActorSchema


class FileSchema(Schema):
    id = fields.String(
        required=True,
        metadata={"description": "The `upload_id` that announced it; the document's id for its first file."},
    )
    number = fields.Integer(required=True, metadata={"description": "Counted from 1 in the order of arrival."})
    file_name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    checksum_sha256 = fields.String(required=True)
    pages = fields.Integer(required=True, allow_none=True)
    added_at = fields.String(required=True, metadata={"format": "date-time"})
    added_by = fields.Nested(ActorSchema, required=True, allow_none=True)
    is_current = fields.Boolean(required=True, metadata={"description": "Whether it is the one that is read."})


class FilesSchema(Schema):
    files = fields.List(fields.Nested(FileSchema), required=True, metadata={"description": "Newest first."})
