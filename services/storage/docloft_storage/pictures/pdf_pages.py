"""Page count and thumbnail of a PDF, with PDFium."""

from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from docloft.errors import Cause, Refused
from docloft.formats.format import Facts, Thumbnail
from docloft.parsing import pdf_files
from docloft_storage.pictures import THUMBNAIL_PIXELS, encoded

if TYPE_CHECKING:
    from PIL import Image


def facts(path: str) -> Facts:
    """All None for a PDF that cannot be opened; the worker reports why. Raises Refused for a locked PDF."""
    return {"pages": _count(path), "width": None, "height": None}


def thumbnail(path: str) -> Thumbnail:
    """See Format.picture. Empty when the first page cannot be rendered."""
    picture = _first_page(path)
    return encoded(picture) if picture is not None else {}


def _count(path: str) -> int | None:
    try:
        document, _ = pdf_files.opened(Path(path))
    except Refused as refusal:
        if refusal.cause == Cause.LOCKED:
            raise
        return None
    try:
        return len(document)
    finally:
        document.close()


def _first_page(path: str) -> "Image.Image | None":
    try:
        document, _ = pdf_files.opened(Path(path))
        page = document[0]
        width, height = page.get_size()
        # A page may claim to be kilometres long, so the number of pixels is bounded.
        scale = THUMBNAIL_PIXELS / max(width, height, 1.0)
        annotated = not pdf_files.has_too_many_annotations(page)
        drawn = page.render(scale=scale, may_draw_forms=False, draw_annots=annotated)
        picture: Image.Image = drawn.to_pil().convert("RGB")
    except (Refused, pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError):
        return None
    picture.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    return picture
