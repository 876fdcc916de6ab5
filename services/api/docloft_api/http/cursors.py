"""Where the next page begins, as text that means nothing to anybody else."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from docloft.errors import InvalidRequestError
from docloft.identity import is_id


def encode(before: str) -> str:
    """A cursor for everything older than the id `before`."""
    return urlsafe_b64encode(json.dumps({"before": before}, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str | None) -> str | None:
    """The id a cursor stands for. Raises InvalidRequestError for one that was not made by `encode`."""
    if cursor is None:
        return None
    try:
        before = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))["before"]
    except (ValueError, KeyError, TypeError, RecursionError):
        before = None
    if not isinstance(before, str) or not is_id(before):
        raise InvalidRequestError("This cursor was not given out here. Begin without one.", "/cursor")
    return before
