"""Keywords of the index's `flags` field. A keyword with a day ends with the number of the day, always with the same
number of digits, so a range of days is a range of keywords.
"""

from enum import StrEnum

KEPT_UNTIL = "kept@"
"""What the keyword with a day begins with."""


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
    NOTES = "notes"
    INBOX = "inbox"
    """No one has filed it yet."""
    KEPT = "kept"
    """It has a date of its own until which it is kept."""
    RECOGNISED = "recognised"
    """Some of its text was recognised on a picture."""
