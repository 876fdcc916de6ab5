"""Mailboxes (RFC 4155): each message is a part. Lines of a message that begin with "From " were written with ">" before
them, which is removed.
"""

import re
from collections.abc import Iterator
from email.message import Message
from mmap import mmap

from docloft.formats.format import ListedPart, Listing, Pieces
from docloft_worker.readers import Portion, containers, mime
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.mime import Content
from docloft_worker.readers.text_reader import as_pages

MAX_MESSAGES = 10_000
_MAX_HEADER = 16 * 1024
_LONGEST_LINE = 1_000
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,100}+[ \t]{0,9}+:")
_DATED = re.compile(rb"\d\d:\d\d.{0,40}\d{4}")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_CHUNK = 1024 * 1024


def read(path: str) -> Portion:
    """Sender, date and subject of each message, one per line."""
    with mime.mapped(path) as source:
        lines = []
        for start, end in _messages(source):
            fields = _header(source, start, end)
            shown = (mime.field(fields, name) for name in ("Date", "From", "Subject"))
            lines.append("  ".join(value for value in shown if value))
    return as_pages(clean("\n".join(lines)), cut=len(lines) == MAX_MESSAGES)


def listing(path: str) -> Listing:
    with mime.mapped(path) as source:
        parts: list[ListedPart] = [
            {
                "number": number,
                "name": f"{mime.field(_header(source, start, end), 'Subject').replace('/', '-') or 'Message'}.eml",
                "size": end - start,
            }
            for number, (start, end) in enumerate(_messages(source))
        ]
    return {"parts": parts, "left_out": len(parts) == MAX_MESSAGES}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    with mime.mapped(path) as source:
        places = list(_messages(source))
        return containers.collected(
            numbers, lambda number: Content(_unquoted(source, *places[number])), offset, most, (ValueError,)
        )


def _messages(source: mmap) -> Iterator[tuple[int, int]]:
    """Places of the messages, without the lines that separate them."""
    begins = [0, *_separators(source)]
    for start, end in zip(begins, [*begins[1:], len(source)], strict=True):
        line_end = source.find(b"\n", start, end)
        if 0 <= line_end < end - 1:
            yield line_end + 1, end


def _separators(source: mmap) -> Iterator[int]:
    """Places of lines that begin with "From " before the header of a message. Without an empty line before it, which
    some programs leave out, such a line only counts if it ends with a date.
    """
    at, count = 0, 1
    while count < MAX_MESSAGES and (at := source.find(b"\nFrom ", at + 1)) >= 0:
        line, _, next_line = source[at + 1 : at + _LONGEST_LINE].partition(b"\n")
        after_empty = source[at - 1 : at] == b"\n" or source[at - 2 : at] == b"\n\r"
        if (_HEADER_LINE.match(next_line) or next_line.startswith(b">From ")) and (after_empty or _DATED.search(line)):
            yield at + 1
            count += 1


def _header(source: mmap, start: int, end: int) -> Message:
    return mime.structure(source[start : min(end, start + _MAX_HEADER)]).fields


def _unquoted(source: mmap, start: int, end: int) -> Iterator[bytes]:
    at = start
    while at < end:
        stop = min(at + _CHUNK, end)
        if stop < end:
            # Whole lines, so that no quoted one is cut.
            stop = source.rfind(b"\n", at, stop) + 1 or stop
        yield _QUOTED.sub(rb"\1", source[at:stop])
        at = stop
