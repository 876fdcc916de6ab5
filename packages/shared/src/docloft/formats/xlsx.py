"""Excel workbooks since 2007 (ECMA-376), with their templates, and those with macros, which never run."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile

# Types of the main part, in lower case: the document itself, templates, and both with macros.
_MAIN = (
    "spreadsheetml.sheet.main+xml",
    "spreadsheetml.template.main+xml",
    "ms-excel.sheet.macroenabled.main+xml",
    "ms-excel.template.macroenabled.main+xml",
)


def _is_document(file: UnknownFile) -> bool:
    return any(main in file.content_types for main in _MAIN)


FORMAT = Format(
    name="xlsx",
    label="Excel workbook",
    badge="XLSX",
    icon="table",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    aliases=(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        "application/vnd.ms-excel.sheet.macroenabled.12",
        "application/vnd.ms-excel.template.macroenabled.12",
    ),
    extensions=(".xlsx", ".xlsm", ".xltx", ".xltm"),
    recognitions=(Recognition(Precedence.PACKAGE, _is_document),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.xlsx_reader:read"),
    parts=Parts("docloft_worker.readers.embedded_files"),
    rendition="docloft_worker.renderers.workbook_renderer:render",
)
