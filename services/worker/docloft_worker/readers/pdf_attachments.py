"""Files that are embedded in a PDF: attachments, and the members of a portfolio (ISO 32000-1, 7.11.4 and 12.3.5)."""

import io
from pathlib import Path

import pypdfium2

from docloft.formats.format import ListedPart, Listing, Pieces
from docloft.parsing import pdf_files
from docloft_worker.readers import containers

_LARGEST = 2**31 - 1
_ERRORS = (pypdfium2.PdfiumError, ValueError, RuntimeError)


def listing(path: str) -> Listing:
    document, _ = pdf_files.opened(Path(path))
    left_out = False
    parts: list[ListedPart] = []
    try:
        for number in range(document.count_attachments()):
            try:
                attachment = document.get_attachment(number)
                size = len(attachment.get_data())
            except _ERRORS:
                left_out = True
            else:
                name = attachment.get_name() or f"Attachment {number + 1}"
                parts.append({"number": number, "name": name, "size": min(size, _LARGEST)})
    finally:
        document.close()
    return {"parts": parts, "left_out": left_out}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    document, _ = pdf_files.opened(Path(path))
    try:
        return containers.collected(
            numbers,
            lambda number: io.BytesIO(bytes(document.get_attachment(number).get_data())),
            offset,
            most,
            _ERRORS,
        )
    finally:
        document.close()
