"""What a photo or scan says about itself: Exif (CIPA DC-008), the texts of a PNG (11.3.3), and XMP."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image

from docloft.parsing.image_files import ERRORS
from docloft.parsing.text_files import decode
from docloft_worker.readers import Properties, properties, xmp
from docloft_worker.readers.cleaning import clean

_EXIF_DIRECTORY = 0x8769
_TAKEN, _CHANGED, _COMMENT = 0x9003, 0x0132, 0x9286
_WINDOWS = range(0x9C9B, 0x9CA0)
"""Tags that Windows writes in UTF-16."""
_TAGS = {0x9C9B: "title", 0x013B: "author", 0x9C9D: "author"}
_DESCRIPTIONS = (0x010E, 0x9C9C, 0x9C9E, 0x9C9F)
_TEXTS = {"Title": "title", "Author": "author", "Creation Time": "created"}
_DESCRIBING = ("Description", "Comment", "Keywords", "Subject")
_CHARACTER_CODES = (b"ASCII\x00\x00\x00", b"UNICODE\x00", bytes(8))
"""What a comment begins with (CIPA DC-008, 4.6.6)."""
_MOST = 4 * properties.MAX_CHARACTERS


def of(image: Image.Image, path: Path) -> Properties:
    """Empty for most pictures, and for what cannot be read."""
    found: dict[str, str] = {}
    described: list[str] = []
    with warnings.catch_warnings(action="ignore"), suppress(*ERRORS):
        exif = image.getexif()
        inner = exif.get_ifd(_EXIF_DIRECTORY)
        found |= {name: text for tag, name in _TAGS.items() if (text := _text(exif, tag))}
        described += [_text(exif, tag) for tag in _DESCRIPTIONS] + [_comment(inner)]
        found["created"] = (_text(inner, _TAKEN) or _text(exif, _CHANGED))[:10].replace(":", "-")
    found |= {name: text for key, name in _TEXTS.items() if (text := _said(image, key))}
    described += [_said(image, key) for key in _DESCRIBING]
    keywords = "; ".join(dict.fromkeys(filter(None, described)))
    packet: Properties = {}
    with suppress(OSError, ValueError):
        packet = xmp.properties_in(path)
    return {**packet, **properties.of(**found, keywords=keywords)}


def _text(tags: Mapping[int, Any], tag: int) -> str:
    value = tags.get(tag)
    if isinstance(value, tuple):
        value = bytes(_octets(value))
    if isinstance(value, str):
        # Pillow reads every text as Latin-1.
        value = value[:_MOST].encode("latin-1", "replace")
    if not isinstance(value, bytes):
        return ""
    return _cleaned(value[:_MOST].decode("utf-16-le", "replace") if tag in _WINDOWS else decode(value[:_MOST]))


def _octets(values: tuple[Any, ...]) -> Iterator[int]:
    yield from (one for one in values[:_MOST] if isinstance(one, int) and 0 <= one < 256)


def _comment(tags: Mapping[int, Any]) -> str:
    value = tags.get(_COMMENT)
    if not isinstance(value, bytes) or not value.startswith(_CHARACTER_CODES):
        return ""
    return _cleaned(decode(value[8:_MOST]))


def _said(image: Image.Image, key: str) -> str:
    value = image.info.get(key)
    return _cleaned(value[:_MOST]) if image.format == "PNG" and isinstance(value, str) else ""


def _cleaned(text: str) -> str:
    return " ".join(clean(text.partition("\x00")[0]).split())
