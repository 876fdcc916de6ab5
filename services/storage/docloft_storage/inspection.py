"""Inspects an upload in the sandbox: finds its format, its pages and pixels, and makes its thumbnail."""

from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docloft import formats
from docloft.errors import Refused
from docloft.formats.format import Format
from docloft.sandbox import ChildFailed, Sandbox

DAMAGED = "This file is damaged, so it was rejected. Get an intact copy, then upload it again."

# Limits for one file. A photo of 48 million pixels takes 1 s of processor time; a PDF's first page takes 35 ms.
_MEMORY_BYTES = 400 * 1024 * 1024
_CPU_SECONDS = 8
_WALL_SECONDS = 40
# More than 500 x 500 pixels take uncompressed, in Base64.
_RESULT_BYTES = 1024 * 1024

sandbox = Sandbox(
    memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS, wall_seconds=_WALL_SECONDS, result_bytes=_RESULT_BYTES
)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """`content` is WebP; `width` and `height` are its pixels."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """The format of an upload, with its pages and pixels, and its thumbnail if it can have one."""

    media_type: str
    pages: int | None
    width: int | None
    height: int | None
    thumbnail: Thumbnail | None

    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes of the document that follow from it."""
        return {
            "media_type": self.media_type,
            "pages": self.pages,
            "width": self.width,
            "height": self.height,
            "thumbnail_width": self.thumbnail.width if self.thumbnail else None,
            "thumbnail_height": self.thumbnail.height if self.thumbnail else None,
        }


def inspect(path: Path) -> Inspection:
    """Raises Refused for a file that is not accepted. A missing thumbnail is no reason to refuse a file."""
    try:
        media_type = sandbox.call("docloft_storage.identify:identify", {"path": str(path)})["media_type"]
    except ChildFailed:
        raise Refused(DAMAGED) from None
    found = formats.BY_MEDIA_TYPE[media_type]
    facts = _facts(found, path)
    return Inspection(media_type, facts.get("pages"), facts.get("width"), facts.get("height"), _thumbnail(found, path))


def _facts(found: Format, path: Path) -> Mapping[str, int | None]:
    if not found.facts:
        return {}
    try:
        return sandbox.call(found.facts, {"path": str(path)})
    except ChildFailed as failure:
        # A file that only needs too much memory or time is not damaged, so it is kept.
        if found.whole_if_facts and failure.how not in {"memory", "time"}:
            raise Refused(DAMAGED) from None
        return {}


def _thumbnail(found: Format, path: Path) -> Thumbnail | None:
    drawn: Mapping[str, Any] = {}
    if found.picture:
        with suppress(ChildFailed):
            drawn = sandbox.call(found.picture, {"path": str(path)})
    return Thumbnail(b64decode(drawn["webp"]), drawn["width"], drawn["height"]) if drawn else None
