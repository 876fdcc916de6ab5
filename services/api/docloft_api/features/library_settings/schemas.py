"""Schemas of a library's settings."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

MOST_LANGUAGES = 20


class LibrarySettingsSchema(Schema):
    name = fields.String(required=True)
    ocr_languages = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "The languages that pages are recognised in, as Tesseract's codes, such as deu. Empty: all "
            "that are available."
        },
    )
    available_ocr_languages = fields.List(fields.String(), required=True)
    inbox = fields.Boolean(required=True, metadata={"description": "Whether new documents enter the inbox."})
    version = fields.Integer(required=True, metadata={"description": "The ETag without quotes."})


class EditLibrarySettingsSchema(Schema):
    """Only the given settings are changed."""

    ocr_languages = fields.List(
        fields.String(validate=validate.Length(2, 20)),
        validate=validate.Length(max=MOST_LANGUAGES, error=f"Choose at most {MOST_LANGUAGES} languages."),
        metadata={"description": "Empty: all that are available. Pages that were recognised before stay as they are."},
    )
    inbox = fields.Boolean(
        truthy={True}, falsy={False}, metadata={"description": "Whether new documents enter the inbox."}
    )

    @validates_schema
    def require_any(self, given: dict[str, Any], **_: Any) -> None:
        if not given:
            raise ValidationError("State what to change.")
