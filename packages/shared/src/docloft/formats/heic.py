"""HEIC photos (ISO/IEC 23008-12). Few browsers show them."""

from docloft.formats.format import Format, Precedence, Reader, Recognition
from docloft.formats.unknown_file import UnknownFile

_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def _has_brand(file: UnknownFile) -> bool:
    return file.head[4:8] == b"ftyp" and file.head[8:12] in _BRANDS


FORMAT = Format(
    name="heic",
    label="HEIC photo",
    badge="HEIC",
    icon="image",
    media_type="image/heic",
    aliases=("image/heif",),
    extensions=(".heic", ".heif"),
    recognitions=(Recognition(Precedence.SIGNATURE, _has_brand),),
    facts="docloft_storage.pictures.images:facts",
    whole_if_facts=True,
    picture="docloft_storage.pictures.images:thumbnail",
    assembles=True,
    reader=Reader("docloft_worker.readers.picture_reader:read"),
)
