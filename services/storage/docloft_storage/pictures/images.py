"""Size and thumbnail of an image, with Pillow, libheif and libavif."""

import math
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import AvifImagePlugin, Image, ImageOps

from docloft import reasons
from docloft.errors import Refused
from docloft.formats.format import Facts, Thumbnail
from docloft.parsing.image_files import ERRORS, FORMATS
from docloft_storage.pictures import THUMBNAIL_PIXELS, encoded

MAX_PIXELS = 250_000_000
"""More than the largest phone cameras of 2026 have (200 million). A larger image is a decompression bomb or a map."""

_PROPERTIES_WITHIN = 64 * 1024
_SIZES = re.compile(rb"ispe\0\0\0\0(?=.{8})", re.DOTALL)

_STRIP_PIXELS = 1_000_000
_ORIENTATION = 0x0112
_TURNED = frozenset({5, 6, 7, 8})

# As for libheif (docloft.parsing.image_files).
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def facts(path: str) -> Facts:
    """See Format.facts. Raises Refused for a damaged image, and for one of more than MAX_PIXELS."""
    with opened(path) as image:
        return facts_of(image, pages=1)


def thumbnail(path: str) -> Thumbnail:
    """See Format.picture. Raises Refused for an image that cannot be shown."""
    return encoded(_shrunk(path))


def facts_of(image: Image.Image, *, pages: int) -> Facts:
    width, height = image.size
    # Not image.getexif(): it decodes a whole PNG, and large ones do not fit into memory.
    if Image.Image.getexif(image).get(_ORIENTATION) in _TURNED:
        width, height = height, width
    return {"pages": pages, "width": width, "height": height}


def require_showable(width: int, height: int) -> None:
    """Raises Refused for more than MAX_PIXELS."""
    if width * height > MAX_PIXELS:
        raise Refused(reasons.TOO_MANY_PIXELS.having(limit=MAX_PIXELS // 1_000_000))


@contextmanager
def opened(path: str) -> Iterator[Image.Image]:
    """Yields the image, not decoded yet. Raises Refused, even for errors inside the `with` block."""
    try:
        with Image.open(Path(path), formats=FORMATS) as image:
            require_showable(image.width, image.height)
            yield image
    except ERRORS as error:
        # libavif does not open images of more than 16,384 x 16,384 pixels; such an image is too large, not damaged.
        require_showable(*_claimed_size(Path(path)))
        raise Refused(reasons.DAMAGED_IMAGE) from error


def _claimed_size(path: Path) -> tuple[int, int]:
    """The largest width and height that the properties of an AVIF or HEIC image name (ISO/IEC 23008-12, 6.5.3)."""
    with path.open("rb") as file:
        head = file.read(_PROPERTIES_WITHIN)
    if head[4:8] != b"ftyp":
        return 0, 0
    found = (struct.unpack(">II", head[one.end() : one.end() + 8]) for one in _SIZES.finditer(head))
    return max(found, key=math.prod, default=(0, 0))


def _shrunk(path: str) -> Image.Image:
    box = (THUMBNAIL_PIXELS, THUMBNAIL_PIXELS)
    with opened(path) as image:
        # The JPEG decoder reduces the image while it reads, which needs an eighth of the memory.
        image.draft("RGB", (THUMBNAIL_PIXELS * 2, THUMBNAIL_PIXELS * 2))
        small = _reduced(image)
        # Only the orientation: Pillow cannot write what it reads from every file, such as BigTIFF.
        turned = Image.Exif()
        turned[_ORIENTATION] = image.getexif().get(_ORIENTATION, 1)
        small.info["exif"] = turned.tobytes()
        small.thumbnail(box)
        small = ImageOps.exif_transpose(small)
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small)
        return paper
    return small.convert("RGB")


def _reduced(image: Image.Image) -> Image.Image:
    """The image as RGB or RGBA, reduced to between two and four times the thumbnail. In strips: a converted copy of the
    whole would need as much memory as the image itself, four bytes a pixel.
    """
    mode = "RGBA" if _has_transparency(image) else "RGB"
    factor = max(1, max(image.size) // (THUMBNAIL_PIXELS * 2))
    rows = factor * max(1, _STRIP_PIXELS // (image.width * factor))
    small = Image.new(mode, (math.ceil(image.width / factor), math.ceil(image.height / factor)))
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        if strip.mode.startswith("I;16"):
            strip = strip.convert("I").point(lambda value: value / 256).convert("L")
        small.paste(strip.convert(mode).reduce(factor), (0, top // factor))
    return small


def _has_transparency(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
