"""Extracts the text of a PDF with PDFium (BSD licence): 190 to 260 pages a second on a machine with two cores."""

import time
from ctypes import byref, c_double
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from docloft import reasons, step_reports
from docloft.errors import Refused
from docloft.lifecycle.gaps import Gap
from docloft.parsing import pdf_files
from docloft_worker.legibility import LEAST_LETTERS
from docloft_worker.readers import (
    Portion,
    Properties,
    accents,
    columns,
    pdf_annotations,
    pdf_fonts,
    pdf_information,
    pdf_scans,
    reading_order,
    vertical_writing,
)
from docloft_worker.readers.cleaning import broken_word, clean, join_broken, with_rest_of_word
from docloft_worker.readers.reading_order import RIGHT_TO_LEFT, Glyph

MAX_PAGES = 10_000
"""Pages beyond this are counted but not read, and the result is `truncated`."""

PORTION_SECONDS = 3.0
"""Seconds of processor time after which a portion is returned: well below the sandbox's limit for one call."""

# PDFium returns one of these instead of a hyphen and a line end.
_LINE_HYPHENS = ("\ufffe", "\x02")


def read(path: str, first: int, characters: int, most: int = MAX_PAGES) -> Portion:
    """Reads from page `first` (counted from 0) until PORTION_SECONDS are over, or `most` pages or `characters` are
    read. A page that PDFium cannot open is empty. Raises Refused for a PDF that needs a password, and for one that
    cannot be opened or has no page that can.
    """
    source = _Source(Path(path))
    try:
        described = pdf_information.properties_of(source.document, Path(path)) if first == 0 else {}
        portion, is_whole = _portion(source, described, first, characters, most)
        if first == 0:
            portion["properties"] = described
    finally:
        source.document.close()
    if source.is_damaged or not is_whole:
        portion["partial"] = [*portion.get("partial", ()), Gap.PAGES_DAMAGED]
    return portion


class _Source:
    """The document that is read: a copy of the file if that has more text."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.document, self.is_damaged = pdf_files.opened(path)
        self._is_final = self.is_damaged
        if pdf_fonts.are_in(path):
            self.replace()
        self.document.init_forms()

    def replace(self) -> bool:
        """Switches to a copy with readable fonts if there is one; returns whether it did, which is at most once."""
        if self._is_final:
            return False
        self._is_final = True
        body = pdf_fonts.readable_copy(self._path)
        if body is None:
            return False
        try:
            copy = pypdfium2.PdfDocument(body)
        except pypdfium2.PdfiumError:
            return False
        if len(copy) != len(self.document):
            copy.close()
            return False
        self.document.close()
        self.document = copy
        self.document.init_forms()
        return True


def _portion(source: _Source, described: Properties, first: int, characters: int, most: int) -> tuple[Portion, bool]:
    """The portion, and whether all of its pages could be opened."""
    started = time.process_time()
    total = len(source.document)
    last = min(total, MAX_PAGES)
    pages: list[str] = []
    portion: Portion = {"pages": pages, "total": total, "truncated": False, "next": None, "unread": []}
    closed, broken = 0, ""
    left = characters
    besides = pdf_information.besides(source.document, described, first=first) if most else {}
    for number in range(first, last):
        if len(pages) >= most or (pages and time.process_time() - started > PORTION_SECONDS):
            return {**portion, "next": number}, not closed
        step_reports.report(number)
        page = _page(source, number, left)
        if page is None:
            closed += 1
            page = _Page("")
        beside = "\n".join(line for line in besides.get(number, ()) if line not in page.text)
        text = "\n\n".join(part for part in (page.text, beside) if part)[:left]
        if pages:
            pages[-1] = with_rest_of_word(pages[-1], broken, text)
        broken = page.broken
        pages.append(text)
        if page.is_unread:
            portion["unread"].append(number)
        if page.is_cut:
            portion["partial"] = [Gap.TEXT_CUT]
        if page.has_files:
            portion["attached"] = [*portion.get("attached", ()), number]
        left -= len(pages[-1])
        if left <= 0:
            return {**portion, "truncated": True}, not closed
    if first == 0 and closed == len(pages):
        raise Refused(reasons.DAMAGED_PDF)
    return {**portion, "truncated": total > last}, not closed


@dataclass(frozen=True, slots=True)
class _Page:
    """`is_unread`: it has to be recognised. `has_files`: annotations have files. `is_cut`: not all of them are read.
    `broken`: the beginning of a word that ends on the next page.
    """

    text: str
    is_unread: bool = False
    has_files: bool = False
    is_cut: bool = False
    broken: str = ""


def _page(source: _Source, number: int, limit: int) -> _Page | None:
    """None if it cannot be opened."""
    document = source.document
    try:
        page = document[number]
        annotations, has_files = pdf_annotations.texts(page), pdf_annotations.has_files(page)
        is_cut = pdf_files.has_too_many_annotations(page)
        page = pdf_annotations.flatten(document, page, number)
    except pypdfium2.PdfiumError:
        return None
    try:
        layer = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    try:
        text = _text(layer, limit)
        unmapped = pdf_fonts.unmapped(layer)
        is_hidden = unmapped > 0 or (len(text) < LEAST_LETTERS and pdf_fonts.has_thin_text(page))
        is_unread = pdf_scans.is_unread(page, text, unmapped)
    finally:
        layer.close()
        page.close()
    if is_hidden and source.replace():
        return _page(source, number, limit)
    for hyphen in _LINE_HYPHENS:
        text = text.replace(hyphen, "-\n")
    printed = clean(text)
    body = join_broken(printed).strip()
    parts = (body, *(part for part in map(clean, annotations) if part not in body))
    return _Page(
        "\n\n".join(part for part in parts if part)[:limit], is_unread, has_files, is_cut, broken_word(printed)
    )


def _text(layer: pypdfium2.PdfTextPage, limit: int) -> str:
    """The text of the text layer, in reading order."""
    count = min(layer.count_chars(), limit)
    text = layer.get_text_range(0, count) if count else ""
    if not _is_latin(text):
        if RIGHT_TO_LEFT.search(text):
            return reading_order.in_reading_order(_glyphs(layer, limit))
        if vertical_writing.is_vertical(text, lambda index: _origin(layer, index)):
            return vertical_writing.in_reading_order(_glyphs(layer, limit))
    if columns.may_be_in(text) and (ordered := columns.in_reading_order(_glyphs(layer, limit))) is not None:
        return ordered
    # Characters that PDFium writes as two code units shift the places of those after them.
    if len(text) == count and accents.has_accents(text):
        return accents.compose(text, layer.get_charbox)
    return text


def _is_latin(text: str) -> bool:
    """Ten times as fast as a pattern. False for some texts in Latin letters."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _glyphs(layer: pypdfium2.PdfTextPage, limit: int) -> list[Glyph]:
    found = []
    for index in range(min(layer.count_chars(), limit)):
        code = raw.FPDFText_GetUnicode(layer, index)
        # If the font does not map the glyph to a character, PDFium makes one up, which is not part of a word.
        unknown = code == 0 or raw.FPDFText_HasUnicodeMapError(layer, index) == 1
        found.append(Glyph(" " if unknown else chr(code), *_origin(layer, index)))
    return found


def _origin(layer: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(layer, index, byref(x), byref(y))
    return x.value, y.value
