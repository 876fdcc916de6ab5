"""What a file looks like: its pages and pixels, and a WebP thumbnail. The registry of formats (docloft.formats) names
the functions of each format; only the sandbox's child calls them, and imports the libraries.
"""

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from PIL import Image

THUMBNAIL_PIXELS = 500
"""The longer side of a thumbnail, at most."""

_QUALITY = 80


class Facts(TypedDict):
    """`width` and `height` in pixels, as a person sees the image, turned by its EXIF orientation."""

    pages: int | None
    width: int | None
    height: int | None


class Size(TypedDict, total=False):
    """Of a thumbnail; empty when there is none."""

    width: int
    height: int


def save(picture: "Image.Image", target: str) -> Size:
    """Writes a picture that is small enough already as WebP."""
    picture.save(target, "WEBP", quality=_QUALITY, method=4)
    return {"width": picture.width, "height": picture.height}
