"""ETags, and If-Match (RFC 9110, 8.8.3 and 13.1.1): only the version that the caller saw is changed."""

import re
from typing import Any, Protocol

from docloft.errors import InvalidRequestError, PreconditionFailedError

_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_LIST = re.compile(rf"{_TAG}(?:[ \t]{{0,9}}+,[ \t]{{0,9}}+{_TAG})*")


def etag(version: int) -> str:
    return f'"{version}"'


class Versioned(Protocol):
    """A document, or another record that people change."""

    @property
    def version(self) -> Any: ...


def require(current: Versioned, if_match: str | None) -> None:
    """Raises PreconditionFailedError if If-Match does not name this version, InvalidRequestError if it is not a list of
    tags. The comparison is strong: a weak tag never matches.
    """
    if if_match is None or if_match.strip() == "*":
        return
    if not _LIST.fullmatch(if_match.strip(" \t")):
        raise InvalidRequestError('If-Match must be * or a list of tags such as "3". Nothing was changed.')
    if etag(int(current.version)) not in re.findall(_TAG, if_match):
        raise PreconditionFailedError("It was changed in the meantime. Reload it and try again.")
