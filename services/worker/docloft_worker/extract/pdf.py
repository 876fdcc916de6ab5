"""Words of a PDF by PDFium (BSD): 190-260 pages a second on the development machine."""

import time
from ctypes import byref, c_double
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from docloft.errors import Cause, Refused
from docloft_worker.extract import Extracted, annotations
from docloft_worker.extract.cleaning import clean, join_broken
from docloft_worker.extract.reading_order import RIGHT_TO_LEFT, Glyph, in_reading_order

MAX_PAGES = 10_000
"""Pages that are read; later ones are counted, and `truncated` says so."""

PORTION_SECONDS = 3.0
"""Processor time after which a portion is handed over: well below what the sandbox allows for one call."""

NEEDS_PASSWORD = "This PDF needs a password to be opened. Save a copy without the password and upload that."  # noqa: S105
DAMAGED = "This PDF is damaged and could not be opened. Upload it again from where it came from."

# What PDFium writes for the hyphen of a word that goes on in the next line; the line end itself is not in the text.
_LINE_HYPHENS = ("\ufffe", "\x02")


def pages(path: str, first: int, characters: int, most: int = MAX_PAGES) -> Extracted:
    """Reads from page `first` (counted from 0) until the time is over, `most` pages are read or `characters` are found.
    A page PDFium cannot open is empty. Raises Refused for what needs a password, and for what is no PDF any more or has
    no page that can be opened.
    """
    document = _open(Path(path))
    try:
        total = len(document)
        if total == 0:
            raise Refused(DAMAGED)
        return _portion(document, first, total, characters, most)
    finally:
        document.close()


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        # Without a password PDFium opens what only restricts printing or copying.
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(NEEDS_PASSWORD, Cause.LOCKED) from error
        raise Refused(DAMAGED) from error


def _portion(document: pypdfium2.PdfDocument, first: int, total: int, characters: int, most: int) -> Extracted:
    started = time.process_time()
    last = min(total, MAX_PAGES)
    found: list[str] = []
    opened = False
    left = characters
    for number in range(first, last):
        if len(found) >= most or (found and time.process_time() - started > PORTION_SECONDS):
            return {"pages": found, "total": total, "truncated": False, "next": number}
        page = _page(document, number, left)
        opened = opened or page is not None
        found.append(page or "")
        left -= len(found[-1])
        if left <= 0:
            return {"pages": found, "total": total, "truncated": True, "next": None}
    if first == 0 and not opened:
        raise Refused(DAMAGED)
    return {"pages": found, "total": total, "truncated": total > last, "next": None}


def _page(document: pypdfium2.PdfDocument, number: int, limit: int) -> str | None:
    """None when it cannot be opened."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return None
    try:
        words = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    try:
        text = words.get_text_range(0, min(words.count_chars(), limit)) if words.count_chars() else ""
        if RIGHT_TO_LEFT.search(text):
            text = in_reading_order(_glyphs(words, limit))
        beside = annotations.texts(page)
    finally:
        words.close()
        page.close()
    for hyphen in _LINE_HYPHENS:
        text = text.replace(hyphen, "-\n")
    parts = (join_broken(clean(text)).strip(), *map(clean, beside))
    return "\n\n".join(part for part in parts if part)[:limit]


def _glyphs(words: pypdfium2.PdfTextPage, limit: int) -> list[Glyph]:
    found = []
    x, y = c_double(), c_double()
    for index in range(min(words.count_chars(), limit)):
        code = raw.FPDFText_GetUnicode(words, index)
        # A glyph whose font does not say which character it is comes as some character: never part of a word.
        unknown = code == 0 or raw.FPDFText_HasUnicodeMapError(words, index) == 1
        raw.FPDFText_GetCharOrigin(words, index, byref(x), byref(y))
        found.append(Glyph(" " if unknown else chr(code), x.value, y.value))
    return found
