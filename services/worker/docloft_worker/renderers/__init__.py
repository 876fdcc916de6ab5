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
    """Some text of the document, which its reader has found."""
    PICTURES = "pictures"
    """Pictures that are in the file: too many, too large, or in a format that browsers do not show."""
    REMOTE_PICTURES = "remote_pictures"
    """Pictures of other servers, which are never loaded."""


class Rendition(TypedDict):
    """`body` is the content of the page, `look` a class of its style (docloft_worker.rendition_page). `missing` are
    codes of Missing, in any order.
    """

    body: str
    look: str
    missing: list[str]
