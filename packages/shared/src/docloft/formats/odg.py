"""OpenDocument drawings, with their templates (ISO/IEC 26300)."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.opendocument import is_of

FORMAT = Format(
    name="odg",
    label="OpenDocument drawing",
    badge="ODG",
    icon="image",
    media_type="application/vnd.oasis.opendocument.graphics",
    aliases=("application/vnd.oasis.opendocument.graphics-template",),
    extensions=(".odg", ".otg"),
    recognitions=(Recognition(Precedence.PACKAGE, is_of("graphics", "graphics-template")),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.odf_reader:read"),
    parts=Parts("docloft_worker.readers.embedded_files"),
    decryption="docloft_worker.readers.odf_decryption:decrypt",
)
