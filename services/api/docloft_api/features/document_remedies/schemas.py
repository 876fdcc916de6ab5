"""Schemas of remedies in requests."""

from marshmallow import Schema, fields, validate

from docloft import reasons


class PasswordSchema(Schema):
    password = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(min=1, max=255, error=reasons.PASSWORD_LENGTH.having(most=255)),
        metadata={"description": "Used once and not stored."},
    )
