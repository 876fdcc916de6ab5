"""Draws the first lines of a text on a white sheet: the picture of documents that have no other. Only the sandbox's
child calls it.
"""

import io
from base64 import b64encode
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from docloft.formats.format import Thumbnail

CHARACTERS = 4_000
"""Enough to fill a sheet."""

# A4 upright, as large as the thumbnails of pages.
_WIDTH, _HEIGHT = 354, 500
_MARGIN = 30
_FONT_PIXELS, _LINE_PIXELS = 9, 13
_TAB_PIXELS = 36
_MOST_LINES = (_HEIGHT - 2 * _MARGIN) // _LINE_PIXELS
_INK = (48, 48, 56)
_QUALITY = 80

# Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian. Its licence is beside it.
_FONT = Path(__file__).with_name("fonts") / "DejaVuSans.ttf"
_BLOCK = "\u25a0"
"""Replaces a character that the font lacks: from a distance, it looks like text."""


def draw(text: str) -> Thumbnail:
    """Paragraphs are wrapped; rows of cells end at the right margin. Reads at most CHARACTERS."""
    sheet = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    pen = ImageDraw.Draw(sheet)
    for number, line in enumerate(_lines(text[:CHARACTERS])[:_MOST_LINES]):
        _write(pen, line, _MARGIN + number * _LINE_PIXELS)
    # A line that is too long is cut off at the margin.
    pen.rectangle((_WIDTH - _MARGIN, 0, _WIDTH, _HEIGHT), fill="white")
    content = io.BytesIO()
    sheet.save(content, "WEBP", quality=_QUALITY, method=4)
    return {"width": _WIDTH, "height": _HEIGHT, "webp": b64encode(content.getvalue()).decode()}


def _lines(text: str) -> list[str]:
    """The lines on the sheet, with at most one empty line between two others."""
    found: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or found[-1:] != [""]:
            found += _wrapped(line.rstrip())
    return found


def _wrapped(line: str) -> list[str]:
    """The lines of a paragraph on the sheet; at least one. A row of cells remains one line."""
    if "\t" in line:
        return [line]
    lines = [""]
    width = 0.0
    for word in line.split(" "):
        for piece in _pieces(word):
            size = _font().getlength(piece + " ")
            if lines[-1] and width + size > _WIDTH - 2 * _MARGIN:
                lines.append("")
                width = 0.0
            lines[-1] += piece + " "
            width += size
    return lines


def _pieces(word: str) -> list[str]:
    """A word that is wider than a line, such as a sentence in Japanese, in pieces that are not."""
    most = (_WIDTH - 2 * _MARGIN) // _FONT_PIXELS
    shown = "".join(character if _has(character) else _BLOCK for character in word)
    return [shown[start : start + most] for start in range(0, len(shown), most)] or [""]


def _write(pen: ImageDraw.ImageDraw, line: str, top: int) -> None:
    left = float(_MARGIN)
    for cell in line.split("\t"):
        shown = "".join(character if _has(character) else _BLOCK for character in cell)
        pen.text((left, top), shown, fill=_INK, font=_font())
        # The next cell begins at the next tab stop.
        left += (_font().getlength(shown) // _TAB_PIXELS + 1) * _TAB_PIXELS
        if left > _WIDTH:
            return


@cache
def _font() -> ImageFont.FreeTypeFont:
    # The basic layout needs no system library.
    return ImageFont.truetype(str(_FONT), _FONT_PIXELS, layout_engine=ImageFont.Layout.BASIC)


@cache
def _missing() -> bytes:
    return bytes(_font().getmask("\U0010fffe"))


def _has(character: str) -> bool:
    return character.isascii() or _drawn(character) != _missing()


@cache
def _drawn(character: str) -> bytes:
    return bytes(_font().getmask(character))
