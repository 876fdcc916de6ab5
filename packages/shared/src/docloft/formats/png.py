"""PNG images (ISO/IEC 15948)."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer, starts_with

FORMAT = Format(
    name="png",
    label="PNG image",
    badge="PNG",
    icon="image",
    media_type="image/png",
    extensions=(".png",),
    recognitions=(Recognition(Precedence.SIGNATURE, starts_with(b"\x89PNG\r\n\x1a\n")),),
    viewer=Viewer.IMAGE,
    inline_safe=True,
    facts="docloft_storage.pictures.images:facts",
    whole_if_facts=True,
    picture="docloft_storage.pictures.images:thumbnail",
    assembles=True,
    reader=Reader("docloft_worker.readers.picture_reader:read"),
)
