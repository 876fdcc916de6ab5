"""Office documents encrypted with a password ([MS-OFFCRYPTO] 2.3.1): an OLE file around the encrypted package."""

from docloft.formats import ole
from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile


def _is_locked(file: UnknownFile) -> bool:
    return ole.ENCRYPTED in file.ole_entries


FORMAT = Format(
    name="locked_office",
    label="Locked Office document",
    badge="LOCKED",
    icon="lock",
    # Apache Tika's name; none is registered.
    media_type="application/x-tika-ooxml-protected",
    extensions=(),
    recognitions=(Recognition(Precedence.PACKAGE, _is_locked),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.office_decryption:read"),
    decryption="docloft_worker.readers.office_decryption:decrypt",
)
