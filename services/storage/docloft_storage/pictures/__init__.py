"""Pages, pixels and WebP thumbnails of files. The registry of formats (docloft.formats) names the functions of each
format. Only the sandbox's child process calls them and imports the libraries they need.
"""

import io
from base64 import b64encode
from typing import TYPE_CHECKING

from docloft.formats.format import Thumbnail

if TYPE_CHECKING:
    from PIL import Image

THUMBNAIL_PIXELS = 500
"""The most pixels on the longer side of a thumbnail."""

_QUALITY = 80


def encoded(picture: "Image.Image") -> Thumbnail:
    """The thumbnail with this picture, which must already be small enough."""
    content = io.BytesIO()
    picture.save(content, "WEBP", quality=_QUALITY, method=4)
    return {"width": picture.width, "height": picture.height, "webp": b64encode(content.getvalue()).decode()}
