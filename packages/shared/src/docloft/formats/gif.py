"""GIF images. An animation counts as one page."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer, starts_with

FORMAT = Format(
    name="gif",
    label="GIF image",
    badge="GIF",
    icon="image",
    media_type="image/gif",
    extensions=(".gif",),
    recognitions=(Recognition(Precedence.SIGNATURE, starts_with(b"GIF87a", b"GIF89a")),),
    viewer=Viewer.IMAGE,
    inline_safe=True,
    facts="docloft_storage.pictures.images:facts",
    whole_if_facts=True,
    picture="docloft_storage.pictures.images:thumbnail",
    assembles=True,
    reader=Reader("docloft_worker.readers.picture_reader:read"),
)
