"""Portable Document Format (ISO 32000)."""

import re

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile

_HEADER_WITHIN = 1024
"""ISO 32000-1, Annex H.3: readers accept the header within the first 1,024 bytes."""

_TAIL = 2048
_HEADER_ALONE = re.compile(rb"%PDF-[0-9]\.[0-9][ \t]{0,20}(?:[\r\n]|$)")
_OBJECT = re.compile(rb"(?<![0-9])[0-9]{1,10} [0-9]{1,5} obj\b")
_REFERENCE = re.compile(rb"startxref[ \t\r\n]{1,20}[0-9]{1,12}[ \t\r\n]{1,20}%%EOF")
_SHORT = 64


def _begins_with_header(file: UnknownFile) -> bool:
    """A note about PDF may begin with the header, too, but is followed by more text and has no object."""
    head = file.head.lstrip(b"\xef\xbb\xbf\x00\t\n\x0c\r ")[:_HEADER_WITHIN]
    if not head.startswith(b"%PDF-"):
        return False
    is_binary = file.text is None
    return _has_objects(file) or (bool(_HEADER_ALONE.match(head)) and (is_binary or len(file.head) < _SHORT))


def _contains_document(file: UnknownFile) -> bool:
    """Whether this may be a PDF with other bytes before it, or with a damaged header. `facts` makes the final decision
    (Recognition.by_reader).
    """
    has_header = b"%PDF-" in file.head[:_HEADER_WITHIN]
    return _has_objects(file) and (has_header or bool(_REFERENCE.search(file.tail(_TAIL))))


def _has_objects(file: UnknownFile) -> bool:
    """Whether there is an object and its end, or the end of a PDF: the first object may be longer than `head`."""
    has_end = b"endobj" in file.head or b"stream" in file.head or bool(_REFERENCE.search(file.tail(_TAIL)))
    return bool(_OBJECT.search(file.head)) and has_end


FORMAT = Format(
    name="pdf",
    label="PDF",
    badge="PDF",
    icon="file",
    media_type="application/pdf",
    aliases=("application/x-pdf",),
    extensions=(".pdf",),
    recognitions=(
        Recognition(Precedence.SIGNATURE, _begins_with_header, by_reader=False),
        Recognition(Precedence.EMBEDDED, _contains_document, by_reader=True),
    ),
    viewer=Viewer.PDF,
    inline_safe=True,
    facts="docloft_storage.pictures.pdf_pages:facts",
    picture="docloft_storage.pictures.pdf_pages:thumbnail",
    assembles=True,
    reader=Reader("docloft_worker.readers.pdf_reader:read", resumes=True),
    parts=Parts("docloft_worker.readers.pdf_attachments"),
    decryption="docloft_worker.readers.locked_pdf:decrypt",
)
