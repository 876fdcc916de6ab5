"""Opens photos and scans with Pillow and libheif. Only the sandbox's child imports it."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pi_heif
from PIL import Image, ImageFile, UnidentifiedImageError

from docloft import reasons
from docloft.errors import Refused

# The JPEG plugin opens MPO files, of two pictures, too.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "BMP", "AVIF")

pi_heif.options.DECODE_THREADS = 1
pi_heif.register_heif_opener()
# rendering.py limits the bytes to decode; Pillow limits the pixels, whatever they need.
Image.MAX_IMAGE_PIXELS = None
# Half a photo is better than none.
ImageFile.LOAD_TRUNCATED_IMAGES = True


_ERRORS = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, RuntimeError, struct.error)
"""What Pillow's plugins raise for damaged files."""


def is_picture(path: str) -> bool:
    try:
        with Image.open(Path(path), formats=_FORMATS):
            return True
    except UnidentifiedImageError:
        return False
    except _ERRORS:
        return True


def opened(path: str) -> Image.Image:
    """The picture, not decoded yet; a context manager that closes it. Raises Refused."""
    with refusing_damaged():
        return Image.open(Path(path), formats=_FORMATS)


@contextmanager
def refusing_damaged() -> Iterator[None]:
    """Raises Refused for the errors of decoding within the block."""
    try:
        yield
    except _ERRORS as error:
        raise Refused(reasons.DAMAGED_IMAGE) from error


def pages(image: Image.Image, *, most: int) -> int:
    """The pages of a scan. Of an animation, or a photo with previews, only the first picture is a page."""
    if image.format != "TIFF":
        return 1
    found = 1
    # A pointer to the next page that leads nowhere is an error, too: the pages before it can be shown.
    with warnings.catch_warnings(action="ignore"), suppress(*_ERRORS):
        while found < most:
            image.seek(found)
            found += 1
    return found
