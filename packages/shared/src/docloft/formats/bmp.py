"""Windows bitmaps."""

from docloft.formats.picture import of_picture
from docloft.formats.unknown_file import UnknownFile

# The sizes of the headers that follow the first 14 bytes, from OS/2 to Windows 98.
_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


def _is_bitmap(file: UnknownFile) -> bool:
    head = file.head
    # Text may begin with BM. The bytes after the size are reserved, and are zeros.
    return head[:2] == b"BM" and head[6:10] == bytes(4) and int.from_bytes(head[14:18], "little") in _HEADER_SIZES


FORMAT = of_picture(
    name="bmp",
    label="BMP image",
    badge="BMP",
    media_type="image/bmp",
    aliases=("image/x-ms-bmp",),
    extensions=(".bmp", ".dib"),
    matches=_is_bitmap,
)
