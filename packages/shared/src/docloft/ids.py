"""Ids. A document id is a ULID: 26 characters of Crockford base 32 that sort by time of creation."""

import hashlib
import re
from datetime import datetime

from ulid import ULID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_id() -> str:
    """A new ULID. Ids created in one process increase, even within a millisecond (python-ulid)."""
    return str(ULID())


def is_id(text: str) -> bool:
    return _ULID.fullmatch(text) is not None


def first_id(moment: datetime) -> str:
    """The smallest id of a moment: every id that was made earlier is smaller."""
    return str(ULID.from_datetime(moment))[:10] + "0" * 16


def derived_id(beside: str, text: str) -> str:
    """An id that is always the same for the same text and the time of the id `beside`, which it sorts next to."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:10])
    return beside[:10] + "".join(_ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))
