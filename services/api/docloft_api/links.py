"""Presigned links that let a browser read objects directly from the files bucket. They expire after 15 minutes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from docloft import objects
from docloft.clock import now, timestamp

LINK_SECONDS = 900
"""Short, because a link works for anyone who has it."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    expires_at: str


def to_object(key: str, **response: Any) -> Link:
    """A link to read an object. `response` overrides headers of S3's response, such as ResponseContentType."""
    expires_at = expiry()
    url = objects.client().generate_presigned_url(
        "get_object", Params={"Bucket": objects.bucket(), "Key": key, **response}, ExpiresIn=LINK_SECONDS
    )
    return Link(url, expires_at)


def expiry() -> str:
    """When a link that is signed now will expire."""
    return timestamp(now() + timedelta(seconds=LINK_SECONDS))
