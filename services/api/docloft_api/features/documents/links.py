"""Links that let a browser send to and fetch from the files bucket by itself, for a quarter of an hour at most."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from docloft import formats, objects
from docloft.identity import now, timestamp
from docloft.tables.documents import Document

LINK_SECONDS = 900
"""A leaked link is worth nothing after 15 minutes."""

_STABLE_SECONDS = 300
_REMEMBERED_AT_MOST = 2000
_UNKNOWN = "application/octet-stream"

_thumbnails: dict[str, tuple[float, "Link"]] = {}


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class Form:
    """A presigned POST: `fields` go first, in this order, the file last."""

    url: str
    fields: dict[str, str]
    expires_at: str


def upload_form(document: Document) -> Form:
    """Lets exactly these bytes be put at exactly this document's inbox key, as this type: S3 refuses another key
    (403), size (400), type (403) or checksum (400).
    """
    fixed = {
        "Content-Type": document.media_type,
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": document.checksum_sha256,
    }
    size = int(document.size)
    conditions: list[Any] = [*({name: value} for name, value in fixed.items()), ["content-length-range", size, size]]
    expires_at = _expiry()
    answer = objects.client().generate_presigned_post(
        Bucket=objects.bucket(),
        Key=objects.inbox_key(document.library_id, document.document_id),
        Fields=dict(fixed),
        Conditions=conditions,
        ExpiresIn=LINK_SECONDS,
    )
    return Form(answer["url"], answer["fields"], expires_at)


def disposition(document: Document, *, inline: bool) -> Literal["attachment", "inline"]:
    """How the original may be opened: inline only when asked for and safe."""
    return "inline" if inline and formats.is_inline_safe(document.media_type) else "attachment"


def original(document: Document, kind: Literal["attachment", "inline"]) -> Link:
    """The original under its own name, with the media type of an accepted format, whatever type the object in the
    bucket has. Inline only where formats.is_inline_safe, so that nothing that opens can run script.
    """
    found = formats.find(document.media_type)
    expires_at = _expiry()
    url = objects.client().generate_presigned_url(
        "get_object",
        Params={
            "Bucket": objects.bucket(),
            "Key": objects.original_key(document.library_id, document.document_id),
            "ResponseContentDisposition": objects.content_disposition(kind, document.file_name),
            "ResponseContentType": found.media_type if found else _UNKNOWN,
        },
        ExpiresIn=LINK_SECONDS,
    )
    return Link(url, expires_at)


def thumbnail(document: Document) -> Link:
    """The same link for five minutes per container: a page that polls does not load its pictures again, and a list
    of a hundred is signed once.
    """
    key = objects.thumbnail_key(document.library_id, document.document_id)
    known = _thumbnails.get(key)
    if known and time.time() - known[0] < _STABLE_SECONDS:
        return known[1]
    expires_at = _expiry()
    url = objects.client().generate_presigned_url(
        "get_object",
        Params={"Bucket": objects.bucket(), "Key": key, "ResponseContentType": "image/webp"},
        ExpiresIn=LINK_SECONDS,
    )
    if len(_thumbnails) >= _REMEMBERED_AT_MOST:
        _thumbnails.clear()
    link = Link(url, expires_at)
    _thumbnails[key] = (time.time(), link)
    return link


def forget() -> None:
    """Empties the container's memory of thumbnail links."""
    _thumbnails.clear()


def _expiry() -> str:
    return timestamp(now() + timedelta(seconds=LINK_SECONDS))
