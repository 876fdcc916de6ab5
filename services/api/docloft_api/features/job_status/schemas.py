"""Schemas of jobs in requests and responses."""

from marshmallow import Schema, fields, validate

from docloft.commands import registry
from docloft_api.http.request_fields import cursor_field, limit_field
from docloft_api.representations.job import JobSchema


class JobsQuerySchema(Schema):
    kind = fields.String(
        validate=validate.OneOf(registry.job_kinds()), metadata={"description": "Only jobs of this kind."}
    )
    limit = limit_field(50)
    cursor = cursor_field()


class JobsSchema(Schema):
    jobs = fields.List(fields.Nested(JobSchema), required=True)
    cursor = fields.String(required=True, allow_none=True)
