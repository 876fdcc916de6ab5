"""Schemas of bulk work in requests and responses."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from docloft.lifecycle.bulk_changes import MOST, Skip
from docloft_api.http.request_fields import chosen_field
from docloft_api.representations.changes_schema import BulkChangesSchema
from docloft_api.representations.job import JobSchema


class StartBulkSchema(Schema):
    """Which documents, by ids or by a query, and what is changed in them."""

    ids = chosen_field()
    query = fields.String(
        validate=validate.Length(1, 1000, error="Must have 1 to 1000 characters."),
        metadata={
            "description": f"A query (docs/queries.md): everything that it matches now, at most {MOST} documents."
        },
    )
    zone = fields.String(load_default=None, metadata={"description": "The time zone in which its days are meant."})
    changes = fields.Nested(BulkChangesSchema, required=True)
    dry_run = fields.Boolean(load_default=False, metadata={"description": "Only count the documents; change nothing."})

    @validates_schema
    def require_one_choice(self, given: dict[str, Any], **_: Any) -> None:
        if ("ids" in given) == ("query" in given):
            raise ValidationError("Give either ids or a query.")


class BulkSchema(Schema):
    total = fields.Integer(required=True, metadata={"description": "How many documents were chosen."})
    job = fields.Nested(JobSchema, required=True, allow_none=True, metadata={"description": "Null in a dry run."})


class SkippedSchema(Schema):
    document_id = fields.String(required=True)
    code = fields.String(required=True, validate=validate.OneOf(list(Skip)))


class BulkReportSchema(Schema):
    job = fields.Nested(JobSchema, required=True)
    skipped = fields.List(
        fields.Nested(SkippedSchema),
        required=True,
        metadata={"description": "Documents that were not changed, and why; at most 1000."},
    )
