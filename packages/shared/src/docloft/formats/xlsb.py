"""Binary Excel workbooks ([MS-XLSB])."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile


def _is_document(file: UnknownFile) -> bool:
    return "ms-excel.sheet.binary.macroenabled.main" in file.content_types


FORMAT = Format(
    name="xlsb",
    label="Excel binary workbook",
    badge="XLSB",
    icon="table",
    media_type="application/vnd.ms-excel.sheet.binary.macroenabled.12",
    extensions=(".xlsb",),
    recognitions=(Recognition(Precedence.PACKAGE, _is_document),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.xlsb_reader:read"),
    parts=Parts("docloft_worker.readers.embedded_files"),
)
