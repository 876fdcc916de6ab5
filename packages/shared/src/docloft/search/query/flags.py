"""Keywords of the index's `flags` field."""

from enum import StrEnum


class Flag(StrEnum):
    """What `is:` and `has:` look for."""

    TRASHED = "trash"
    TEXT = "text"
    PARTIAL = "partial"
    """Something is missing from its text."""
    DATE = "date"
    """It has a document date."""
    PARTS = "parts"
    """An e-mail or an archive whose parts are documents."""
    PART = "part"
    """It is a part of another document."""
    LOCKED = "locked"
    RECOGNISED = "recognised"
    """Some of its text was recognised on a picture."""
