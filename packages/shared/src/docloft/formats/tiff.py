"""TIFF scans, of one page or many (TIFF 6.0), and BigTIFF. No browser shows them."""

from docloft.formats.format import Format, Precedence, Reader, Recognition
from docloft.formats.unknown_file import UnknownFile

# The second pair is BigTIFF's, whose offsets have 64 bits.
_SIGNATURES = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


def _is_scan(file: UnknownFile) -> bool:
    # Canon's raw photos are TIFF files too, with their own mark after the header.
    return file.head.startswith(_SIGNATURES) and file.head[8:10] != b"CR"


FORMAT = Format(
    name="tiff",
    label="TIFF scan",
    badge="TIFF",
    icon="image",
    media_type="image/tiff",
    extensions=(".tif", ".tiff"),
    recognitions=(Recognition(Precedence.SIGNATURE, _is_scan),),
    facts="docloft_storage.pictures.tiff_scans:facts",
    whole_if_facts=True,
    picture="docloft_storage.pictures.images:thumbnail",
    assembles=True,
    reader=Reader("docloft_worker.readers.picture_reader:read"),
)
