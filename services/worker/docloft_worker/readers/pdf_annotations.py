"""Text on a PDF page that is not part of its content: the values of form fields, and comments."""

from ctypes import POINTER, cast, create_string_buffer

import pypdfium2
from pypdfium2 import raw

MAX_ANNOTATIONS = 2_000
"""The most annotations that are read on one page."""

# PDF 32000-1: the value of a field (12.7.3) and the text of a comment (12.5.2). Links have neither.
_KEYS = (b"V", b"Contents")


def texts(page: pypdfium2.PdfPage) -> list[str]:
    """The texts in the order of the page's annotations, without duplicates."""
    found: dict[str, None] = {}
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            found.update((text, None) for key in _KEYS if (text := _string(annotation, key).strip()))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return list(found)


def _string(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    # The value of a check box is a name such as "Off", not text that someone typed.
    if raw.FPDFAnnot_GetValueType(annotation, key) != raw.FPDF_OBJECT_STRING:
        return ""
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, cast(buffer, POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "ignore")
