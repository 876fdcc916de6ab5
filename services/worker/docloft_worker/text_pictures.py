"""The picture of a document whose format has none: the first lines of its text (docloft_worker.text_sheets)."""

from base64 import b64decode
from contextlib import suppress
from typing import Any

from docloft import objects
from docloft.formats.format import Thumbnail
from docloft.sandbox import ChildFailed, Sandbox
from docloft.tables.documents import Document
from docloft.texts import Text

_MOST_SENT = 10_000
"""Characters sent to the child, which draws fewer."""

_WEBP = b"RIFF"
_MOST_PIXELS = 500


def store(document: Document, text: Text, sandbox: Sandbox) -> dict[str, Any]:
    """Stores the picture and returns the attributes of the document that describe it; none if the document already has
    a thumbnail or cannot have one. Idempotent.
    """
    first = next((page for page in text.pages if page.strip()), "")
    if document.thumbnail_width or not first:
        return {}
    # ValueError: the Base64 of a child that was taken over.
    with suppress(ChildFailed, ValueError):
        drawn = sandbox.call("docloft_worker.text_sheets:draw", {"text": first[:_MOST_SENT]}, Thumbnail)
        if drawn.keys() == Thumbnail.__optional_keys__:
            body = b64decode(drawn["webp"])
            if body.startswith(_WEBP) and max(drawn["width"], drawn["height"]) <= _MOST_PIXELS:
                objects.write(objects.thumbnail_key(document.library_id, document.content_id), body, "image/webp")
                return {"thumbnail_width": drawn["width"], "thumbnail_height": drawn["height"]}
    return {}
