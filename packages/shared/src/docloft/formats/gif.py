"""GIF images. An animation counts as one page."""

from docloft.formats.format import starts_with
from docloft.formats.picture import of_picture

FORMAT = of_picture(
    name="gif",
    label="GIF image",
    badge="GIF",
    media_type="image/gif",
    extensions=(".gif",),
    matches=starts_with(b"GIF87a", b"GIF89a"),
)
