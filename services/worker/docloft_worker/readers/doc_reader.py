"""Text of a Word document from before 2007 ([MS-DOC]): body, footnotes, headers, comments, endnotes and text boxes, in
this order. Word 6 and 95 are read, too, if they were not saved in pieces.
"""

import re
import struct
from collections.abc import Iterator

from docloft import reasons
from docloft.errors import Refused
from docloft.parsing.text_files import decode
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, ole_streams, packages
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.ole_properties import properties_of
from docloft_worker.readers.text_reader import as_pages

_WORD_97 = 0x00C1
_IDENTIFIERS = frozenset({0xA5EC, 0xA5DC})
_ENCRYPTED, _OTHER_TABLE = 0x0100, 0x0200
_CLX = 0x01A2
_COMPRESSED = 0x40000000

# Marks of paragraphs, cells and line ends; of pictures, notes and comments ([MS-DOC] 2.4.1 and 2.8).
_MARKS = str.maketrans({"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": None})
_FIELD_MARKS = re.compile("[\x13\x14\x15]")


def read(path: str) -> Portion:
    """Raises Refused."""
    with ole_streams.opened(path) as streams:
        main = streams.read("WordDocument")
        identifier, version = struct.unpack_from("<HH", main)
        (flags,) = struct.unpack_from("<H", main, 10)
        if identifier not in _IDENTIFIERS:
            raise Refused(reasons.DAMAGED_OFFICE)
        if flags & _ENCRYPTED:
            raise packages.locked()
        if version < _WORD_97:
            start, end = struct.unpack_from("<II", main, 24)
            text = decode(main[start:end])
        else:
            table = streams.read("1Table" if flags & _OTHER_TABLE else "0Table")
            text = "".join(_pieces(main, table))
    shown = clean(_without_instructions(text).translate(_MARKS))
    return {**as_pages(shown, cut=len(text) > MAX_CHARACTERS), "properties": properties_of(path)}


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    """The text, which is stored in pieces ([MS-DOC] 2.4.1). Ends after MAX_CHARACTERS."""
    start, length = struct.unpack_from("<II", main, _CLX)
    clx = table[start : start + length]
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if clx[at : at + 1] != b"\x02":
        raise Refused(reasons.DAMAGED_OFFICE)
    pieces = clx[at + 5 :]
    count = (min(int.from_bytes(clx[at + 1 : at + 5], "little"), len(pieces)) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", pieces)
    left = MAX_CHARACTERS + 1
    for number in range(count):
        size = min(max(positions[number + 1] - positions[number], 0), left)
        (place,) = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)
        if place & _COMPRESSED:
            offset = (place & ~_COMPRESSED) // 2
            text = main[offset : offset + size].decode("cp1252", "replace")
        else:
            text = main[place : place + 2 * size].decode("utf-16-le", "replace")
        left -= len(text)
        yield text
        if left <= 0:
            return


def _without_instructions(text: str) -> str:
    """A field is written as start, instruction, separator, result, end: only its result is shown."""
    kept: list[str] = []
    hidden: list[bool] = []
    start = 0
    for mark in _FIELD_MARKS.finditer(text):
        if not any(hidden[-1:]):
            kept.append(text[start : mark.start()])
        start = mark.end()
        if mark[0] == "\x13":
            hidden.append(True)
        elif hidden and mark[0] == "\x14":
            hidden[-1] = any(hidden[-2:-1])
        elif hidden:
            hidden.pop()
    if not any(hidden[-1:]):
        kept.append(text[start:])
    return "".join(kept)
