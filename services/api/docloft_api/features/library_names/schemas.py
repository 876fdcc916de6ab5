"""Schemas of senders, kinds, tags and fields in requests and responses."""

from typing import Any

from marshmallow import Schema, fields, validate

from docloft import reasons
from docloft.directory import NAME_LIMIT, What
from docloft.lifecycle.custom_fields import MOST_OPTIONS, FieldType
from docloft.lifecycle.retention import MOST_YEARS
from docloft_api.http.request_fields import IdField, TitleField

_LENGTH = validate.Length(min=1, max=NAME_LIMIT, error=reasons.NAME_LENGTH.having(most=NAME_LIMIT))
_COLOUR = validate.Regexp(r"#[0-9a-f]{6}\Z", error="Must be a colour such as #2f6fde.")
_PARENT = {"description": "The tag that it is nested in."}


_TYPE = {"description": "Of a field: what its values are. It cannot be changed."}
_OPTIONS = {"description": "Of a field of type `choice`, in their order. Documents contain the id of an option."}


_KEEP_YEARS = {
    "description": "Of a kind: `is:expired` lists its documents when this many years have passed since their date. "
    "Nothing is deleted automatically."
}


def _keep_years(**given: Any) -> fields.Integer:
    most = validate.Range(1, MOST_YEARS, error=f"Must be 1 to {MOST_YEARS} years.")
    return fields.Integer(strict=True, allow_none=True, validate=most, metadata=_KEEP_YEARS, **given)


class OptionSchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class CreateOptionSchema(Schema):
    name = TitleField(required=True, validate=_LENGTH)


class EditOptionSchema(CreateOptionSchema):
    id = IdField(metadata={"description": "Of an option that the field has, to rename or keep it."})


_MOST_OPTIONS = validate.Length(max=MOST_OPTIONS, error=f"At most {MOST_OPTIONS} options.")


class NameSchema(Schema):
    id = fields.String(required=True)
    what = fields.String(required=True, validate=validate.OneOf(list(What)))
    name = fields.String(required=True)
    colour = fields.String(required=True, allow_none=True, metadata={"description": "Of a tag: `#rrggbb`."})
    parent_id = fields.String(required=True, allow_none=True, metadata=_PARENT)
    type = fields.String(required=True, allow_none=True, validate=validate.OneOf(list(FieldType)), metadata=_TYPE)
    options = fields.List(fields.Nested(OptionSchema), required=True, metadata=_OPTIONS)
    keep_years = fields.Integer(required=True, allow_none=True, metadata=_KEEP_YEARS)
    aliases = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Ids of names that were merged into it. Documents may still contain them."},
    )
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    version = fields.Integer(required=True, metadata={"description": "The ETag without quotes."})


class NamesSchema(Schema):
    names = fields.List(fields.Nested(NameSchema), required=True)


class CreateNameSchema(Schema):
    what = fields.String(
        required=True, validate=validate.OneOf(list(What), error="Must be sender, kind, tag or field.")
    )
    name = TitleField(required=True, validate=_LENGTH)
    colour = fields.String(load_default=None, allow_none=True, validate=_COLOUR)
    parent_id = IdField(load_default=None, allow_none=True, metadata=_PARENT)
    type = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(list(FieldType), error="There is no such type of field."),
        metadata=_TYPE,
    )
    options = fields.List(
        fields.Nested(CreateOptionSchema),
        load_default=(),
        validate=_MOST_OPTIONS,
        metadata=_OPTIONS,
    )
    keep_years = _keep_years(load_default=None)


class EditNameSchema(Schema):
    """Only the given fields are changed."""

    name = TitleField(validate=_LENGTH)
    colour = fields.String(allow_none=True, validate=_COLOUR)
    parent_id = IdField(allow_none=True, metadata=_PARENT)
    keep_years = _keep_years()
    options = fields.List(
        fields.Nested(EditOptionSchema),
        validate=_MOST_OPTIONS,
        metadata={
            "description": "They replace the options of the field. Documents keep the id of one that is missing."
        },
    )


class MergeNameSchema(Schema):
    into = IdField(required=True, metadata={"description": "The id of the name that replaces it."})
