"""Ids. A document id is a ULID: 26 characters of Crockford base 32 that sort by time of creation."""

import re
from datetime import datetime

from ulid import ULID

_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_id() -> str:
    """A new ULID. Ids created in one process increase, even within a millisecond (python-ulid)."""
    return str(ULID())


def is_id(text: str) -> bool:
    return _ULID.fullmatch(text) is not None


def first_id(moment: datetime) -> str:
    """The smallest id of a moment: every id that was made earlier is smaller."""
    return str(ULID.from_datetime(moment))[:10] + "0" * 16
