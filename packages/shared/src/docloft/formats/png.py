"""PNG images (ISO/IEC 15948)."""

from docloft.formats.format import starts_with
from docloft.formats.picture import of_picture

FORMAT = of_picture(
    name="png",
    label="PNG image",
    badge="PNG",
    media_type="image/png",
    extensions=(".png",),
    matches=starts_with(b"\x89PNG\r\n\x1a\n"),
)
