"""Renderers make the rendition of a document: sanitised HTML that shows it with its formatting (docs/decisions/
0050-renditions.md). The registry of formats (docloft.formats) names each renderer. Only the sandbox's child calls them,
with a path. A renderer raises Refused for a document that it cannot show.
"""

from enum import StrEnum
from typing import TypedDict


class Missing(StrEnum):
    """What a rendition lacks."""

    END = "end"
    """The document is too long, so only its beginning is shown."""
    TEXT = "text"
    """Some of the text that the reader of the format finds."""
    PICTURES = "pictures"
    """Pictures in the file that are too many, too large, or in a format that browsers cannot show."""
    REMOTE_PICTURES = "remote_pictures"
    """Pictures from other servers, which are never loaded."""


class Rendition(TypedDict):
    """`body` is the content of the page, `look` the CSS class of its body (docloft_worker.rendition_page). `missing`
    are codes of Missing, in any order. `sent_at`: when a mail was sent, in the form of ISO 8601 with a time zone; empty
    if that is not known.
    """

    body: str
    look: str
    missing: list[str]
    sent_at: str
