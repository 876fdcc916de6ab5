"""Files that are embedded in a PDF: attachments, the members of a portfolio (ISO 32000-1, 7.11.4 and 12.3.5), and the
files of annotations (12.5.6.15). The number of an annotation's file is derived from its place, so that it is taken out
without opening other pages.
"""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2

from docloft.formats.format import ListedPart, Listing, Pieces
from docloft.parsing import pdf_files
from docloft_worker.readers import containers, pdf_annotations

_LARGEST = 2**31 - 1
_ERRORS = (pypdfium2.PdfiumError, ValueError, RuntimeError, LookupError)


def listing(path: str, pages: Sequence[int] = ()) -> Listing:
    """`pages`: those with annotations that have a file, counted from 0."""
    document, _ = pdf_files.opened(Path(path))
    left_out = False
    parts: list[ListedPart] = []
    try:
        for number in _numbers(document, pages):
            try:
                name, content = _file(document, number)
            except _ERRORS:
                left_out = True
            else:
                size = min(len(content), _LARGEST)
                parts.append({"number": number, "name": name or f"Attachment {len(parts) + 1}", "size": size})
    finally:
        document.close()
    return {"parts": parts, "left_out": left_out}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    document, _ = pdf_files.opened(Path(path))
    try:
        return containers.collected(
            numbers, lambda number: io.BytesIO(_file(document, number)[1]), offset, most, _ERRORS
        )
    finally:
        document.close()


def _numbers(document: pypdfium2.PdfDocument, pages: Sequence[int]) -> Iterator[int]:
    embedded = document.count_attachments()
    yield from range(embedded)
    for index in pages:
        try:
            page = document[index]
        except (pypdfium2.PdfiumError, IndexError):
            continue
        try:
            found = [number for number, _ in pdf_annotations.files(page)]
        finally:
            page.close()
        yield from (embedded + index * pdf_files.MAX_ANNOTATIONS + number for number in found)


def _file(document: pypdfium2.PdfDocument, number: int) -> tuple[str, bytes]:
    """(its name, its content). Raises one of _ERRORS if there is none."""
    embedded = document.count_attachments()
    if number < embedded:
        return _read(document.get_attachment(number))
    index, wanted = divmod(number - embedded, pdf_files.MAX_ANNOTATIONS)
    page = document[index]
    try:
        for found, file in pdf_annotations.files(page):
            if found == wanted:
                return _read(pypdfium2.PdfAttachment(file, document))
    finally:
        page.close()
    raise LookupError(number)


def _read(file: pypdfium2.PdfAttachment) -> tuple[str, bytes]:
    return file.get_name(), bytes(file.get_data())
