"""OpenDocument texts, with their templates and master documents (ISO/IEC 26300)."""

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.opendocument import is_of

FORMAT = Format(
    name="odt",
    label="OpenDocument text",
    badge="ODT",
    icon="file",
    media_type="application/vnd.oasis.opendocument.text",
    aliases=(
        "application/vnd.oasis.opendocument.text-template",
        "application/vnd.oasis.opendocument.text-master",
        "application/vnd.oasis.opendocument.text-web",
    ),
    extensions=(".odt", ".ott", ".odm", ".oth"),
    recognitions=(Recognition(Precedence.PACKAGE, is_of("text", "text-template", "text-master", "text-web")),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.odf_reader:read"),
    parts=Parts("docloft_worker.readers.embedded_files"),
    decryption="docloft_worker.readers.odf_decryption:decrypt",
)
