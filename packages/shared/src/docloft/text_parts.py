"""How the text of a document is stored, so that a search can read a part of it.

One gzip file of several members (RFC 1952, 2.2). Decompressed as a whole, it is one JSON object:

    {"format":2,"language":...,"blocks":[[bytes, [length, ...]], ...],"words_bytes":n   the first member
    ,"words":"..."                                                                       the second
    ,"pages":["...","..."                                                                a member for each block
    "]}

A section is a page, or a part of a long page. A block is some sections in a row, about SECTION characters or more.
`blocks` has the bytes of each block's member, and the lengths of its sections in characters: negative for a section
that continues the page of the section before. `words` is written and read by docloft.search.vocabulary; null if the
writer had none. Pure: reads through a function of the caller.
"""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

FORMAT = 2
SECTION = 16_000
"""The most characters of a section: cut into words in a few milliseconds."""

PREFIX = 128 * 1024
"""Bytes of the beginning of a file that are read first: all of it, for most documents."""

_GZIP = 31
"""For zlib: a gzip member (wbits)."""
_LEVEL = 6
_LARGEST_HEADER = 4 * 1024 * 1024
_FIRST, _NEXT, _LAST, _EMPTY = ',"pages":["', '","', '"]}', ',"pages":[]}'
_WORDS = ',"words":'
# Where a long page is cut: at white space, but not in a word that is broken at the end of a line.
_GAP = re.compile(r"(?<![-\u2010\u00ad\ufffe\x02\s])\s")
_GAP_WITHIN = 500

MakeWords = Callable[[Sequence[str]], str]
"""Makes the `words` of a text from its sections. JSON needs no escapes for it."""
Read = Callable[[int, int], bytes]
"""Returns the bytes of a file from one offset up to another."""


def cut(page: str) -> list[str]:
    """The sections of a page: at least one."""
    found: list[str] = []
    start = 0
    while len(page) - start > SECTION:
        end = start + SECTION
        gaps = [match.start() for match in _GAP.finditer(page, end - _GAP_WITHIN, end)]
        end = gaps[-1] if gaps else end
        found.append(page[start:end])
        start = end
    return [*found, page[start:]]


def encode(header: Mapping[str, Any], pages: Sequence[str], make_words: MakeWords | None) -> bytes:
    """Deterministic: the same text produces the same bytes (the gzip headers have no timestamp)."""
    blocks = list(_blocks(pages))
    written = [_compressed(text) for text, _ in blocks]
    words = make_words([section for page in pages for section in cut(page)]) if make_words else None
    words_member = _compressed(_WORDS + json.dumps(words, ensure_ascii=False))
    first = {
        "format": FORMAT,
        **header,
        "blocks": [[len(member), lengths] for member, (_, lengths) in zip(written, blocks, strict=True)],
        "words_bytes": len(words_member),
    }
    opening = json.dumps(first, ensure_ascii=False, separators=(",", ":"))[:-1]
    closing = _LAST if blocks else _EMPTY
    return b"".join((_compressed(opening), words_member, *written, _compressed(closing)))


def is_divided(prefix: bytes) -> bool:
    """Whether a file that begins with these bytes has this format. The format before it, one member with everything,
    can only be read as a whole.
    """
    try:
        return zlib.decompressobj(_GZIP).decompress(prefix, 16).startswith(b'{"format":2,')
    except zlib.error:
        return False


class DividedText:
    """A text whose parts are read when they are needed. Raises ValueError (zlib.error among others) for bytes that
    `encode` did not write, and what `read` raises.
    """

    def __init__(self, prefix: bytes, read: Read) -> None:
        """`prefix`: the beginning of the file."""
        try:
            header, at = _opening(prefix, read)
            self.language: str | None = header["language"]
            self.suggestions: list[dict[str, Any]] = header.get("suggestions", [])
            self._words_at = at
            self._read = read
            self._prefix = prefix
            self._kept: tuple[int, list[str]] = (-1, [])
            self.pages: list[int] = []
            self._places: list[tuple[int, int]] = []
            self._blocks: list[tuple[int, int, list[int]]] = []
            at += header["words_bytes"]
            page = 0
            for number, (size, lengths) in enumerate(header["blocks"]):
                self._blocks.append((at, at + size, lengths))
                at += size
                for place, length in enumerate(lengths):
                    page += length >= 0
                    self.pages.append(page)
                    self._places.append((number, place))
            self._words_end = self._blocks[0][0] if self._blocks else self._words_at + header["words_bytes"]
        except (KeyError, TypeError, zlib.error) as error:
            raise ValueError("These bytes are not the text of a document.") from error

    def words(self) -> str | None:
        """What make_words returned when the text was stored."""
        text = self._text(self._words_at, self._words_end).removeprefix(_WORDS)
        return text[1:-1] if text.startswith('"') else None

    def section(self, number: int) -> str:
        """Keeps the block that was read last, because neighbouring sections are often needed next."""
        block, place = self._places[number]
        kept, sections = self._kept
        if kept != block:
            sections = self._block(block)
            self._kept = (block, sections)
        return sections[place]

    def _block(self, number: int) -> list[str]:
        start, end, lengths = self._blocks[number]
        text = self._text(start, end)
        if lengths[0] >= 0:
            text = text.removeprefix(_NEXT if number else _FIRST)
        pages = iter(json.loads(f'["{text}"]', strict=False))
        found: list[str] = []
        page, at = "", 0
        for place, length in enumerate(lengths):
            if length >= 0 or not place:
                page, at = next(pages), 0
            found.append(page[at : at + abs(length)])
            at += abs(length)
        return found

    def _text(self, start: int, end: int) -> str:
        member = self._prefix[start:end] if end <= len(self._prefix) else self._read(start, end)
        try:
            return zlib.decompress(member, _GZIP).decode("utf-8", "surrogatepass")
        except zlib.error as error:
            raise ValueError("A part of this text is damaged.") from error


def _opening(prefix: bytes, read: Read) -> tuple[dict[str, Any], int]:
    """The header, and the offset of what follows it."""
    reader = zlib.decompressobj(_GZIP)
    opening = reader.decompress(prefix, _LARGEST_HEADER)
    known = len(prefix)
    while not reader.eof:
        more = read(known, known + PREFIX)
        if not more or len(opening) >= _LARGEST_HEADER:
            raise ValueError("This text has no complete header.")
        known += len(more)
        opening += reader.decompress(reader.unconsumed_tail + more, _LARGEST_HEADER)
    return json.loads(opening.decode("utf-8", "surrogatepass") + "}"), known - len(reader.unused_data)


def _blocks(pages: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """The text of each block, and the lengths of its sections."""
    text: list[str] = []
    lengths: list[int] = []
    is_first = True
    size = 0
    for page in pages:
        for number, section in enumerate(cut(page)):
            lead = "" if number else _FIRST if is_first else _NEXT
            is_first = False
            text.append(lead + json.dumps(section, ensure_ascii=False)[1:-1])
            lengths.append(-len(section) if number else len(section))
            size += len(section) + len(lead)
            if size >= SECTION:
                yield "".join(text), lengths
                text, lengths, size = [], [], 0
    if lengths:
        yield "".join(text), lengths


def _compressed(text: str) -> bytes:
    return gzip.compress(text.encode("utf-8", "surrogatepass"), _LEVEL, mtime=0)
