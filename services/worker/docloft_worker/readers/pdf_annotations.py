"""Text on a PDF page that is not part of its content: the values of form fields, chosen options, comments, and what
annotations such as stamps show.
"""

import re
from collections.abc import Callable, Iterator
from ctypes import POINTER, cast, create_string_buffer
from typing import Any

import pypdfium2
from pypdfium2 import raw

from docloft.parsing import pdf_files

MAX_OPTIONS = 500
"""The most options of one choice field."""

# PDF 32000-1: the value of a field (12.7.3) and the text of a comment (12.5.2). Links have neither of them.
_KEYS = (b"V", b"Contents")
_RICH = (b"RC", b"RV")
_TAG = re.compile("<[^<>]{0,1000}>")
_TYPED = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
_CHOICES = frozenset({raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})


def texts(page: pypdfium2.PdfPage) -> list[str]:
    """The texts in the order of the page's annotations, without duplicates. Values that a field inherits need the form
    environment of the document (PdfDocument.init_forms).
    """
    found: dict[str, None] = {}
    form = page.formenv.raw if page.formenv else None
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), pdf_files.MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            said = [text for key in _KEYS if (text := _string(annotation, key).strip())]
            found.update((text, None) for text in said or _rich(annotation))
            if form:
                found.update((text, None) for text in _field(form, annotation) if text)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return list(found)


def has_files(page: pypdfium2.PdfPage) -> bool:
    """Whether an annotation has a file (ISO 32000-1, 12.5.6.15)."""
    return next(files(page), None) is not None


def files(page: pypdfium2.PdfPage) -> Iterator[tuple[int, Any]]:
    """(the number of an annotation, its file), while the page is open."""
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), pdf_files.MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            if file := raw.FPDFAnnot_GetFileAttachment(annotation):
                yield number, file
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def flatten(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int) -> pypdfium2.PdfPage:
    """The page with what its annotations show as part of its content, in memory. Closes the one it is given, if it has
    annotations. Without them, or with more than are drawn, the same page.
    """
    if raw.FPDFPage_GetAnnotCount(page) < 1 or pdf_files.has_too_many_annotations(page):
        return page
    flattened = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    if flattened != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[number]


def _field(form: Any, annotation: raw.FPDF_ANNOTATION) -> list[str]:
    """The value of a text field, and the labels of the chosen options: the value of an option may be a code."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind not in _TYPED:
        # The value of a check box is a name such as "Off", not text that someone typed.
        return []
    found = [_filled(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))]
    if kind in _CHOICES:
        options = range(min(raw.FPDFAnnot_GetOptionCount(form, annotation), MAX_OPTIONS))
        chosen = (index for index in options if raw.FPDFAnnot_IsOptionSelected(form, annotation, index))
        found += [_label(form, annotation, index) for index in chosen]
    return [text.strip() for text in found]


def _label(form: Any, annotation: raw.FPDF_ANNOTATION, index: int) -> str:
    return _filled(lambda buffer, size: raw.FPDFAnnot_GetOptionLabel(form, annotation, index, buffer, size))


def _rich(annotation: raw.FPDF_ANNOTATION) -> list[str]:
    """The formatted text of a comment (12.7.3.4), which programs should write in addition to the plain one."""
    return [text for key in _RICH if (text := _TAG.sub(" ", _string(annotation, key)).strip())]


def _string(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    if raw.FPDFAnnot_GetValueType(annotation, key) != raw.FPDF_OBJECT_STRING:
        return ""
    return _filled(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _filled(call: Callable[[Any, int], int]) -> str:
    """The UTF-16 text that a function of PDFium writes into a buffer. Called without one, it returns the size."""
    size = call(None, 0)
    buffer = create_string_buffer(size)
    call(cast(buffer, POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "ignore")
