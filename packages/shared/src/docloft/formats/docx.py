"""Word documents since 2007 (ECMA-376), with their templates, and those with macros, which never run."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile

# Types of the main part, in lower case: the document itself, templates, and both with macros.
_MAIN = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "ms-word.document.macroenabled.main+xml",
    "ms-word.template.macroenabledtemplate.main+xml",
)


def _is_document(file: UnknownFile) -> bool:
    return any(main in file.content_types for main in _MAIN)


FORMAT = Format(
    name="docx",
    label="Word document",
    badge="DOCX",
    icon="file",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    aliases=(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
        "application/vnd.ms-word.document.macroenabled.12",
        "application/vnd.ms-word.template.macroenabled.12",
    ),
    extensions=(".docx", ".docm", ".dotx", ".dotm"),
    recognitions=(Recognition(Precedence.PACKAGE, _is_document),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.docx_reader:read"),
    rendition="docloft_worker.renderers.docx_renderer:render",
    parts=Parts("docloft_worker.readers.embedded_files"),
)
