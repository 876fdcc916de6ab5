"""The pictures of a rendition, embedded in the page as data URLs (RFC 2397), so that nothing has to be loaded."""

import time
from base64 import b64encode
from io import BytesIO

from PIL import Image, ImageOps

from docloft.parsing.image_files import ERRORS, FORMATS

MOST_BYTES = 2_000_000
"""The most bytes of all pictures of a page together, in Base64."""
MOST_PICTURES = 200
_MOST_SECONDS = 3.0
"""The most processor time for all pictures of a page. The sandbox stops its child after 8 s."""
_UNCHANGED_BYTES = 100_000
_UNCHANGED = frozenset({"JPEG", "PNG", "GIF", "WEBP"})
"""Formats that every browser can show."""
_MOST_PIXELS = 40_000_000
"""The most pixels of a picture: decoded, each takes three bytes of the child's memory."""
_WIDEST, _HIGHEST = 1200, 1600
_QUALITY = 75


class Pictures:
    """The pictures of one page. `size`: the characters of their data URLs so far. `is_short`: some were left out."""

    def __init__(self) -> None:
        self.is_short = False
        self.size = 0
        self._until = time.process_time() + _MOST_SECONDS
        self._known: dict[bytes, str | None] = {}

    def embed(self, body: bytes) -> str | None:
        """The data URL of a picture, scaled down if it is large; None if it is left out."""
        if body not in self._known:
            is_full = len(self._known) >= MOST_PICTURES or time.process_time() > self._until
            self._known[body] = None if is_full else _embed(body)
        found = self._known[body]
        if found is None or self.size + len(found) > MOST_BYTES:
            self.is_short = True
            return None
        self.size += len(found)
        return found


def _embed(body: bytes) -> str | None:
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            kind = image.format or ""
            if kind in _UNCHANGED and len(body) <= _UNCHANGED_BYTES:
                return _data_url(kind, body)
            return _data_url("WEBP", _scale_down(image))
    except (*ERRORS, MemoryError):
        return None


def _scale_down(image: Image.Image) -> bytes:
    # A JPEG can be decoded at a half, a quarter or an eighth of its size.
    image.draft("RGB", (_WIDEST, _HIGHEST))
    shown = ImageOps.exif_transpose(image)
    has_transparency = shown.mode in {"RGBA", "LA", "PA"} or "transparency" in shown.info
    small = shown.convert("RGBA" if has_transparency else "RGB")
    small.thumbnail((_WIDEST, _HIGHEST))
    content = BytesIO()
    small.save(content, "WEBP", quality=_QUALITY, method=2)
    return content.getvalue()


def _data_url(kind: str, body: bytes) -> str:
    return f"data:image/{kind.lower()};base64,{b64encode(body).decode()}"
