"""Ids and clocks. A document id is a ULID: sortable by time of making, 26 characters of Crockford base 32."""

import re
from datetime import UTC, datetime

from ulid import ULID

_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_id() -> str:
    """A fresh ULID, monotonic within one millisecond of this process (python-ulid)."""
    return str(ULID())


def is_id(text: str) -> bool:
    return _ULID.fullmatch(text) is not None


def now() -> datetime:
    return datetime.now(UTC)


def timestamp(moment: datetime | None = None) -> str:
    """ISO 8601 UTC with milliseconds and `Z`: fixed width, so that it sorts as text."""
    return (moment or now()).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
