"""Files of office programs that no reader can read, such as Visio drawings, projects and databases. They are kept."""

from docloft.formats.format import Format, Precedence, Recognition
from docloft.formats.opendocument import declared_type
from docloft.formats.unknown_file import UnknownFile

_ENCRYPTED = "EncryptedPackage"


def _is_known_package(file: UnknownFile) -> bool:
    if file.is_zip:
        return bool(file.content_types) or declared_type(file).startswith("application/vnd.")
    return bool(file.ole_entries) and _ENCRYPTED not in file.ole_entries


FORMAT = Format(
    name="office_file",
    label="Office file",
    badge="OFFICE",
    icon="file",
    media_type="application/x-ole-storage",
    aliases=(
        "application/vnd.visio",
        "application/vnd.ms-visio.drawing",
        "application/vnd.ms-project",
        "application/x-mspublisher",
        "application/vnd.oasis.opendocument.formula",
        "application/vnd.oasis.opendocument.base",
    ),
    extensions=(".vsd", ".vsdx", ".mpp", ".pub", ".odf", ".odb"),
    recognitions=(Recognition(Precedence.OTHER_PACKAGE, _is_known_package),),
    kept_only=True,
)
