"""Excel workbooks from before 2007 ([MS-XLS])."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile


def _is_document(file: UnknownFile) -> bool:
    names = file.ole_entries
    return "Workbook" in names or "Book" in names


FORMAT = Format(
    name="xls",
    label="Excel 97 workbook",
    badge="XLS",
    icon="table",
    media_type="application/vnd.ms-excel",
    extensions=(".xls", ".xlt", ".xla"),
    recognitions=(Recognition(Precedence.PACKAGE, _is_document),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.xls_reader:read"),
    decryption="docloft_worker.readers.office_decryption:decrypt",
)
