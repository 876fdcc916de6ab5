"""Inspects an upload in the sandbox: finds its format, its pages and pixels, and makes its thumbnail."""

from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypedDict

from docloft import formats, reasons
from docloft.errors import Cause, Refused
from docloft.formats.format import Facts, Format, Thumbnail
from docloft.lifecycle.gaps import Gap
from docloft.sandbox import ChildFailed, Sandbox

_PARTIAL = [Gap.NOT_INSPECTED.value]

# Limits for one file. A photo of 48 million pixels takes 1 s of processor time; a PDF's first page takes 35 ms.
_MEMORY_BYTES = 400 * 1024 * 1024
_CPU_SECONDS = 8
_WALL_SECONDS = 40
# More than 500 x 500 uncompressed pixels take in Base64.
_RESULT_BYTES = 1024 * 1024

sandbox = Sandbox(
    memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS, wall_seconds=_WALL_SECONDS, result_bytes=_RESULT_BYTES
)


class Identity(TypedDict):
    """What docloft_storage.identify returns; it is imported in the child only."""

    media_type: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """The format of an upload, the attributes of its document that were found (pages, pixels, and `partial`: what could
    not be found), and its thumbnail as WebP if it can have one.
    """

    media_type: str
    attributes: Mapping[str, Any]
    thumbnail: bytes | None


UNKNOWN = Inspection(
    "application/octet-stream",
    {
        "media_type": "application/octet-stream",
        **dict.fromkeys(("pages", "width", "height", "thumbnail_width", "thumbnail_height")),
        "partial": [],
    },
    None,
)
"""A file that is kept as it is: it can be downloaded, and is found by its title."""


def inspect(path: Path) -> Inspection:
    """Raises Refused for a file that is not accepted. A missing thumbnail is no reason to refuse a file, and a file
    that needs too much time or memory is kept, whatever it is.
    """
    try:
        media_type = _identify(path)
    except ChildFailed as failure:
        if failure.is_costly:
            return replace(UNKNOWN, attributes={**UNKNOWN.attributes, "partial": _PARTIAL})
        raise Refused(reasons.DAMAGED) from None
    found = formats.BY_MEDIA_TYPE.get(media_type)
    if found is None:
        # Such a result can only come from a malicious file that took over the child.
        raise Refused(reasons.DAMAGED)
    facts, drawn = _facts(found, path), _thumbnail(found, path)
    partial = _PARTIAL if facts is None or drawn is None else []
    facts, drawn = facts or {}, drawn or {}
    attributes = {
        "media_type": media_type,
        "pages": facts.get("pages"),
        "width": facts.get("width"),
        "height": facts.get("height"),
        "thumbnail_width": drawn.get("width"),
        "thumbnail_height": drawn.get("height"),
        "partial": partial,
    }
    return Inspection(media_type, attributes, drawn.get("webp"))


def _identify(path: Path) -> str:
    """A library that runs out of time or memory says nothing about the file, which is then identified without a
    library.
    """
    with suppress(ChildFailed):
        return _identity(path, by_reader=True)
    return _identity(path, by_reader=False)


def _identity(path: Path, *, by_reader: bool) -> str:
    arguments = {"path": str(path), "by_reader": by_reader}
    media_type: str = sandbox.call("docloft_storage.identify:identify", arguments, Identity)["media_type"]
    return media_type


def _facts(found: Format, path: Path) -> Mapping[str, int | None] | None:
    """None if reading them needs too much time or memory."""
    if not found.facts:
        return {}
    try:
        return sandbox.call(found.facts, {"path": str(path)}, Facts)
    except ChildFailed as failure:
        # A file that only needs too much memory or time is not damaged, so it is kept.
        if found.whole_if_facts and not failure.is_costly:
            raise Refused(reasons.DAMAGED) from None
        return None
    except Refused as refusal:
        # A locked file waits in the archive for its password: the worker reports it.
        if refusal.cause != Cause.LOCKED:
            raise
        return {}


def _thumbnail(found: Format, path: Path) -> Mapping[str, Any] | None:
    """None if making it needs too much time or memory."""
    if not found.picture:
        return {}
    try:
        drawn = sandbox.call(found.picture, {"path": str(path)}, Thumbnail)
        return {**drawn, "webp": b64decode(drawn["webp"])} if drawn.keys() == Thumbnail.__optional_keys__ else {}
    except Refused as refusal:
        return None if refusal.cause == Cause.TOO_HEAVY else {}
    except ValueError:
        # The Base64 of a child that was taken over.
        return {}
