"""Extracts the parts of a file, one after the other, in the sandbox's child, whose results are not trusted."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docloft.errors import Refused
from docloft.formats.format import Parts, Piece, Pieces
from docloft.sandbox import ChildFailed, Sandbox
from docloft_worker.time_limit import require_time

PIECE_BYTES = 4 * 1024 * 1024
"""Bytes that the child returns at a time: with Base64 and JSON, it needs four times as much memory."""

MAX_PART_BYTES = 100 * 1024 * 1024
"""The default limit of an upload. A function has 512 MB of scratch space for the file and one part."""

_MOST_FAILURES = 3
"""After this many calls in which the child fails, the remaining parts are left out: each call may take 40 s."""

_PAUSE = 5


@dataclass(frozen=True, slots=True)
class ExtractedPart:
    """A part that the child has extracted, as a file."""

    number: int
    path: Path
    size: int
    checksum_sha256: str


class Extraction:
    """`budget`: how many bytes may be taken out in all. `calls`: how often the child was called."""

    def __init__(self, of: Parts, path: Path, sandbox: Sandbox, budget: int) -> None:
        self._of, self._path, self._sandbox = of, path, sandbox
        self._budget = budget
        self._failures = 0
        self.calls = 0
        self._file = path.with_name("part")
        self._begin()

    def run(self, numbers: Sequence[int], until: float) -> Iterator[ExtractedPart | None]:
        """Each part as a file that exists until the next one is requested; None for a part that cannot be extracted."""
        left = list(numbers)
        while left and self._failures < _MOST_FAILURES and self._budget >= 0:
            require_time(until, pause=_PAUSE)
            for piece in self._pieces(left):
                if not left or piece["number"] != left[0]:
                    # Such a result can only come from a malicious file that took over the child.
                    break
                state = self._kept(piece)
                if state != "more":
                    number = left.pop(0)
                    yield self._taken(number) if state == "last" and self._size else None
                    self._begin()
        yield from (None for _ in left)

    def _pieces(self, numbers: Sequence[int]) -> Sequence[Piece]:
        """The next pieces. When the child fails, only those of the first part; after another failure it is lost."""
        for some in ([*numbers], [*numbers[:1]])[len(numbers) == 1 :]:
            self.calls += 1
            arguments = self._of.arguments(str(self._path), numbers=some, offset=self._size, most=PIECE_BYTES)
            try:
                pieces: Any = self._sandbox.call(self._of.pieces, arguments, Pieces)["pieces"]
            except ChildFailed:
                self._failures += len(some) == 1
            except Refused:
                continue
            else:
                if pieces:
                    return pieces  # type: ignore[no-any-return]
        return [{"number": numbers[0], "content": "", "state": "lost"}]

    def _kept(self, piece: Piece) -> str:
        """Keeps the bytes of a piece and returns its state: "lost" for one that exceeds a limit."""
        try:
            content = b64decode(piece["content"], validate=True)
        except ValueError:
            return "lost"
        with self._file.open("ab") as opened:
            opened.write(content)
        self._digest.update(content)
        self._size += len(content)
        self._budget -= len(content)
        if self._size > MAX_PART_BYTES or self._budget < 0 or (piece["state"] == "more" and not content):
            return "lost"
        return piece["state"]

    def _begin(self) -> None:
        self._file.write_bytes(b"")
        self._digest = hashlib.sha256()
        self._size = 0

    def _taken(self, number: int) -> ExtractedPart:
        return ExtractedPart(number, self._file, self._size, b64encode(self._digest.digest()).decode())
