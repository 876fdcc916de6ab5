"""A library's name and settings."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class Profile(Record, discriminator="profile"):
    """One for each library, under the key `profile#`."""

    KEY = "profile#"

    name = UnicodeAttribute()
    ocr_languages: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, null=True)
    """Tesseract's codes of the languages that pages are recognised in; None or empty: all."""
    skips_inbox = BooleanAttribute(null=True)
    """New documents do not enter the inbox."""
    has_rules = BooleanAttribute(null=True)
    """Some of its rules are on, so new documents are marked for them (`Document.rules_due`)."""
    version = NumberAttribute(null=True)
    """The version of the settings. Before the first change it is None, which counts as 1."""
