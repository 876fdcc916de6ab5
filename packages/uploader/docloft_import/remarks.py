"""Makes notes from an archive's remarks about a document, within the limits of the API."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from docloft_import.imported_archives import Remark

LONGEST = 4_000
MOST = 50
"""Limits of the API (docs/openapi.json)."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def remarks_of(text: str, at: str | None, by: str | None, key: str) -> list[Remark]:
    """A note, or several when the text is longer than a note may be. `key` identifies it in its archive; ids sort by
    the moment when it was written.
    """
    moment = _moment(at)
    pieces = list(_pieces(text.strip()))
    return [
        Remark(id_of(moment, f"{key} {number}"), piece, moment.isoformat() if moment else None, by or None)
        for number, piece in enumerate(pieces)
    ]


def moment_of(written: Any) -> str | None:
    """A moment as the API takes it; None for anything else."""
    moment = _moment(written if isinstance(written, str) else None)
    return moment.isoformat() if moment else None


def _pieces(text: str) -> Iterable[str]:
    """Cut at line ends or spaces where there are any."""
    while len(text) > LONGEST:
        start = text[:LONGEST]
        at = max(start.rfind("\n"), start.rfind(" "))
        at = at if at > LONGEST // 2 else LONGEST
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def _moment(written: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if 1900 < found.year < 9999 else None


def id_of(moment: datetime | None, key: str) -> str:
    """A ULID: 48 bits of milliseconds, 80 bits of a digest."""
    milliseconds = max(0, int((moment - _EARLIEST).total_seconds() * 1000)) if moment else 0
    number = milliseconds << 80 | int.from_bytes(hashlib.sha256(key.encode()).digest()[:10], "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
