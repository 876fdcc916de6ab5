"""Links to thumbnails. A container returns the same link for five minutes: a page that polls does not load its images
again, and a list of a hundred is signed once.
"""

import time

from docloft import objects
from docloft.tables.documents import Document
from docloft_api.representations import links
from docloft_api.representations.links import Link

_STABLE_SECONDS = 300
_MAX_REMEMBERED = 2000

_remembered: dict[str, tuple[float, Link]] = {}


def link(document: Document) -> Link:
    key = objects.thumbnail_key(document.library_id, document.document_id)
    known = _remembered.get(key)
    if known and time.time() - known[0] < _STABLE_SECONDS:
        return known[1]
    made = links.to_object(key, ResponseContentType="image/webp")
    if len(_remembered) >= _MAX_REMEMBERED:
        forget()
    _remembered[key] = (time.time(), made)
    return made


def forget() -> None:
    """Clears the remembered links."""
    _remembered.clear()
