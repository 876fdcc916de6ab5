"""Presigned links that let a browser read objects directly from the files bucket. They expire after 15 minutes."""

from dataclasses import dataclass
from datetime import timedelta

from docloft import objects
from docloft.clock import now, timestamp

LINK_SECONDS = 900
"""Short, because a link works for anyone who has it."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    expires_at: str


def to_object(key: str, *, content_type: str = "", content_disposition: str = "") -> Link:
    """A link to read an object, with these headers in S3's response."""
    expires_at = expiry()
    url = objects.presigned(key, LINK_SECONDS, content_type=content_type, content_disposition=content_disposition)
    return Link(url, expires_at)


def to_thumbnail(library_id: str, content_id: str) -> Link:
    expires_at = expiry()
    key = objects.thumbnail_key(library_id, content_id)
    return Link(objects.presigned(key, LINK_SECONDS, content_type="image/webp"), expires_at)


def expiry() -> str:
    """When a link that is signed now will expire."""
    return timestamp(now() + timedelta(seconds=LINK_SECONDS))
