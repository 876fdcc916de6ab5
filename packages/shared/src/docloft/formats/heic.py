"""HEIC photos (ISO/IEC 23008-12). Few browsers show them."""

from docloft.formats.picture import of_picture
from docloft.formats.unknown_file import UnknownFile

_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def _has_brand(file: UnknownFile) -> bool:
    return file.head[4:8] == b"ftyp" and file.head[8:12] in _BRANDS


FORMAT = of_picture(
    name="heic",
    label="HEIC photo",
    badge="HEIC",
    media_type="image/heic",
    aliases=("image/heif",),
    extensions=(".heic", ".heif"),
    matches=_has_brand,
    is_shown=False,
)
