"""Word documents from before 2007 ([MS-DOC])."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile


def _is_document(file: UnknownFile) -> bool:
    return "WordDocument" in file.ole_entries


FORMAT = Format(
    name="doc",
    label="Word 97 document",
    badge="DOC",
    icon="file",
    media_type="application/msword",
    extensions=(".doc", ".dot"),
    recognitions=(Recognition(Precedence.PACKAGE, _is_document),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.doc_reader:read"),
    decryption="docloft_worker.readers.office_decryption:decrypt",
)
