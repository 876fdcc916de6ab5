"""Schemas of GET /v1/me."""

from marshmallow import Schema, fields, validate

from docloft.formats.format import Viewer
from docloft.roles import MEMBERS


class UserSchema(Schema):
    id = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)


class LibrarySchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf([role.value for role in reversed(MEMBERS)]))
    inbox = fields.Boolean(required=True, metadata={"description": "Whether new documents are collected in the inbox."})


class AcceptedSchema(Schema):
    """A format that the archive accepts."""

    media_type = fields.String(required=True)
    label = fields.String(required=True, metadata={"description": "Its name in English."})
    name_key = fields.String(
        required=True,
        metadata={"description": "The key of its name in a catalogue of translations; `label` is the English name."},
    )
    badge = fields.String(required=True, metadata={"description": "A few characters, such as PDF."})
    icon = fields.String(required=True)
    extensions = fields.List(fields.String(), required=True, metadata={"description": "Including the dots."})
    viewer = fields.String(
        required=True,
        validate=validate.OneOf([viewer.value for viewer in Viewer]),
        metadata={"description": "How the original can be shown; `text`: as the text of its pages."},
    )
    has_rendition = fields.Boolean(
        required=True,
        metadata={"description": "Whether a page can be made that shows the original with its formatting."},
    )
    assembles = fields.Boolean(
        required=True, metadata={"description": "Whether its pages can become pages of new PDFs (`/v1/assemblies`)."}
    )


class LimitsSchema(Schema):
    max_upload_bytes = fields.Integer(required=True)
    accepted = fields.List(fields.Nested(AcceptedSchema), required=True)


class MeSchema(Schema):
    user = fields.Nested(UserSchema, required=True)
    library = fields.Nested(LibrarySchema, required=True)
    libraries = fields.List(fields.Nested(LibrarySchema), required=True)
    limits = fields.Nested(LimitsSchema, required=True)
