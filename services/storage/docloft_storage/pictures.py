"""What a page or a picture looks like: its size, and a WebP thumbnail of at most THUMBNAIL_PIXELS on its longer side.
Runs in the sandbox's child (docloft.sandbox); libraries are loaded there, when the first file needs them.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docloft.errors import Cause, Refused

if TYPE_CHECKING:
    from PIL import Image

THUMBNAIL_PIXELS = 500
MAX_PIXELS = 250_000_000
"""Above the largest telephones of today (200 million); beyond it is a bomb or a map."""

WEBP_PIXELS = 30_000_000
"""A larger WebP is kept and not looked at: its decoder (libwebp) holds every pixel twice, in four bytes, at once."""

_MAX_FRAMES = 10_000
_ORIENTATION = 0x0112
_TURNED = frozenset({5, 6, 7, 8})
_QUALITY = 80
_DAMAGED_IMAGE = "This image is damaged and cannot be shown. Try to get a whole copy of it, then upload it again."
_WRONG_PASSWORD = "This PDF is locked with a password. Save it without one, then upload it again."  # noqa: S105


def facts(path: str, media_type: str) -> dict[str, Any]:
    """{"pages", "width", "height"}; each may be None. Pixels are counted as a person sees the picture, turned by EXIF.
    A PDF that cannot be opened has no facts here: reading it tells why. Raises Refused for a locked PDF, a damaged
    picture, or one of more than MAX_PIXELS.
    """
    if media_type == "application/pdf":
        return {"pages": _pages(path), "width": None, "height": None}
    if size := _size_of_large_webp(path, media_type):
        return {"pages": 1, "width": size[0], "height": size[1]}
    if media_type.startswith("image/"):
        from PIL import Image  # noqa: PLC0415

        with _opened_image(path) as image:
            width, height = image.size
            # Not image.getexif(): for it a PNG is decoded whole, and large ones do not fit into the memory.
            if Image.Image.getexif(image).get(_ORIENTATION) in _TURNED:
                width, height = height, width
            return {"pages": _frames(image, media_type), "width": width, "height": height}
    return {"pages": None, "width": None, "height": None}


def thumbnail(path: str, media_type: str, target: str) -> dict[str, Any]:
    """Writes the thumbnail to `target`; answers its {"width", "height"}, or {} for a type that has no looks and a
    picture too large to be looked at. Raises Refused for one that cannot be shown.
    """
    picture = None
    if media_type == "application/pdf":
        picture = _first_page(path)
    elif media_type.startswith("image/") and not _size_of_large_webp(path, media_type):
        picture = _shrunk(path)
    if picture is None:
        return {}
    picture.save(target, "WEBP", quality=_QUALITY, method=4)
    return {"width": picture.width, "height": picture.height}


def _pages(path: str) -> int | None:
    import pypdfium2  # noqa: PLC0415 - 45 ms that a photo need not pay

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(_WRONG_PASSWORD, Cause.LOCKED) from error
        return None
    try:
        return len(document)
    finally:
        document.close()


def _first_page(path: str) -> "Image.Image | None":
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(path)
        page = document[0]
        width, height = page.get_size()
        # A page may claim to be kilometres long: what is drawn is bounded, whatever the page says.
        scale = THUMBNAIL_PIXELS / max(width, height, 1.0)
        picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError):
        return None
    picture.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    return picture


def _shrunk(path: str) -> "Image.Image":
    from PIL import Image, ImageFile, ImageOps  # noqa: PLC0415

    # Half a photo is more to a person than none.
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    box = (THUMBNAIL_PIXELS, THUMBNAIL_PIXELS)
    with _opened_image(path) as image:
        # Lets the JPEG decoder shrink while it reads: an eighth of the memory.
        image.draft("RGB", (THUMBNAIL_PIXELS * 2, THUMBNAIL_PIXELS * 2))
        if image.mode.startswith("I;16"):
            small: Image.Image = image.convert("I").point(lambda value: value / 256).convert("L")
        else:
            small = image.convert("RGBA" if _has_transparency(image) else "RGB")
        small.info["exif"] = image.getexif().tobytes()
        small.thumbnail(box)
        small = ImageOps.exif_transpose(small)
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small)
        return paper
    return small.convert("RGB")


def _size_of_large_webp(path: str, media_type: str) -> tuple[int, int] | None:
    """(width, height) from the header (RFC 9649) when there are more than WEBP_PIXELS. Raises Refused beyond
    MAX_PIXELS.
    """
    if media_type != "image/webp":
        return None
    with Path(path).open("rb") as file:
        head = file.read(30)
    kind, bits = head[12:16], head[24:30]
    if kind == b"VP8X":
        width, height = (int.from_bytes(bits[at : at + 3], "little") + 1 for at in (0, 3))
    elif kind == b"VP8L":
        packed = int.from_bytes(head[21:25], "little")
        width, height = (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    else:
        width, height = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    _require_showable(width, height)
    return (width, height) if width * height > WEBP_PIXELS else None


def _require_showable(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise Refused(
            f"This image is too large to be shown: it has more than {MAX_PIXELS // 1_000_000} million pixels.",
            Cause.TOO_LARGE,
        )


def _has_transparency(image: "Image.Image") -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def _frames(image: "Image.Image", media_type: str) -> int:
    """Pages of a fax or scan; a moving picture is one."""
    if media_type != "image/tiff":
        return 1
    frames = 1
    while frames < _MAX_FRAMES:
        try:
            image.seek(frames)
        except EOFError:
            break
        frames += 1
    return frames


@contextmanager
def _opened_image(path: str) -> "Iterator[Image.Image]":
    import pi_heif  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    pi_heif.register_heif_opener()
    # Ours is the check below, with a sentence; Pillow's would only warn up to twice its own number.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(Path(path), formats=("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "MPO")) as image:
            _require_showable(image.width, image.height)
            yield image
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, struct.error) as error:
        raise Refused(_DAMAGED_IMAGE) from error
