"""Inspects an upload in the sandbox: finds its format, its pages and pixels, and makes its thumbnail."""

from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from docloft import formats, reasons
from docloft.errors import Cause, Refused
from docloft.formats.format import Facts, Format, Thumbnail
from docloft.sandbox import ChildFailed, Sandbox

_LIMITS = frozenset({"memory", "time"})

# Limits for one file. A photo of 48 million pixels takes 1 s of processor time; a PDF's first page takes 35 ms.
_MEMORY_BYTES = 400 * 1024 * 1024
_CPU_SECONDS = 8
_WALL_SECONDS = 40
# More than 500 x 500 pixels take uncompressed, in Base64.
_RESULT_BYTES = 1024 * 1024

sandbox = Sandbox(
    memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS, wall_seconds=_WALL_SECONDS, result_bytes=_RESULT_BYTES
)


class Identity(TypedDict):
    """What docloft_storage.identify returns; it is imported in the child only."""

    media_type: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """The format of an upload, the attributes of its document that were found (pages, pixels), and its thumbnail as
    WebP if it can have one.
    """

    media_type: str
    attributes: Mapping[str, Any]
    thumbnail: bytes | None


UNKNOWN = Inspection(
    "application/octet-stream",
    {
        "media_type": "application/octet-stream",
        **dict.fromkeys(("pages", "width", "height", "thumbnail_width", "thumbnail_height")),
    },
    None,
)
"""A file that is kept as it is: it can be downloaded, and is found by its title."""


def inspect(path: Path) -> Inspection:
    """Raises Refused for a file that is not accepted. A missing thumbnail is no reason to refuse a file."""
    media_type = _identify(path)
    found = formats.BY_MEDIA_TYPE.get(media_type)
    if found is None:
        # From a file that took over the child.
        raise Refused(reasons.DAMAGED)
    facts = _facts(found, path)
    drawn = _thumbnail(found, path)
    attributes = {
        "media_type": media_type,
        "pages": facts.get("pages"),
        "width": facts.get("width"),
        "height": facts.get("height"),
        "thumbnail_width": drawn.get("width"),
        "thumbnail_height": drawn.get("height"),
    }
    return Inspection(media_type, attributes, drawn.get("webp"))


def _identify(path: Path) -> str:
    """A library that needs too much time or memory says nothing about a file: it is identified without one then."""
    with suppress(ChildFailed):
        return _identity(path, by_reader=True)
    try:
        return _identity(path, by_reader=False)
    except ChildFailed as failure:
        raise Refused(reasons.TOO_HEAVY if failure.how in _LIMITS else reasons.DAMAGED) from None


def _identity(path: Path, *, by_reader: bool) -> str:
    arguments = {"path": str(path), "by_reader": by_reader}
    media_type: str = sandbox.call("docloft_storage.identify:identify", arguments, Identity)["media_type"]
    return media_type


def _facts(found: Format, path: Path) -> Mapping[str, int | None]:
    if not found.facts:
        return {}
    try:
        return sandbox.call(found.facts, {"path": str(path)}, Facts)
    except ChildFailed as failure:
        # A file that only needs too much memory or time is not damaged, so it is kept.
        if found.whole_if_facts and failure.how not in _LIMITS:
            raise Refused(reasons.DAMAGED) from None
        return {}
    except Refused as refusal:
        # A locked file waits in the archive for its password: the worker reports it.
        if refusal.cause != Cause.LOCKED:
            raise
        return {}


def _thumbnail(found: Format, path: Path) -> Mapping[str, Any]:
    if not found.picture:
        return {}
    # ValueError: the Base64 of a child that was taken over.
    with suppress(Refused, ValueError):
        drawn = sandbox.call(found.picture, {"path": str(path)}, Thumbnail)
        return {**drawn, "webp": b64decode(drawn["webp"])} if drawn.keys() == Thumbnail.__optional_keys__ else {}
    return {}
