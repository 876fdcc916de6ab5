"""Containers: modules that take the parts out of one format, each with the functions that docloft.formats.format.Parts
describes. Only the sandbox's child calls them. They write no file: every call opens the file again and returns a few
megabytes at most.
"""

import io
from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Protocol

from docloft.formats.format import Piece, Pieces
from docloft_worker.readers import Decrypted

_STEP = 256 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def collected(
    numbers: Iterable[int],
    opened: Callable[[int], Readable],
    offset: int,
    most: int,
    errors: tuple[type[Exception], ...],
) -> Pieces:
    """Pieces of the parts with these numbers, at most `most` bytes. `opened` returns the content of a part; it may
    raise `errors`, and so may reading: that part is lost then.
    """
    found: list[Piece] = []
    left = most
    for number in numbers:
        if left <= 0:
            break
        try:
            source = opened(number)
            _skip(source, offset)
            content, ended = _read(source, left)
        except errors:
            found.append({"number": number, "content": "", "state": "lost"})
        else:
            left -= max(len(content), 1)
            state = "last" if ended else "more"
            found.append({"number": number, "content": b64encode(content).decode(), "state": state})
        offset = 0
    return {"pieces": found}


def decrypted(body: io.BytesIO, offset: int, most: int) -> Decrypted:
    """At most `most` bytes of a decrypted copy, from `offset`."""
    whole = body.getbuffer()
    return {"body": b64encode(whole[offset : offset + most]).decode(), "size": len(whole)}


def _skip(source: Readable, size: int) -> None:
    while size > 0:
        skipped = len(source.read(min(size, _STEP)))
        if not skipped:
            return
        size -= skipped


def _read(source: Readable, most: int) -> tuple[bytes, bool]:
    """(At most `most` bytes, whether nothing follows)."""
    content = bytearray()
    while len(content) < most:
        step = source.read(min(most - len(content), _STEP))
        if not step:
            return bytes(content), True
        content += step
    return bytes(content), not source.read(1)
