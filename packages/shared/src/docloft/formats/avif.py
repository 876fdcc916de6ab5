"""AVIF images (AV1 Image File Format 1.1)."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile


def _has_brand(file: UnknownFile) -> bool:
    return file.head[4:8] == b"ftyp" and file.head[8:12] in {b"avif", b"avis"}


FORMAT = Format(
    name="avif",
    label="AVIF image",
    badge="AVIF",
    icon="image",
    media_type="image/avif",
    extensions=(".avif", ".avifs"),
    recognitions=(Recognition(Precedence.SIGNATURE, _has_brand),),
    viewer=Viewer.IMAGE,
    inline_safe=True,
    facts="docloft_storage.pictures.images:facts",
    whole_if_facts=True,
    picture="docloft_storage.pictures.images:thumbnail",
    assembles=True,
    reader=Reader("docloft_worker.readers.picture_reader:read"),
)
