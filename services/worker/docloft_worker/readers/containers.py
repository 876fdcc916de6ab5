"""Containers: modules that extract the parts of one format, each with the functions that docloft.formats.format.Parts
describes. Only the sandbox's child calls them. They write no file: every call returns a few megabytes at most. If parts
can only be reached by unpacking everything before them, the format keeps its place for the next call (`continued`).
"""

import io
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Protocol

from docloft.formats.format import Piece, Pieces
from docloft_worker.readers import Decrypted

_STEP = 256 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


Opened = Callable[[int], Readable]
"""Returns the content of the part with this number."""


class _Place:
    """Where a call ended in a file: `number` and `position` of the part that was read last."""

    def __init__(self, path: str, begin: Callable[[str], AbstractContextManager[Opened]]) -> None:
        self.file = _identity(path)
        self._stack = ExitStack()
        self._opened = self._stack.enter_context(begin(path))
        self.number, self.position = -1, 0
        self._source: Readable | None = None
        self._ahead = self._last = b""

    def leads_to(self, path: str, number: int, offset: int) -> bool:
        if self.file != _identity(path):
            return False
        return (number, offset) == (self.number, self.position) or (number > self.number and offset == 0)

    def opened(self, number: int) -> Readable:
        if number != self.number:
            self.number, self.position, self._ahead = number, 0, b""
            self._source = None
            self._source = self._opened(number)
        return self

    def read(self, size: int, /) -> bytes:
        if self._source is None:
            raise EOFError
        taken, self._ahead = self._ahead[:size], self._ahead[size:]
        taken = taken or self._source.read(size)
        self.position += len(taken)
        self._last = taken
        return taken

    def unread(self) -> None:
        """Puts back what was read last."""
        self._ahead = self._last + self._ahead
        self.position -= len(self._last)

    def close(self) -> None:
        self._stack.close()


_kept: list[_Place] = []
"""At most one: that of the previous call."""


def continued(
    path: str,
    begin: Callable[[str], AbstractContextManager[Opened]],
    numbers: Sequence[int],
    offset: int,
    most: int,
    errors: tuple[type[Exception], ...],
) -> Pieces:
    """Like `collected`, but continues where the previous call ended, if this one begins there: an archive that is
    compressed as a whole is unpacked once, not once for each call. `begin` opens the file and yields a function, which
    is called with increasing numbers. Raises whatever `begin` raises.
    """
    place = _kept.pop() if _kept else None
    if place and not (numbers and place.leads_to(path, numbers[0], offset)):
        place.close()
        place = None
    place = place or _Place(path, begin)
    is_there = bool(numbers) and (place.number, place.position) == (numbers[0], offset)
    found = collected(numbers, place.opened, 0 if is_there else offset, most, errors)
    if found["pieces"] and found["pieces"][-1]["state"] == "more":
        # One byte was read to see that there are more.
        place.unread()
    _kept.append(place)
    return found


def _identity(path: str) -> tuple[str, int, int, int]:
    seen = Path(path).stat()
    return path, seen.st_ino, seen.st_size, seen.st_mtime_ns


def collected(
    numbers: Iterable[int],
    opened: Opened,
    offset: int,
    most: int,
    errors: tuple[type[Exception], ...],
) -> Pieces:
    """Pieces of the parts with these numbers, at most `most` bytes. `opened` returns the content of a part; it may
    raise `errors`, and so may reading; that part is then lost.
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
