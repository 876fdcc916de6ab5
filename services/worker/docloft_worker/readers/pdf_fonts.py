"""A copy of a PDF for fonts whose characters PDFium does not find (seen with PDFium 5.15): Type 3 fonts that name their
glyphs, and fonts for vertical writing that are not embedded. The copy is for reading the text only.
"""

import io
import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

MAX_BYTES = 50 * 1024 * 1024
"""The largest PDF that is copied, which takes three times as much memory: qpdf's objects, its output, PDFium's copy."""

MAX_OBJECTS = 200_000
_EXAMINED_OBJECTS = 2_000
_SAMPLED_CHARACTERS = 64
_THINNEST = 0.01

# Names that are written out in most PDFs. A newer PDF may compress the objects that contain them.
_VERTICAL = re.compile(rb"/[0-9A-Za-z-]{1,40}-V\b")

# PDFium does not know the names that consist of the names of letters.
_LIGATURES = {f"/{'_'.join(letters)}": f"/{letters}" for letters in ("ff", "fi", "fl", "ffi", "ffl")}

# A glyph for every character of a font that has none; only its box matters. Glyph 36 is a letter in every font that has
# the letters of ASCII in their usual order.
_FILE = Path(__file__).parents[1] / "fonts" / "DejaVuSans.ttf"
_GLYPHS = b"\x00\x24" * 65_536


def are_in(path: Path) -> bool:
    """Whether the file names such a font. False for an unlikely file and for one that compresses its fonts."""
    if not 0 < path.stat().st_size <= MAX_BYTES:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as body:
        if body.find(b"/Type3") >= 0 or body.find(b"/WMode") >= 0:
            return True
        return body.find(b"-V") >= 0 and _VERTICAL.search(body) is not None


def unmapped(layer: pypdfium2.PdfTextPage) -> float:
    """The share of characters that PDFium makes up, because the font does not say which ones its glyphs are."""
    handle, count = layer.raw, layer.count_chars()
    sampled = range(0, count, max(1, count // _SAMPLED_CHARACTERS))
    has_error = raw.FPDFText_HasUnicodeMapError
    found: int = sum(has_error(handle, index) == 1 for index in sampled)
    return found / max(1, len(sampled))


def has_thin_text(page: pypdfium2.PdfPage) -> bool:
    """Whether text is left out because its glyphs have no width, like those of a font that PDFium does not have. Takes
    as long as reading.
    """
    for number, shown in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4)):
        if number >= _EXAMINED_OBJECTS:
            break
        left, bottom, right, top = shown.get_bounds()
        if right - left < _THINNEST < top - bottom:
            return True
    return False


def readable_copy(path: Path) -> bytes | None:
    """None if there is no such font, or if the file is locked, damaged or too large."""
    import pikepdf  # noqa: PLC0415 - takes 100 ms, and few PDFs have such fonts

    if path.stat().st_size > MAX_BYTES:
        return None
    try:
        with pikepdf.open(path) as document:
            changed = [_is_changed(document, font) for font in _fonts(document)]
            if not any(changed):
                return None
            body = io.BytesIO()
            document.save(body)
            return body.getvalue()
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OSError):
        return None


def _is_changed(document: Any, font: Any) -> bool:
    try:
        return _named(font) or _embedded(document, font)
    except (AttributeError, LookupError, TypeError, ValueError, RuntimeError):
        # Any value may be missing or of another type.
        return False


def _fonts(document: Any) -> Iterator[Any]:
    import pikepdf  # noqa: PLC0415

    kinds = (pikepdf.Dictionary, pikepdf.Stream)
    for number, found in enumerate(document.objects):
        if number >= MAX_OBJECTS:
            return
        if not isinstance(found, kinds):
            continue
        if found.get("/Type") == "/Font":
            yield found
        # Fonts may also be written in the resources of a page or a form, or in their table.
        for resources in (found, found.get("/Resources")):
            table = resources.get("/Font") if isinstance(resources, kinds) else None
            if isinstance(table, pikepdf.Dictionary):
                yield from (font for font in table.values() if isinstance(font, kinds) and not font.is_indirect)


def _named(font: Any) -> bool:
    """Turns a Type 3 font into a Type 1 font: PDFium looks up glyph names only there (ISO 32000-1, 9.6.5 and 9.10.2).
    Widths become thousandths of the font's size.
    """
    import pikepdf  # noqa: PLC0415

    encoding = font.get("/Encoding")
    if font.get("/Subtype") != "/Type3" or "/ToUnicode" in font or not isinstance(encoding, pikepdf.Dictionary):
        return False
    if "/Differences" not in encoding:
        return False
    differences = encoding["/Differences"]
    for index in range(len(differences)):
        if found := _LIGATURES.get(str(differences[index])):
            differences[index] = pikepdf.Name(found)
    scale = abs(float(font.FontMatrix[0])) * 1000
    font["/Widths"] = pikepdf.Array([round(float(width) * scale, 3) for width in font.Widths])
    font["/Subtype"] = pikepdf.Name.Type1
    font["/BaseFont"] = pikepdf.Name.Helvetica
    return True


def _embedded(document: Any, font: Any) -> bool:
    """Embeds a font in a composite font for vertical writing that has none (ISO 32000-1, 9.7)."""
    import pikepdf  # noqa: PLC0415

    if font.get("/Subtype") != "/Type0" or not _is_vertical(font.get("/Encoding")):
        return False
    descendant = font.DescendantFonts[0]
    described = descendant.get("/FontDescriptor")
    if described is None:
        descendant["/FontDescriptor"] = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Some, Flags=4, FontBBox=[0, -200, 1000, 900]
        )
        described = descendant["/FontDescriptor"]
    if any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3")):
        return False
    described["/FontFile2"] = document.make_stream(_FILE.read_bytes())
    descendant["/Subtype"] = pikepdf.Name.CIDFontType2
    descendant["/CIDToGIDMap"] = document.make_stream(_GLYPHS)
    return True


def _is_vertical(encoding: Any) -> bool:
    import pikepdf  # noqa: PLC0415

    if isinstance(encoding, pikepdf.Stream):
        return bool(encoding.get("/WMode", 0) == 1)
    return isinstance(encoding, pikepdf.Name) and str(encoding).endswith("-V")
