"""PowerPoint presentations since 2007 (ECMA-376), with their templates, and those with macros, which never run."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile

# Types of the main part, in lower case: the document itself, templates, and both with macros.
_MAIN = (
    "presentationml.presentation.main+xml",
    "presentationml.slideshow.main+xml",
    "presentationml.template.main+xml",
    "ms-powerpoint.presentation.macroenabled.main+xml",
    "ms-powerpoint.slideshow.macroenabled.main+xml",
    "ms-powerpoint.template.macroenabled.main+xml",
)


def _is_document(file: UnknownFile) -> bool:
    return any(main in file.content_types for main in _MAIN)


FORMAT = Format(
    name="pptx",
    label="PowerPoint presentation",
    badge="PPTX",
    icon="slides",
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    aliases=(
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
        "application/vnd.openxmlformats-officedocument.presentationml.template",
        "application/vnd.ms-powerpoint.presentation.macroenabled.12",
        "application/vnd.ms-powerpoint.slideshow.macroenabled.12",
        "application/vnd.ms-powerpoint.template.macroenabled.12",
    ),
    extensions=(".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
    recognitions=(Recognition(Precedence.PACKAGE, _is_document),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.pptx_reader:read"),
    parts=Parts("docloft_worker.readers.embedded_files"),
)
