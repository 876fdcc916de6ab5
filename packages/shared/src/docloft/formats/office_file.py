"""Files of office programs that no reader can read, such as Visio drawings and iWork documents. They are kept."""

from docloft.formats import ole
from docloft.formats.format import Format, Precedence, Recognition
from docloft.formats.opendocument import declared_type
from docloft.formats.unknown_file import UnknownFile

# Apple's Pages, Numbers and Keynote.
_ENTRIES = frozenset({"Index/Document.iwa", "index.apxl", "Index.zip"})


def _is_known_package(file: UnknownFile) -> bool:
    if file.is_zip:
        named = file.content_types or declared_type(file).startswith("application/vnd.")
        return bool(named) or not _ENTRIES.isdisjoint(file.zip_names)
    return bool(file.ole_entries) and ole.ENCRYPTED not in file.ole_entries


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
    extensions=(".vsd", ".vsdx", ".mpp", ".pub", ".odf", ".odb", ".pages", ".numbers", ".key"),
    recognitions=(Recognition(Precedence.OTHER_PACKAGE, _is_known_package),),
    kept_only=True,
)
