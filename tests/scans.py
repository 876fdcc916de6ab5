"""Pictures of typed pages, whose words only recognition (OCR) can read."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

A4 = (1240, 1754)
Edges = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of the page."""


def paper(lines: Iterable[str], size: tuple[int, int] = A4) -> tuple[Image.Image, dict[str, Edges]]:
    """A picture of some lines on grey paper, and where each of them is."""
    image = Image.new("RGB", size, (226, 223, 214))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(44)
    edges = {}
    for number, line in enumerate(lines):
        place = (size[0] // 8, size[1] // 8 + number * 110)
        draw.text(place, line, (38, 36, 40), font)
        left, top, right, bottom = draw.textbbox(place, line, font)
        edges[line] = (left / size[0], top / size[1], right / size[0], bottom / size[1])
    return image, edges


def as_jpeg(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "JPEG", quality=85)
    return target.getvalue()


def as_pdf(images: Sequence[Image.Image]) -> bytes:
    """One picture a page, without text."""
    target = BytesIO()
    images[0].save(target, "PDF", resolution=150, save_all=True, append_images=images[1:])
    return target.getvalue()
