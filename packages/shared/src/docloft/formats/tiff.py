"""TIFF scans, of one page or many (TIFF 6.0), and BigTIFF. No browser shows them."""

from docloft.formats.picture import of_picture
from docloft.formats.unknown_file import UnknownFile

# The second pair is BigTIFF's, whose offsets have 64 bits.
_SIGNATURES = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


def _is_scan(file: UnknownFile) -> bool:
    # Canon's raw photos are TIFF files too, with their own mark after the header.
    return file.head.startswith(_SIGNATURES) and file.head[8:10] != b"CR"


FORMAT = of_picture(
    name="tiff",
    label="TIFF scan",
    badge="TIFF",
    media_type="image/tiff",
    extensions=(".tif", ".tiff"),
    matches=_is_scan,
    is_shown=False,
    facts="docloft_storage.pictures.tiff_scans:facts",
)
