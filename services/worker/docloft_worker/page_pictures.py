"""Opens photos and scans with Pillow and libheif. Only the sandbox's child imports it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from docloft import reasons
from docloft.errors import Refused
from docloft.parsing.image_files import ERRORS, FORMATS


def is_picture(path: str) -> bool:
    try:
        with Image.open(Path(path), formats=FORMATS):
            return True
    except UnidentifiedImageError:
        return False
    except ERRORS:
        return True


def opened(path: str) -> Image.Image:
    """The picture, not decoded yet; a context manager that closes it. Raises Refused."""
    with refusing_damaged():
        return Image.open(Path(path), formats=FORMATS)


@contextmanager
def refusing_damaged() -> Iterator[None]:
    """Raises Refused for the errors of decoding within the block."""
    try:
        yield
    except ERRORS as error:
        raise Refused(reasons.DAMAGED_IMAGE) from error


def pages(image: Image.Image, *, most: int) -> int:
    """The pages of a scan. Of an animation, or a photo with previews, only the first picture is a page."""
    if image.format != "TIFF":
        return 1
    found = 1
    # A pointer to the next page that leads nowhere is an error, too: the pages before it can be shown.
    with warnings.catch_warnings(action="ignore"), suppress(*ERRORS):
        while found < most:
            image.seek(found)
            found += 1
    return found
