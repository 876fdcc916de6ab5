"""WebP images. A large one is kept but not decoded: libwebp needs two buffers at the same time, each of four bytes per
pixel.
"""

from pathlib import Path

from docloft import reasons
from docloft.errors import Refused
from docloft.formats.format import Facts, Thumbnail
from docloft_storage.pictures import images

MAX_DECODED_PIXELS = 21_000_000


def facts(path: str) -> Facts:
    """Like images.facts, but ignores the EXIF orientation of an image with more than MAX_DECODED_PIXELS."""
    if size := _size_of_large(path):
        return {"pages": 1, "width": size[0], "height": size[1]}
    return images.facts(path)


def thumbnail(path: str) -> Thumbnail:
    """Like images.thumbnail. Raises Refused for an image with more than MAX_DECODED_PIXELS, too."""
    if _size_of_large(path):
        raise Refused(reasons.TOO_HEAVY)
    return images.thumbnail(path)


def _size_of_large(path: str) -> tuple[int, int] | None:
    """(width, height) from the header (RFC 9649) if it has more than MAX_DECODED_PIXELS, else None. Raises
    Refused like images.require_showable.
    """
    with Path(path).open("rb") as file:
        head = file.read(30)
    kind, bits = head[12:16], head[24:30]
    if kind == b"VP8X":
        width, height = (int.from_bytes(bits[at : at + 3], "little") + 1 for at in (0, 3))
    elif kind == b"VP8L":
        packed = int.from_bytes(head[21:25], "little")
        width, height = (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    else:
        width, height = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    images.require_showable(width, height)
    return (width, height) if width * height > MAX_DECODED_PIXELS else None
