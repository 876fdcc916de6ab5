"""Request bodies: size, encoding and strict JSON."""

import json
import math
from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any

from docloft.errors import InvalidRequestError, TooLargeError
from docloft_api.request_errors import UnsupportedMediaTypeError

MAX_BODY_BYTES = 1024 * 1024
MAX_FILE_BYTES = 4 * 1024 * 1024
"""Limit of a body that is a file. Lambda accepts 6 MB (AWS Lambda quotas), and the gateway encodes bytes as base64,
which makes them a third larger.
"""

LAMBDA_BYTES = 6 * 1024 * 1024
"""No body has more bytes (AWS: Lambda quotas, payload of a synchronous invocation)."""

MAX_DEPTH = 16
_TOO_LARGE = (
    "The request is larger than {megabytes} MB. Nothing was changed. To send a larger file, announce it as JSON and "
    "upload it with the form in the response."
)
_ACCEPTED = frozenset({"application/json", "application/merge-patch+json"})


def raw(body: str | None, *, is_base64: bool, limit: int = MAX_BODY_BYTES) -> bytes:
    """The bytes of a proxy event's body. Raises TooLargeError above `limit`, InvalidRequestError when the body cannot
    be decoded.
    """
    try:
        content = b64decode(body or "", validate=True) if is_base64 else (body or "").encode()
    except (Base64Error, UnicodeEncodeError, ValueError) as error:
        raise InvalidRequestError("The body is not valid UTF-8. Nothing was changed.") from error
    require_size(content, limit)
    return content


def require_size(content: bytes, limit: int) -> None:
    """Raises TooLargeError for more bytes than `limit`."""
    if len(content) > limit:
        raise TooLargeError(_TOO_LARGE.format(megabytes=limit // (1024 * 1024)))


def parse(content: bytes, content_type: str | None) -> dict[str, Any]:
    """Parses one JSON object. Raises UnsupportedMediaTypeError, and InvalidRequestError for invalid JSON (RFC 8259: no
    NaN, no lone surrogates; RFC 7493: no name twice in an object), for NUL characters, and for nesting deeper than
    MAX_DEPTH.
    """
    if media_type(content_type) not in _ACCEPTED:
        raise UnsupportedMediaTypeError("Send the body as application/json. Nothing was changed.")
    try:
        value = json.loads(content.decode(), parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except _RepeatedNameError as error:
        raise InvalidRequestError("The body has the same name twice in one object. Nothing was changed.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidRequestError("The body is not valid JSON. Nothing was changed.") from error
    if not isinstance(value, dict):
        raise InvalidRequestError("The body must be one JSON object. Nothing was changed.", "")
    check(value, "")
    return value


def media_type(content_type: str | None) -> str:
    """The media type of a Content-Type header, without parameters, in lower case."""
    return (content_type or "").partition(";")[0].strip().lower()


def check(value: object, pointer: str, depth: int = 0) -> None:
    """Raises InvalidRequestError for nesting deeper than MAX_DEPTH, for strings with NUL or lone surrogates, and for
    numbers too large for a double, which no response could have.
    """
    if depth > MAX_DEPTH:
        raise InvalidRequestError(f"The body is nested deeper than {MAX_DEPTH} levels. Nothing was changed.", pointer)
    if isinstance(value, str):
        if "\0" in value or any(0xD800 <= ord(character) <= 0xDFFF for character in value):
            raise InvalidRequestError("This text has a NUL or an incomplete character. Nothing was changed.", pointer)
    elif isinstance(value, float) and not math.isfinite(value):
        raise InvalidRequestError("This number is too large. Nothing was changed.", pointer)
    elif isinstance(value, dict):
        for name, part in value.items():
            check(name, pointer)
            check(part, f"{pointer}/{escaped(name)}", depth + 1)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            check(part, f"{pointer}/{number}", depth + 1)


def escaped(name: str) -> str:
    """One reference token of a JSON pointer (RFC 6901, 3)."""
    return name.replace("~", "~0").replace("/", "~1")


class _RepeatedNameError(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedNameError
    return found


def _refuse_constant(_name: str) -> None:
    raise ValueError
