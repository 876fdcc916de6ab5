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
        first = _BEGIN.match(source, at, end) if _is_line_start(source, at, start) else None
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
    has_lines = False
    while at < end:
        stop = source.find(b"\n", at, min(end, at + _LONGEST_LINE))
        if stop == -1:
            if end - at >= _LONGEST_LINE:
                return None
            stop = end
        line = source[at:stop].rstrip()
        at = min(end, stop + 1)
        if line == _END:
            return at if has_lines else None
        if line and not _is_encoded(line):
            return None
        has_lines = has_lines or bool(line)
    return None


def _is_encoded(line: bytes) -> bool:
    """Whether a line without the blanks at its end states its number of bytes and has that many. Blanks may be missing,
    and some programs add a character.
    """
    count = (line[0] - 32) & 63
    return line[0] >= 32 and len(line) <= 1 + (count + 2) // 3 * 4 + 2 and max(line) <= 96
