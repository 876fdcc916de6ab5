"""AVIF images (AV1 Image File Format 1.1)."""

from docloft.formats.picture import of_picture
from docloft.formats.unknown_file import UnknownFile


def _has_brand(file: UnknownFile) -> bool:
    return file.head[4:8] == b"ftyp" and file.head[8:12] in {b"avif", b"avis"}


FORMAT = of_picture(
    name="avif",
    label="AVIF image",
    badge="AVIF",
    media_type="image/avif",
    extensions=(".avif", ".avifs"),
    matches=_has_brand,
)
