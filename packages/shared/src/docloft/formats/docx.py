"""Word documents since 2007 (ECMA-376), except templates and documents with macros."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile


def _is_document(file: UnknownFile) -> bool:
    return "wordprocessingml.document.main+xml" in file.content_types


FORMAT = Format(
    name="docx",
    label="Word document",
    badge="DOCX",
    icon="file",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extensions=(".docx",),
    recognitions=(Recognition(Precedence.PACKAGE, _is_document),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.docx_reader:read"),
)
