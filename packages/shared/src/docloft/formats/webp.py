"""WebP images (RFC 9649)."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile


def _is_webp(file: UnknownFile) -> bool:
    return file.head[:4] == b"RIFF" and file.head[8:12] == b"WEBP"


FORMAT = Format(
    name="webp",
    label="WebP image",
    badge="WebP",
    icon="image",
    media_type="image/webp",
    extensions=(".webp",),
    recognitions=(Recognition(Precedence.SIGNATURE, _is_webp),),
    viewer=Viewer.IMAGE,
    inline_safe=True,
    facts="docloft_storage.pictures.webp_images:facts",
    whole_if_facts=True,
    picture="docloft_storage.pictures.webp_images:thumbnail",
    assembles=True,
    reader=Reader("docloft_worker.readers.picture_reader:read"),
)
