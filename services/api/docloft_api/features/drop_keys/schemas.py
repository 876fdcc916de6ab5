"""Wire schemas of drop keys."""

from marshmallow import Schema, fields, validate

from docloft_api.http.request_fields import TitleField


class NameDropKeySchema(Schema):
    name = TitleField(
        required=True,
        validate=validate.Length(min=1, max=100, error="A name has 1 to 100 characters."),
        metadata={"examples": ["Scanner in the hall"]},
    )


class DropKeySchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    last_used_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})


class MadeDropKeySchema(Schema):
    drop_key = fields.Nested(DropKeySchema, required=True)
    key = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "To be sent as x-api-key. Nobody can show it again: write it down now."},
    )


class DropKeysSchema(Schema):
    drop_keys = fields.List(fields.Nested(DropKeySchema), required=True)
