"""WebP images (RFC 9649)."""

from docloft.formats.format import Format, Precedence, Recognition, Viewer
from docloft.formats.sample import Sample


def _is_webp(sample: Sample) -> bool:
    return sample.head[:4] == b"RIFF" and sample.head[8:12] == b"WEBP"


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
)
