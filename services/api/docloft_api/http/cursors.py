"""Cursors: where the next page begins, as opaque text. Callers hand back what they received and nothing else."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

from docloft.errors import InvalidRequestError
from docloft.identity import is_id


def before(item_id: str) -> str:
    """A cursor for everything older than an id."""
    return _encode({"before": item_id})


def read_before(cursor: str | None) -> str | None:
    """The id in a cursor made by `before`; None without a cursor. Raises InvalidRequestError for any other text."""
    if cursor is None:
        return None
    try:
        item_id = _decode(cursor)["before"]
    except (KeyError, TypeError, ValueError):
        item_id = None
    if not isinstance(item_id, str) or not is_id(item_id):
        raise InvalidRequestError("This is not a cursor of this list. Begin without one.", "/cursor")
    return item_id


def after(count: int, *subject: str) -> str:
    """A cursor for what follows the first `count` hits of a search; `subject` says which search."""
    return _encode([count, _digest(subject)])


def read_after(cursor: str | None, *subject: str, limit: int) -> int:
    """The count in a cursor made by `after` for the same subject, 0 without a cursor. Raises InvalidRequestError for
    any other text, and for a count above `limit`.
    """
    if cursor is None:
        return 0
    try:
        count, digest = _decode(cursor)
    except (TypeError, ValueError):
        count, digest = None, None
    if type(count) is not int or not 0 < count <= limit or digest != _digest(subject):
        raise InvalidRequestError("This is not a cursor of this search. Begin without one.", "/cursor")
    return count


def _encode(content: Any) -> str:
    return urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")


def _decode(cursor: str) -> Any:
    """Raises ValueError for text that is no cursor."""
    try:
        return json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except RecursionError as error:
        raise ValueError("Nested too deeply.") from error


def _digest(subject: tuple[str, ...]) -> str:
    return sha256("\n".join(subject).encode("utf-8", "replace")).hexdigest()[:16]
