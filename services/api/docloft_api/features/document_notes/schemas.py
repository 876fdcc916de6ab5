"""Schemas of notes in requests and responses."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

from docloft import reasons
from docloft.lifecycle.names import is_visible, several_lines
from docloft.lifecycle.notes import LONGEST, MOST_NOTES
from docloft_api.http.request_fields import TitleField
from docloft_api.representations.actor import ActorSchema
from docloft_api.representations.document import DocumentSchema

_LONGEST_NAME = 100
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


class TextField(fields.String):
    """Several lines of text. Control characters, except for line ends and tabs, and direction overrides are removed.
    Text without any visible character is invalid.
    """

    default_error_messages = {"invisible": reasons.INVISIBLE}  # noqa: RUF012 - marshmallow's own pattern

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        kept = several_lines(super()._deserialize(value, attr, data, **kwargs) or "")
        if not is_visible(kept):
            raise self.make_error("invisible")
        return kept


class WriteNoteSchema(Schema):
    text = TextField(
        required=True,
        validate=validate.Length(1, LONGEST, error=reasons.NOTE_LENGTH.having(most=LONGEST)),
        metadata={"description": "Markdown. HTML in it is shown as text."},
    )
    origin_at = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        validate=validate.Range(_EARLIEST, _LATEST),
        metadata={
            "format": "date-time",
            "description": "When it was written in the program that it is imported from; only for a new note.",
        },
    )
    origin_by = TitleField(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, _LONGEST_NAME, error=reasons.NAME_LENGTH.having(most=_LONGEST_NAME)),
        metadata={"description": "Who wrote it there."},
    )


class NoteSchema(Schema):
    id = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "Markdown."})
    author = fields.Nested(ActorSchema, required=True)
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    edited_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    edited_by = fields.Nested(ActorSchema, required=True, allow_none=True)
    origin_at = fields.String(
        required=True,
        allow_none=True,
        metadata={"format": "date-time", "description": "When it was written, in the program it was imported from."},
    )
    origin_by = fields.String(required=True, allow_none=True, metadata={"description": "Who wrote it there."})
    may_change = fields.Boolean(
        required=True, metadata={"description": "Whether the caller may edit and delete it: its author, and owners."}
    )
    version = fields.Integer(required=True, metadata={"description": "The ETag without quotes."})


class NotesSchema(Schema):
    notes = fields.List(
        fields.Nested(NoteSchema), required=True, metadata={"description": f"Oldest first; at most {MOST_NOTES}."}
    )


class WrittenNoteSchema(Schema):
    note = fields.Nested(NoteSchema, required=True)
    document = fields.Nested(DocumentSchema, required=True)
