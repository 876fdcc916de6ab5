"""Schemas of announced and dropped documents in requests and responses."""

from marshmallow import Schema, fields, validate

from docloft.lifecycle.states import State
from docloft_api.http.request_fields import is_sha256, tags_field
from docloft_api.representations.document import DocumentSchema

_MEDIA_TYPE = r"^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+\Z"


class CreateDocumentSchema(Schema):
    """The file to upload. `media_type` is only declared; the real type is identified from the bytes."""

    file_name = fields.String(
        required=True,
        validate=validate.Length(min=1, max=4096, error="A file name must be 1 to 4096 characters long."),
        metadata={
            "description": "Shown to people after cleaning; never part of an object key.",
            "examples": ["Letter.pdf"],
        },
    )
    media_type = fields.String(
        required=True,
        validate=[
            validate.Length(min=3, max=100, error="A media type must have 3 to 100 characters."),
            validate.Regexp(_MEDIA_TYPE, error="Must be a media type such as application/pdf."),
        ],
        metadata={"pattern": _MEDIA_TYPE.replace("\\Z", "$"), "examples": ["application/pdf"]},
    )
    size = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, error="The file is empty."),
        metadata={"description": "In bytes; the upload must have exactly this size.", "examples": [12345]},
    )
    checksum_sha256 = fields.String(
        required=True,
        validate=is_sha256,
        metadata={
            "description": "SHA-256 of the bytes, in base64.",
            "pattern": "^[A-Za-z0-9+/]{43}=$",
            "examples": ["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
        },
    )


class CreateTaggedDocumentSchema(CreateDocumentSchema):
    tags = tags_field("A document that has these bytes already does not get them.")


class UploadSchema(Schema):
    """A presigned POST of S3: send every field in this order, then `file`."""

    url = fields.String(required=True, metadata={"format": "uri"})
    fields_ = fields.Dict(
        required=True, data_key="fields", attribute="fields", keys=fields.String(), values=fields.String()
    )
    expires_at = fields.String(required=True, metadata={"format": "date-time"})


class CreatedSchema(Schema):
    document = fields.Nested(DocumentSchema, required=True)
    upload = fields.Nested(
        UploadSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null if there is nothing to upload."},
    )


class AnnouncedFileSchema(Schema):
    upload_id = fields.String(
        required=True,
        metadata={
            "description": "The id that the version has among the document's files once it is received. Until then, "
            "and if it is refused, the id of a document that says why, with `replaces`."
        },
    )
    upload = fields.Nested(
        UploadSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null if there is nothing to upload."},
    )


class DropQuerySchema(Schema):
    file_name = fields.String(
        validate=validate.Length(min=1, max=4096, error="A file name must be 1 to 4096 characters long."),
        metadata={
            "description": "The name of a file sent as bytes. Without it, the document is named after the time (UTC)."
        },
    )


class DroppedSchema(Schema):
    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in State]))


class DropSchema(Schema):
    """The response to a machine: enough to upload the bytes, and nothing about the library."""

    document = fields.Nested(DroppedSchema, required=True)
    upload = fields.Nested(
        UploadSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null if there is nothing to upload."},
    )
