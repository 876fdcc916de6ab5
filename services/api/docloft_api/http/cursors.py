"""Cursors: where the next page begins, as opaque text. Use cases do not handle cursors: they receive `after` and return
`next`, and `routing` translates (see Operation.paging).
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from docloft.errors import InvalidRequestError
from docloft.ids import is_id

_NOT_VALID = "This cursor is not valid for this search. Start without a cursor."


class Paging(Protocol):
    """How a list continues. `query` is the validated query of the request."""

    def cursor(self, after: Any, library_id: str, query: Mapping[str, Any], /) -> str:
        """The cursor of the page after this place."""

    def after(self, cursor: str, library_id: str, query: Mapping[str, Any], /) -> Any:
        """The place in a cursor of the same list. Raises InvalidRequestError for any other text."""


@dataclass(frozen=True, slots=True)
class ById:
    """The next page begins after an item's id."""

    def cursor(self, after: str, _library_id: str, _query: Mapping[str, Any]) -> str:
        # Release 0.1 named it `before`, because its lists are newest first.
        return _encode({"before": after})

    def after(self, cursor: str, _library_id: str, _query: Mapping[str, Any]) -> str:
        try:
            item_id = _decode(cursor)["before"]
        except (KeyError, TypeError, ValueError):
            item_id = None
        if not isinstance(item_id, str) or not is_id(item_id):
            raise InvalidRequestError("This cursor is not valid for this list. Start without a cursor.", "/cursor")
        return item_id


@dataclass(frozen=True, slots=True)
class ByText:
    """The next page begins after the key of an index."""

    def cursor(self, after: str, _library_id: str, _query: Mapping[str, Any]) -> str:
        return _encode({"after": after})

    def after(self, cursor: str, _library_id: str, _query: Mapping[str, Any]) -> str:
        try:
            key = _decode(cursor)["after"]
        except (KeyError, TypeError, ValueError):
            key = None
        if not isinstance(key, str) or not re.fullmatch(r"[ -~]{1,100}", key):
            raise InvalidRequestError("This cursor is not valid for this list. Start without a cursor.", "/cursor")
        return key


@dataclass(frozen=True, slots=True)
class ByCount:
    """The next page begins after the first hits of a search, at most `limit`. A cursor is valid for the same library
    and the same values of the query parameters `parameters`.
    """

    parameters: tuple[str, ...]
    limit: int

    def cursor(self, after: int, library_id: str, query: Mapping[str, Any]) -> str:
        return _encode([after, _digest(library_id, self.parameters, query)])

    def after(self, cursor: str, library_id: str, query: Mapping[str, Any]) -> int:
        try:
            count, digest = _decode(cursor)
        except (TypeError, ValueError):
            count, digest = None, None
        subject = _digest(library_id, self.parameters, query)
        if type(count) is not int or not 0 < count <= self.limit or digest != subject:
            raise InvalidRequestError(_NOT_VALID, "/cursor")
        return count


class Continuation(Protocol):
    """What the next page of a list needs to know."""

    def encode(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ByPosition:
    """The next page begins at a position that only the feature understands. `decode` raises ValueError. A cursor is
    valid for the same library and the same values of the query parameters `parameters`.
    """

    parameters: tuple[str, ...]
    decode: Callable[[bytes], Continuation]

    def cursor(self, after: Continuation, library_id: str, query: Mapping[str, Any]) -> str:
        return _to_text(_digest(library_id, self.parameters, query).encode() + after.encode())

    def after(self, cursor: str, library_id: str, query: Mapping[str, Any]) -> Continuation:
        expected = _digest(library_id, self.parameters, query).encode()
        try:
            content = _to_bytes(cursor)
            position = self.decode(content.removeprefix(expected)) if content.startswith(expected) else None
        except ValueError:
            position = None
        if position is None:
            raise InvalidRequestError(_NOT_VALID, "/cursor")
        return position


def _encode(content: Any) -> str:
    return _to_text(json.dumps(content, separators=(",", ":")).encode())


def _decode(cursor: str) -> Any:
    """Raises ValueError for text that is not a cursor."""
    try:
        return json.loads(_to_bytes(cursor))
    except RecursionError as error:
        raise ValueError("Nested too deeply.") from error


def _to_text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _to_bytes(cursor: str) -> bytes:
    return urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))


def _digest(library_id: str, parameters: tuple[str, ...], query: Mapping[str, Any]) -> str:
    subject = "\n".join((library_id, *(str(query[name]) for name in parameters)))
    return sha256(subject.encode("utf-8", "replace")).hexdigest()[:16]
