"""Pages of a TIFF file: the frames of a fax or a scan."""

import struct
import warnings

from PIL import Image

from docloft.formats.format import Facts
from docloft_storage.pictures.images import facts_of, opened

MAX_FRAMES = 10_000
"""Counting stops there, because a file can claim any number of frames."""


def facts(path: str) -> Facts:
    """Like images.facts, with the number of frames as pages."""
    with opened(path) as image:
        size = facts_of(image, pages=1)
        return {**size, "pages": _frames(image)}


def _frames(image: Image.Image) -> int:
    frames = 1
    while frames < MAX_FRAMES:
        try:
            with warnings.catch_warnings(action="ignore"):
                image.seek(frames)
        except (EOFError, OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
            # The end of the file, or a pointer that leads nowhere: the frames before it can still be shown.
            break
        frames += 1
    return frames
