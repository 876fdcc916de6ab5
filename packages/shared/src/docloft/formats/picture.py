"""What the formats of pictures have in common."""

from collections.abc import Callable

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile

_IMAGES = "docloft_storage.pictures.images"


def of_picture(
    *,
    name: str,
    label: str,
    badge: str,
    media_type: str,
    extensions: tuple[str, ...],
    matches: Callable[[UnknownFile], bool],
    aliases: tuple[str, ...] = (),
    is_shown: bool = True,
    facts: str = f"{_IMAGES}:facts",
    thumbnail: str = f"{_IMAGES}:thumbnail",
) -> Format:
    """The format of a picture, whose words are recognised. `is_shown`: browsers can show it."""
    return Format(
        name=name,
        label=label,
        badge=badge,
        icon="image",
        media_type=media_type,
        aliases=aliases,
        extensions=extensions,
        recognitions=(Recognition(Precedence.SIGNATURE, matches),),
        viewer=Viewer.IMAGE if is_shown else Viewer.NONE,
        inline_safe=is_shown,
        facts=facts,
        whole_if_facts=True,
        picture=thumbnail,
        assembles=True,
        reader=Reader("docloft_worker.readers.picture_reader:read"),
    )
