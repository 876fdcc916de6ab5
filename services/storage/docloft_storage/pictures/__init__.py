"""Pages, pixels and WebP thumbnails of files. The registry of formats (docloft.formats) names the functions of each
format. Only the sandbox's child process calls them and imports the libraries they need.
"""

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from PIL import Image

THUMBNAIL_PIXELS = 500
"""The longer side of a thumbnail, at most."""

_QUALITY = 80


class Facts(TypedDict):
    """`width` and `height` are in pixels, as displayed: after applying the EXIF orientation."""

    pages: int | None
    width: int | None
    height: int | None


class Size(TypedDict, total=False):
    """Size of a thumbnail in pixels; empty when there is none."""

    width: int
    height: int


def save(picture: "Image.Image", target: str) -> Size:
    """Writes a picture, which must already be small enough, as WebP."""
    picture.save(target, "WEBP", quality=_QUALITY, method=4)
    return {"width": picture.width, "height": picture.height}
