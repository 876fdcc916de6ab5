"""Ids and times. A document id is a ULID: 26 characters of Crockford base 32 that sort by time of creation."""

import re
from datetime import UTC, datetime

from ulid import ULID

_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_id() -> str:
    """A new ULID. Within a process they increase, even in the same millisecond (python-ulid)."""
    return str(ULID())


def is_id(text: str) -> bool:
    return _ULID.fullmatch(text) is not None


def now() -> datetime:
    return datetime.now(UTC)


def timestamp(moment: datetime | None = None) -> str:
    """ISO 8601 UTC with milliseconds and `Z`: fixed width, so that it sorts as text."""
    return (moment or now()).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
