"""Schemas of what an imported document was in the library that it comes from."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from docloft.lifecycle.files import MOST_FILES
from docloft.lifecycle.metadata import FIELDS as METADATA
from docloft.suggestions import REFUSED_LIMIT
from docloft_api.features.document_origin import imported_values
from docloft_api.http.request_fields import IdField, TitleField, is_sha256
from docloft_api.representations.actor import ActorKind
from docloft_api.representations.document import DocumentSchema

MOST_ENTRIES = 50
"""In one request: writing them takes less than a second."""

_LONGEST_NAME = 254
"""An e-mail address."""
_NO_EVENT = "Must be an event name (lower-case letters and underscores)."
_NO_SUGGESTION = "Must be a fact, a colon and 16 hexadecimal digits."
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def _moment_field(**options: Any) -> fields.AwareDateTime:
    about = {"format": "date-time", "description": "In the past."}
    return fields.AwareDateTime(validate=validate.Range(_EARLIEST, _LATEST), metadata=about, **options)


def _name_field() -> TitleField:
    length = validate.Length(1, _LONGEST_NAME, error=f"Must have 1 to {_LONGEST_NAME} characters.")
    return TitleField(load_default=None, allow_none=True, validate=length)


class OriginValuesSchema(Schema):
    field = fields.String(required=True, validate=validate.OneOf(imported_values.FIELDS))
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(
        required=True,
        allow_none=True,
        metadata={"description": "Values as in GET …/history, with ids of this library."},
    )


class OriginNoteSchema(Schema):
    id = IdField(required=True)
    origin_at = _moment_field(load_default=None, allow_none=True)
    origin_by = _name_field()


class OriginEntrySchema(Schema):
    id = IdField(
        required=True,
        metadata={"description": "Its id in the other library. An entry that the document already has is not changed."},
    )
    event = fields.String(required=True, validate=validate.Regexp(r"[a-z_]{1,40}\Z", error=_NO_EVENT))
    at = _moment_field(required=True)
    by_kind = fields.String(load_default=ActorKind.PROGRAM, validate=validate.OneOf(list(ActorKind)))
    by_name = _name_field()
    changes = fields.List(fields.Nested(OriginValuesSchema), load_default=list)
    without_values = fields.List(
        fields.String(validate=validate.OneOf(METADATA)), load_default=list, validate=validate.Length(max=len(METADATA))
    )
    reverts = IdField(load_default=None, allow_none=True)
    note = fields.Nested(
        OriginNoteSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "The note that a change of `note` is about."},
    )

    @validates_schema
    def require_different_fields(self, given: dict[str, Any], **_: Any) -> None:
        named = [one["field"] for one in given["changes"]]
        if len(named) != len(set(named)):
            raise ValidationError("A field may appear only once.", "changes")


class OriginFileSchema(Schema):
    checksum_sha256 = fields.String(required=True, validate=is_sha256)
    added_at = _moment_field(required=True)


class WriteOriginSchema(Schema):
    added_at = _moment_field(load_default=None, allow_none=True)
    files = fields.List(
        fields.Nested(OriginFileSchema),
        load_default=list,
        validate=validate.Length(max=MOST_FILES, error=f"A document has at most {MOST_FILES} files."),
    )
    entries = fields.List(
        fields.Nested(OriginEntrySchema),
        load_default=list,
        validate=validate.Length(max=MOST_ENTRIES, error=f"At most {MOST_ENTRIES} entries in one request."),
    )

    refused_suggestions = fields.List(
        fields.String(validate=validate.Regexp(r"[a-z_]{1,40}:[0-9a-f]{16}\Z", error=_NO_SUGGESTION)),
        load_default=list,
        validate=validate.Length(max=REFUSED_LIMIT),
        metadata={"description": "Suggestions that people refused there, as in an export."},
    )


class OriginWrittenSchema(Schema):
    document = fields.Nested(DocumentSchema, required=True)
    added = fields.Integer(
        required=True, metadata={"description": "How many entries were added; the document had the others already."}
    )
