"""EPUB books (EPUB 3.3)."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.opendocument import declared_type
from docloft.formats.unknown_file import UnknownFile

_MEDIA_TYPE = "application/epub+zip"


def _is_book(file: UnknownFile) -> bool:
    return declared_type(file) == _MEDIA_TYPE


FORMAT = Format(
    name="epub",
    label="EPUB book",
    badge="EPUB",
    icon="book",
    media_type=_MEDIA_TYPE,
    extensions=(".epub",),
    recognitions=(Recognition(Precedence.PACKAGE, _is_book),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.epub_reader:read"),
    rendition="docloft_worker.renderers.epub_renderer:render",
)
