"""Schemas of a library's settings."""

from marshmallow import Schema, fields, validate

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
    version = fields.Integer(required=True, metadata={"description": "The ETag without quotes."})


class EditLibrarySettingsSchema(Schema):
    ocr_languages = fields.List(
        fields.String(validate=validate.Length(2, 20)),
        required=True,
        validate=validate.Length(max=MOST_LANGUAGES, error=f"Choose {MOST_LANGUAGES} languages at most."),
        metadata={"description": "Empty: all that are available."},
    )
