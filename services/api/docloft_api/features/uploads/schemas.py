"""Wire schemas of announcing and dropping documents."""

from marshmallow import Schema, fields, validate

from docloft.documents.states import State
from docloft_api.http.request_fields import is_sha256
from docloft_api.representations.document import DocumentSchema

_MEDIA_TYPE = r"^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+\Z"


class CreateDocumentSchema(Schema):
    """What is going to be uploaded. The type is only declared: the bytes decide."""

    file_name = fields.String(
        required=True,
        validate=validate.Length(min=1, max=4096, error="A file name has 1 to 4096 characters."),
        metadata={"description": "Shown to people after cleaning; never part of a key.", "examples": ["Letter.pdf"]},
    )
    media_type = fields.String(
        required=True,
        validate=[
            validate.Length(min=3, max=100, error="A media type has 3 to 100 characters."),
            validate.Regexp(_MEDIA_TYPE, error="Not a media type such as application/pdf."),
        ],
        metadata={"pattern": _MEDIA_TYPE.replace("\\Z", "$"), "examples": ["application/pdf"]},
    )
    size = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, error="The file is empty: there is nothing to keep."),
        metadata={"description": "Bytes; the upload must have exactly this many.", "examples": [12345]},
    )
    checksum_sha256 = fields.String(
        required=True,
        validate=is_sha256,
        metadata={
            "description": "Base64 of the SHA-256 of the bytes.",
            "pattern": "^[A-Za-z0-9+/]{43}=$",
            "examples": ["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
        },
    )


class UploadSchema(Schema):
    """An S3 presigned POST: every field first, in this order, `file` last."""

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
        metadata={"description": "Null when nothing is to be uploaded: the library has these bytes."},
    )


class DropQuerySchema(Schema):
    file_name = fields.String(
        validate=validate.Length(min=1, max=4096, error="A file name has 1 to 4096 characters."),
        metadata={"description": "Of bytes sent as they are; without it the document is named by the clock."},
    )


class DroppedSchema(Schema):
    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in State]))


class DropSchema(Schema):
    """What a machine is told: enough to send the bytes, nothing of what the library holds."""

    document = fields.Nested(DroppedSchema, required=True)
    upload = fields.Nested(
        UploadSchema, required=True, allow_none=True, metadata={"description": "Null when the bytes are here."}
    )
