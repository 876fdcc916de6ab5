"""Portable Document Format (ISO 32000)."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile

_HEADER_WITHIN = 1024
"""ISO 32000-1, Annex H.3: readers accept the header within the first 1,024 bytes."""


def _has_header(file: UnknownFile) -> bool:
    return b"%PDF-" in file.head[:_HEADER_WITHIN]


FORMAT = Format(
    name="pdf",
    label="PDF",
    badge="PDF",
    icon="file",
    media_type="application/pdf",
    aliases=("application/x-pdf",),
    extensions=(".pdf",),
    recognitions=(Recognition(Precedence.LEADING, _has_header),),
    viewer=Viewer.PDF,
    inline_safe=True,
    facts="docloft_storage.pictures.pdf_pages:facts",
    picture="docloft_storage.pictures.pdf_pages:thumbnail",
    reader=Reader("docloft_worker.readers.pdf_reader:read", resumes=True),
)
