"""Schemas of drop keys in requests and responses."""

from marshmallow import Schema, fields, validate

from docloft import reasons
from docloft_api.http.request_fields import TitleField


class NameDropKeySchema(Schema):
    name = TitleField(
        required=True,
        validate=validate.Length(min=1, max=100, error=reasons.NAME_LENGTH.having(most=100)),
        metadata={"examples": ["Hall scanner"]},
    )


class DropKeySchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    last_used_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})


class CreatedDropKeySchema(Schema):
    drop_key = fields.Nested(DropKeySchema, required=True)
    key = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Send it as x-api-key. It cannot be shown again, so save it now."},
    )


class DropKeysSchema(Schema):
    drop_keys = fields.List(fields.Nested(DropKeySchema), required=True)
