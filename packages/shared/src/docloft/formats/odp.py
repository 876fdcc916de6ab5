"""OpenDocument presentations, with their templates (ISO/IEC 26300)."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.opendocument import is_of

FORMAT = Format(
    name="odp",
    label="OpenDocument presentation",
    badge="ODP",
    icon="slides",
    media_type="application/vnd.oasis.opendocument.presentation",
    aliases=("application/vnd.oasis.opendocument.presentation-template",),
    extensions=(".odp", ".otp"),
    recognitions=(Recognition(Precedence.PACKAGE, is_of("presentation", "presentation-template")),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.odf_reader:read"),
    parts=Parts("docloft_worker.readers.embedded_files"),
    decryption="docloft_worker.readers.odf_decryption:decrypt",
)
