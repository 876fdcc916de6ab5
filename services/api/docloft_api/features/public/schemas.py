"""Wire schemas of what anyone may read."""

from marshmallow import Schema, fields, validate


class HealthSchema(Schema):
    status = fields.String(required=True, validate=validate.Equal("ok"))
