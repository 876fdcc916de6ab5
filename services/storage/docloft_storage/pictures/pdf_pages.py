"""Page count and thumbnail of a PDF, with PDFium."""

from typing import TYPE_CHECKING

import pypdfium2

from docloft.errors import Cause, Refused
from docloft.formats.format import Facts, Thumbnail
from docloft_storage.pictures import THUMBNAIL_PIXELS, encoded

if TYPE_CHECKING:
    from PIL import Image

LOCKED = "This PDF is locked with a password. Save it without one, then upload it again."


def facts(path: str) -> Facts:
    """All None for a PDF that cannot be opened; the worker reports why. Raises Refused for a locked PDF."""
    return {"pages": _count(path), "width": None, "height": None}


def thumbnail(path: str) -> Thumbnail:
    """See Format.picture. Empty when the first page cannot be rendered."""
    picture = _first_page(path)
    return encoded(picture) if picture is not None else {}


def _count(path: str) -> int | None:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(LOCKED, Cause.LOCKED) from error
        return None
    try:
        return len(document)
    finally:
        document.close()


def _first_page(path: str) -> "Image.Image | None":
    try:
        document = pypdfium2.PdfDocument(path)
        page = document[0]
        width, height = page.get_size()
        # A page may claim to be kilometres long, so the number of pixels is bounded.
        scale = THUMBNAIL_PIXELS / max(width, height, 1.0)
        picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError):
        return None
    picture.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    return picture
