"""JPEG photos (ISO/IEC 10918)."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer, starts_with

FORMAT = Format(
    name="jpeg",
    label="JPEG photo",
    badge="JPEG",
    icon="image",
    media_type="image/jpeg",
    aliases=("image/jpg", "image/pjpeg"),
    extensions=(".jpg", ".jpeg"),
    recognitions=(Recognition(Precedence.SIGNATURE, starts_with(b"\xff\xd8\xff")),),
    viewer=Viewer.IMAGE,
    inline_safe=True,
    facts="docloft_storage.pictures.images:facts",
    whole_if_facts=True,
    picture="docloft_storage.pictures.images:thumbnail",
    assembles=True,
    reader=Reader("docloft_worker.readers.picture_reader:read"),
)
