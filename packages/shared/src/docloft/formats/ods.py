"""OpenDocument spreadsheets, with their templates (ISO/IEC 26300)."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.opendocument import is_of

FORMAT = Format(
    name="ods",
    label="OpenDocument spreadsheet",
    badge="ODS",
    icon="table",
    media_type="application/vnd.oasis.opendocument.spreadsheet",
    aliases=("application/vnd.oasis.opendocument.spreadsheet-template",),
    extensions=(".ods", ".ots"),
    recognitions=(Recognition(Precedence.PACKAGE, is_of("spreadsheet", "spreadsheet-template")),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.odf_reader:read_sheets"),
    parts=Parts("docloft_worker.readers.embedded_files"),
    decryption="docloft_worker.readers.odf_decryption:decrypt",
    rendition="docloft_worker.renderers.ods_renderer:render",
)
