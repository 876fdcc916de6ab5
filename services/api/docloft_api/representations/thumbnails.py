"""Links to thumbnails. A container returns the same link for five minutes, so that a page that polls does not load its
images again and a list is signed only once.
"""

import time

from docloft.ids import content_of
from docloft.tables.documents import Document
from docloft_api import links
from docloft_api.links import Link

_STABLE_SECONDS = 300
_MAX_CACHED = 2000

_cached: dict[tuple[str, str], tuple[float, Link]] = {}


def link(document: Document) -> Link:
    key = (document.library_id, content_of(document))
    known = _cached.get(key)
    if known and time.time() - known[0] < _STABLE_SECONDS:
        return known[1]
    made = links.to_thumbnail(*key)
    if len(_cached) >= _MAX_CACHED:
        forget()
    _cached[key] = (time.time(), made)
    return made


def forget() -> None:
    """Clears the cache of links."""
    _cached.clear()
