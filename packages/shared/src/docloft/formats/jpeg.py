"""JPEG photos (ISO/IEC 10918)."""

from docloft.formats.format import starts_with
from docloft.formats.picture import of_picture

FORMAT = of_picture(
    name="jpeg",
    label="JPEG photo",
    badge="JPEG",
    media_type="image/jpeg",
    aliases=("image/jpg", "image/pjpeg"),
    extensions=(".jpg", ".jpeg"),
    matches=starts_with(b"\xff\xd8\xff"),
)
