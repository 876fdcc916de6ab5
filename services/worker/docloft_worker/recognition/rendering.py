"""Draws a page as a grey picture for recognition, as a viewer displays it: with the rotation that a PDF page or the
EXIF data of a photo states.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from pypdfium2 import raw

from docloft import reasons
from docloft.errors import Refused
from docloft.parsing import pdf_files
from docloft.parsing.image_files import FORMATS
from docloft_worker import page_pictures
from docloft_worker.readers import document_pictures

MAX_PIXELS = 9_000_000
"""A4 at 300 dpi has 8.7 million. Larger pages are drawn smaller, so that no page needs more memory than that."""

DPI = 300
"""Tesseract's models are trained on letters of this resolution; more costs time and does not read better."""

MAX_DECODED_BYTES = 160_000_000
"""The limit for a picture that has to be decoded as a whole: 53 million pixels in colour, or 160 million in grey."""

_POINTS_PER_INCH = 72


@contextmanager
def opened(path: str, total: int = 0) -> Iterator[Callable[[int], Image.Image]]:
    """Yields a function that draws a page (counted from 0) in mode "L". Both raise Refused for what cannot be drawn in
    the memory of a function, or at all. `total`: the pages of a document whose last pages are its pictures.
    """
    if page_pictures.is_picture(path):
        with page_pictures.opened(path) as image:
            yield lambda number: _decoded(image, number)
        return
    with document_pictures.opened(path) as pictures:
        if pictures:
            first = total - len(pictures.found)
            yield lambda number: _pasted(pictures.found, number - first)
            return
    document, _ = pdf_files.opened(Path(path))
    try:
        yield lambda number: _drawn(document, number)
    finally:
        document.close()


def _pasted(pictures: Sequence[document_pictures.Opened], number: int) -> Image.Image:
    if not 0 <= number < len(pictures):
        raise Refused(reasons.DAMAGED_PAGE)
    with page_pictures.refusing_damaged(), pictures[number]() as file:
        # Decoders go back and forth, for which a compressed file would be unpacked again.
        content = BytesIO(file.read(document_pictures.MAX_BYTES))
        with Image.open(content, formats=FORMATS) as image:
            return _decoded(image, 0)


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise Refused(reasons.DAMAGED_PAGE) from error
    # PDFium leaves out pictures that do not fit into memory, so the page would seem to be empty.
    if any(_decoded_bytes(one) > MAX_DECODED_BYTES for one in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
        raise Refused(reasons.LARGE_PAGE)
    width, height = page.get_size()
    scale = min(DPI / _POINTS_PER_INCH, math.sqrt(MAX_PIXELS / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=not pdf_files.has_too_many_annotations(page))
    try:
        return Image.Image.convert(bitmap.to_pil(), "L")
    finally:
        bitmap.close()
        page.close()


def _decoded_bytes(shown: pypdfium2.PdfObject) -> int:
    found = shown.get_metadata()
    return int(found.width) * int(found.height) * (4 if found.bits_per_pixel > 8 else 1)


def _decoded(image: Image.Image, number: int) -> Image.Image:
    with page_pictures.refusing_damaged():
        if number:
            image.seek(number)
        return _shrunk(image)


def _shrunk(image: Image.Image) -> Image.Image:
    scale = math.sqrt(MAX_PIXELS / max(image.width * image.height, 1))
    if scale < 1:
        # The JPEG decoder reduces the image while it reads, to no less than this size.
        image.draft("L", (math.ceil(image.width * scale), math.ceil(image.height * scale)))
    if image.width * image.height * _bytes_a_pixel(image) > MAX_DECODED_BYTES:
        raise Refused(reasons.LARGE_PAGE)
    grey = _grey(image)
    scale = math.sqrt(MAX_PIXELS / (grey.width * grey.height))
    if scale < 1:
        size = max(1, round(grey.width * scale)), max(1, round(grey.height * scale))
        grey = grey.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    # TIFF files state the orientation too, and Pillow applies it itself when it decodes one.
    return ImageOps.exif_transpose(_with_orientation(grey, image))


def _bytes_a_pixel(image: Image.Image) -> int:
    if image.mode.startswith("I;16"):
        return 2
    return 1 if image.mode in {"1", "L", "P"} else 4


def _grey(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        shown = image.convert("LA")
        paper = Image.new("L", shown.size, 255)
        paper.paste(shown.getchannel("L"), mask=shown.getchannel("A"))
        return paper
    return image.convert("L")


def _with_orientation(grey: Image.Image, image: Image.Image) -> Image.Image:
    grey.info["exif"] = image.getexif().tobytes()
    return grey
