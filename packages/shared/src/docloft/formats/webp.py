"""WebP images (RFC 9649)."""

from docloft.formats.picture import of_picture
from docloft.formats.unknown_file import UnknownFile


def _is_webp(file: UnknownFile) -> bool:
    return file.head[:4] == b"RIFF" and file.head[8:12] == b"WEBP"


FORMAT = of_picture(
    name="webp",
    label="WebP image",
    badge="WebP",
    media_type="image/webp",
    extensions=(".webp",),
    matches=_is_webp,
    facts="docloft_storage.pictures.webp_images:facts",
    thumbnail="docloft_storage.pictures.webp_images:thumbnail",
)
