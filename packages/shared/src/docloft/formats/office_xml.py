"""Office documents that are one XML file: Word and Excel 2003, the flat form of newer packages, and flat OpenDocument
(ISO/IEC 26300-3, 2.2.1).
"""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.markup import begins_with
from docloft.formats.unknown_file import UnknownFile

# Programs of Microsoft name themselves before the first element. Without that, the element is known.
_BEGINNING = (
    r"<\?mso-application\s+progid=.(?:Word\.Document|Excel\.Sheet|PowerPoint\.Show)\b"
    r"|<(?:\w{1,20}:)?wordDocument\s|<pkg:package\s|<office:document\s"
    r"|<(?:\w{1,20}:)?workbook\s[^>]{0,150}urn:schemas-microsoft-com:office:"
)


def _is_document(file: UnknownFile) -> bool:
    return begins_with(file, _BEGINNING)


FORMAT = Format(
    name="office_xml",
    label="Flat XML office document",
    badge="XML",
    icon="file",
    # No name is registered for all of them.
    media_type="application/x-office-xml",
    aliases=(
        # Apache Tika's names.
        "application/vnd.ms-wordml",
        "application/vnd.ms-spreadsheetml",
        "application/vnd.oasis.opendocument.text-flat-xml",
        "application/vnd.oasis.opendocument.spreadsheet-flat-xml",
        "application/vnd.oasis.opendocument.presentation-flat-xml",
        "application/vnd.oasis.opendocument.graphics-flat-xml",
    ),
    extensions=(".fodt", ".fods", ".fodp", ".fodg"),
    recognitions=(Recognition(Precedence.ROOT, _is_document),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.office_xml_reader:read"),
)
