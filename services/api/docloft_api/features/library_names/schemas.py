"""Schemas of senders, kinds and tags in requests and responses."""

from marshmallow import Schema, fields, validate

from docloft import reasons
from docloft.directory import NAME_LIMIT, What
from docloft_api.http.request_fields import IdField, TitleField

_LENGTH = validate.Length(min=1, max=NAME_LIMIT, error=reasons.NAME_LENGTH.having(most=NAME_LIMIT))
_COLOUR = validate.Regexp(r"#[0-9a-f]{6}\Z", error="Must be a colour such as #2f6fde.")
_PARENT = {"description": "The tag that it is nested in."}


class NameSchema(Schema):
    id = fields.String(required=True)
    what = fields.String(required=True, validate=validate.OneOf(list(What)))
    name = fields.String(required=True)
    colour = fields.String(required=True, allow_none=True, metadata={"description": "Of a tag: `#rrggbb`."})
    parent_id = fields.String(required=True, allow_none=True, metadata=_PARENT)
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
    what = fields.String(required=True, validate=validate.OneOf(list(What), error="Must be sender, kind or tag."))
    name = TitleField(required=True, validate=_LENGTH)
    colour = fields.String(load_default=None, allow_none=True, validate=_COLOUR)
    parent_id = IdField(load_default=None, allow_none=True, metadata=_PARENT)


class EditNameSchema(Schema):
    """Only the given fields are changed."""

    name = TitleField(validate=_LENGTH)
    colour = fields.String(allow_none=True, validate=_COLOUR)
    parent_id = IdField(allow_none=True, metadata=_PARENT)


class MergeNameSchema(Schema):
    into = IdField(required=True, metadata={"description": "The id of the name that replaces it."})
