"""Makes a PDF whose scanned pages can be searched: the same pages, with the recognised words as invisible text. Called
in the sandbox's child. The text has no embedded font, because it is never drawn; a PDF/A would need one.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from docloft_worker.picture_pages import open_pages
from docloft_worker.recognition import PlacedWords, SearchablePdf

_WHOLE = 10_000
_INVISIBLE = 3
"""Text rendering mode: neither fill nor stroke (ISO 32000-2, 9.3.6)."""
_GLYPH = 500
"""Width of each character in thousandths of the font size, as in Tesseract's own invisible font."""

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def make(path: str, pages: Mapping[str, PlacedWords]) -> SearchablePdf:
    """`pages` by their number, counted from 0, in decimal digits."""
    with open_pages(path) as pdf:
        font = pdf.make_indirect(_font(pdf))
        for number, words in pages.items():
            if int(number) < len(pdf.pages):
                _add(pdf.pages[int(number)], words, font)
        target = BytesIO()
        pdf.save(target)
    return {"pdf": b64encode(target.getvalue()).decode()}


def _font(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """Has every character of Unicode's first plane, and no shapes."""
    system = pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name.Invisible,
        Flags=4,
        FontBBox=[0, 0, _GLYPH, 1000],
        ItalicAngle=0,
        Ascent=1000,
        Descent=0,
        CapHeight=1000,
        StemV=80,
    )
    characters = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name.Invisible,
        CIDSystemInfo=system,
        DW=_GLYPH,
        CIDToGIDMap=pikepdf.Name.Identity,
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name.Invisible,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(characters)],
        ToUnicode=pdf.make_stream(_TO_UNICODE),
    )


def _add(page: pikepdf.Page, found: PlacedWords, font: Any) -> None:
    name = page.add_resource(font, pikepdf.Name.Font)
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    rotation = int(page.obj.get("/Rotate", 0)) % 360
    turned = _Turned((left, bottom, right, top), rotation)
    content = b"\n".join(_run(word, found["angle"], turned, str(name)) for word in found["words"])
    # The page's own content may leave a different coordinate system behind.
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q q BT %d Tr\n%b\nET Q" % (_INVISIBLE, content))


class _Turned:
    """Maps shares of the displayed page, from its top left corner, to the coordinates of a page's content."""

    def __init__(self, box: tuple[float, float, float, float], rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.rotation = rotation
        width, height = self.right - self.left, self.top - self.bottom
        self.size = (width, height) if rotation % 180 == 0 else (height, width)

    def point(self, across: float, down: float) -> tuple[float, float]:
        """`across` and `down` are in points on the displayed page."""
        match self.rotation:
            case 90:
                return self.left + down, self.bottom + across
            case 180:
                return self.right - across, self.bottom + down
            case 270:
                return self.right - down, self.top - across
            case _:
                return self.left + across, self.top - down


def _run(word: Sequence[Any], angle: int, turned: _Turned, font: str) -> bytes:
    """PDF operators that write one word at its position, scaled to the length and height of its box."""
    *box, text = word
    width, height = turned.size
    x, y = box[0] * width / _WHOLE, box[1] * height / _WHOLE
    wide, high = box[2] * width / _WHOLE, box[3] * height / _WHOLE
    corner, forwards, upwards = {
        90: ((x, y), (0, 1), (1, 0)),
        180: ((x + wide, y), (-1, 0), (0, 1)),
        270: ((x + wide, y + high), (0, -1), (-1, 0)),
    }.get(angle, ((x, y + high), (1, 0), (0, -1)))
    along, size = (wide, high) if angle % 180 == 0 else (high, wide)
    start = turned.point(*corner)
    matrix = [*_direction(turned, corner, forwards, start), *_direction(turned, corner, upwards, start), *start]
    codes = f"{text} ".encode("utf-16-be", "ignore")
    size = max(size, 1.0)
    stretch = 100 * along / max(len(text) * _GLYPH / 1000 * size, 0.01)
    numbers = " ".join(f"{number:.3f}" for number in matrix)
    return f"{font} {size:.2f} Tf {stretch:.2f} Tz {numbers} Tm <{codes.hex()}> Tj".encode()


def _direction(
    turned: _Turned, corner: tuple[float, float], step: tuple[int, int], start: tuple[float, float]
) -> Iterator[float]:
    end = turned.point(corner[0] + step[0], corner[1] + step[1])
    return (after - before for after, before in zip(end, start, strict=True))
