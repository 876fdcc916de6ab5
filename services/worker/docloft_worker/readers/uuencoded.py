"""Files between the lines of a text, as programs wrote them before MIME: `begin 644 <name>`, encoded lines, `end`
(POSIX, uuencode).
"""

import re
from collections.abc import Iterator
from mmap import mmap

_BEGIN = re.compile(rb"begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_MARK = b"begin "
_END = b"end"
_LONGEST_LINE = 128


def places(source: mmap | bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of each file between two places of a text, in order. A file whose end is missing does not
    count: a line that is not encoded may belong to the text. Takes linear time, because no encoded line begins like a
    file.
    """
    at = start
    while (at := source.find(_MARK, at, end)) >= 0:
        first = _BEGIN.match(source, at, min(end, at + 300)) if _is_line_start(source, at, start) else None
        stop = _end_of_file(source, first.end(), end) if first else None
        if first is None or stop is None:
            at += len(_MARK)
            continue
        yield first[1], at, stop
        at = stop


def _is_line_start(source: mmap | bytes, at: int, start: int) -> bool:
    return at == start or source[at - 1 : at] == b"\n"


def _end_of_file(source: mmap | bytes, at: int, end: int) -> int | None:
    """The place after the line `end`; None for a text that continues differently. At least one line is encoded."""
    count = 0
    while at < end:
        stop = source.find(b"\n", at, min(end, at + _LONGEST_LINE))
        line = (
            source[at : end if stop < 0 else stop].rstrip(b"\r\n") if stop >= 0 or end - at < _LONGEST_LINE else b"?x"
        )
        at = end if stop < 0 else stop + 1
        if line.rstrip() == _END:
            return at if count else None
        if not _is_encoded(line):
            return None
        count += bool(line.strip())
    return None


def _is_encoded(line: bytes) -> bool:
    """Whether a line states its number of bytes and has that many. Blanks at its end may be missing, and some programs
    add a character.
    """
    if not line.strip():
        return True
    count = (line[0] - 32) & 63
    return 32 <= line[0] <= 96 and len(line.rstrip()) <= 1 + (count + 2) // 3 * 4 + 2 and max(line) <= 96
