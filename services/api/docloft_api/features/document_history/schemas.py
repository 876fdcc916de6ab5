"""Schemas of the history of a document in requests and responses."""

from marshmallow import Schema, fields, validate

from docloft.lifecycle.metadata import ADDED, FIELDS, FILE, IN_TRASH, NOTE, NotReverted
from docloft_api.http.request_fields import cursor_field, limit_field
from docloft_api.representations.actor import ActorSchema
from docloft_api.representations.document import DocumentSchema

_FIELDS = validate.OneOf([*FIELDS, IN_TRASH, NOTE, FILE, ADDED])


class HistoryQuerySchema(Schema):
    limit = limit_field(50)
    cursor = cursor_field()


class ValuesSchema(Schema):
    field = fields.String(required=True, validate=_FIELDS)
    before = fields.Raw(
        required=True,
        allow_none=True,
        metadata={"description": "In the form that the document has it. Sender, kind and tags are ids."},
    )
    after = fields.Raw(required=True, allow_none=True)


class ImportedSchema(Schema):
    at = fields.String(required=True, metadata={"format": "date-time"})
    by = fields.Nested(ActorSchema, required=True)


class EntrySchema(Schema):
    id = fields.String(required=True)
    event = fields.String(required=True, metadata={"description": "Such as `edited`, `trashed` or `received`."})
    at = fields.String(required=True, metadata={"format": "date-time"})
    actor = fields.Nested(ActorSchema, required=True)
    version = fields.Integer(required=True, metadata={"description": "The version of the document after it."})
    changes = fields.List(fields.Nested(ValuesSchema), required=True)
    without_values = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "Fields whose values were not recorded: by an early release, or in the archive an entry was "
            "imported from."
        },
    )
    job_id = fields.String(required=True, allow_none=True, metadata={"description": "The job that made the change."})
    reverts = fields.String(required=True, allow_none=True, metadata={"description": "The entry that it reverted."})
    imported = fields.Nested(
        ImportedSchema,
        required=True,
        allow_none=True,
        metadata={
            "description": "Null for what happened in this library. Otherwise who imported the entry, and when; its "
            "`actor` is a name from the other library, and `version` is 0."
        },
    )


class HistorySchema(Schema):
    entries = fields.List(fields.Nested(EntrySchema), required=True)
    cursor = fields.String(required=True, allow_none=True)


class LeftSchema(Schema):
    field = fields.String(required=True, validate=_FIELDS)
    code = fields.String(required=True, validate=validate.OneOf(list(NotReverted)))


class RevertedSchema(Schema):
    document = fields.Nested(DocumentSchema, required=True)
    left = fields.List(
        fields.Nested(LeftSchema),
        required=True,
        metadata={"description": "What could not be restored, or not completely, and why. Other fields were."},
    )
