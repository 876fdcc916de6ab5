"""Opens PDFs with PDFium, damaged ones after a repair by qpdf (pikepdf). Both are native code."""

import io
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from docloft import reasons
from docloft.errors import Refused
from docloft.parsing import pdf_remains

MAX_REPAIRED_BYTES = 50 * 1024 * 1024
"""The largest PDF that is repaired: the repair holds the file three times in memory (qpdf's objects, its output and
PDFium's copy)."""


MAX_ANNOTATIONS = 2_000
"""The most annotations of one page that are read, and the most with which it is drawn: PDFium needs 6 KB of memory and
40 microseconds to draw an empty one."""


def has_too_many_annotations(page: pypdfium2.PdfPage) -> bool:
    """Whether a page has more than MAX_ANNOTATIONS. Loads them, which takes a fraction of the time to draw them."""
    return int(raw.FPDFPage_GetAnnotCount(page)) > MAX_ANNOTATIONS


def opened(path: Path) -> tuple[pypdfium2.PdfDocument, bool]:
    """(the document, which has a page and must be closed; whether it is damaged and was repaired in memory). Raises
    Refused for a locked PDF, and for one of which no page is left.
    """
    try:
        # PDFium needs no password for PDFs that only restrict printing or copying.
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(reasons.LOCKED) from error
        return _repaired(path), True
    if len(document) == 0:
        document.close()
        return _repaired(path), True
    return document, False


def _repaired(path: Path) -> pypdfium2.PdfDocument:
    import pikepdf  # noqa: PLC0415 - takes 100 ms, and most PDFs are intact

    if path.stat().st_size > MAX_REPAIRED_BYTES:
        raise Refused(reasons.DAMAGED_PDF)
    body = io.BytesIO()
    try:
        with pikepdf.open(path) as damaged:
            damaged.save(body)
        document = pypdfium2.PdfDocument(body.getvalue())
    except pikepdf.PasswordError as error:
        raise Refused(reasons.LOCKED) from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError, OSError):
        body.close()
        return _with_pages(pdf_remains.gathered(path.read_bytes()))
    if len(document) == 0:
        document.close()
        return _with_pages(pdf_remains.gathered(path.read_bytes()))
    return document


def _with_pages(body: bytes | None) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(body) if body else None
    except pypdfium2.PdfiumError as error:
        raise Refused(reasons.DAMAGED_PDF) from error
    if document is None or len(document) == 0:
        raise Refused(reasons.DAMAGED_PDF)
    return document
