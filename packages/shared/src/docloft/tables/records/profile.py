"""A library's name and settings."""

from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class Profile(Record, discriminator="profile"):
    """One for each library, under the key `profile#`."""

    KEY = "profile#"

    name = UnicodeAttribute()
    ocr_languages: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, null=True)
    """Tesseract's codes of the languages that pages are recognised in; None or empty: all."""
    version = NumberAttribute(null=True)
    """Of the settings: None before the first change, which counts as 1."""
