"""Text of a PowerPoint presentation from before 2007 ([MS-PPT]), slide by slide. Notes and the texts of the masters
follow the last slide.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from docloft import reasons
from docloft.errors import Refused
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, ole_streams, packages
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.ole_properties import properties_of
from docloft_worker.readers.paging import split

MAX_RECORDS = 1_000_000
"""The most records that are read. A slide has some hundred."""

_MAX_DEPTH = 32
_HEADER_BYTES = 8
_CONTAINER = 0xF

# Types of records ([MS-PPT] 2.13.24), and instances of the list of slides (2.4.14).
_DOCUMENT, _SLIDE_LIST, _SLIDE_IN_LIST, _PERSISTENT = 0x03E8, 0x0FF0, 0x03F3, 0x1772
_TEXT_CHARS, _TEXT_BYTES, _STRING = 0x0FA0, 0x0FA8, 0x0FBA
_MASTER, _COMMENT, _HEADERS = 0x03F8, 0x2EE0, 0x0FD9
_SLIDES, _NOTES = 0, 2
_ENCRYPTED = (0xF3D1C4DF).to_bytes(4, "little")
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n"})


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    instance: int
    is_container: bool
    body: memoryview


class _Presentation:
    """Reads records, at most MAX_RECORDS altogether, until there are MAX_CHARACTERS of text: several slides may refer
    to the same records.
    """

    def __init__(self, body: memoryview) -> None:
        self.body = body
        self.left = MAX_RECORDS
        self.size = 0
        self.places = dict(self._places())

    def records(self, body: memoryview) -> Iterator[_Record]:
        """The records side by side in `body`, without those inside them."""
        at = 0
        while at + _HEADER_BYTES <= len(body) and self.left > 0 and self.size <= MAX_CHARACTERS:
            self.left -= 1
            marks, kind, size = (int.from_bytes(body[at + a : at + b], "little") for a, b in ((0, 2), (2, 4), (4, 8)))
            inner = body[at + _HEADER_BYTES : at + _HEADER_BYTES + size]
            yield _Record(kind, marks >> 4, marks & 0xF == _CONTAINER, inner)
            at += _HEADER_BYTES + size

    def texts(self, body: memoryview, *, strings: bool = False, depth: int = 0) -> Iterator[str]:
        """The texts of all records in `body`, at any depth. `strings`: short strings are texts, too, as in comments."""
        for record in self.records(body):
            if record.kind == _TEXT_CHARS or (strings and record.kind == _STRING):
                yield self._decoded(record, "utf-16-le")
            elif record.kind == _TEXT_BYTES:
                yield self._decoded(record, "latin-1")
            elif record.is_container and depth < _MAX_DEPTH:
                inside = strings or record.kind in {_COMMENT, _HEADERS}
                yield from self.texts(record.body, strings=inside, depth=depth + 1)

    def listed(self, instance: int) -> Iterator[list[str]]:
        """The texts of each slide (or page of notes) in their order: those of its outline, then its own."""
        for document in self.records(self.body):
            if document.kind != _DOCUMENT:
                continue
            for part in self.records(document.body):
                if part.kind == _SLIDE_LIST and part.instance == instance:
                    yield from self._listed(part)

    def _listed(self, part: _Record) -> Iterator[list[str]]:
        texts: list[str] | None = None
        own: list[str] = []
        for record in self.records(part.body):
            if record.kind == _SLIDE_IN_LIST:
                if texts is not None:
                    yield [*texts, *own]
                texts, own = [], self._own(int.from_bytes(record.body[:4], "little"))
            elif texts is not None and record.kind == _TEXT_CHARS:
                texts.append(self._decoded(record, "utf-16-le"))
            elif texts is not None and record.kind == _TEXT_BYTES:
                texts.append(self._decoded(record, "latin-1"))
        if texts is not None:
            yield [*texts, *own]

    def _decoded(self, record: _Record, encoding: str) -> str:
        self.size += len(record.body)
        return str(record.body[: 2 * MAX_CHARACTERS], encoding, "replace").translate(_BREAKS)

    def _own(self, number: int) -> list[str]:
        place = self.places.get(number)
        if place is None or place >= len(self.body):
            return []
        record = next(self.records(self.body[place:]), None)
        return list(self.texts(record.body)) if record else []

    def _places(self) -> Iterator[tuple[int, int]]:
        """(number, offset) of each object ([MS-PPT] 2.3.4). A later directory replaces entries of an earlier one."""
        for record in self.records(self.body):
            if record.kind != _PERSISTENT:
                continue
            words = [int.from_bytes(record.body[at : at + 4], "little") for at in range(0, len(record.body) - 3, 4)]
            at = 0
            while at < len(words):
                first, count = words[at] & 0xFFFFF, words[at] >> 20
                for number, offset in enumerate(words[at + 1 : at + 1 + count]):
                    yield first + number, offset
                at += 1 + count


def read(path: str) -> Portion:
    """Raises Refused."""
    with ole_streams.opened(path) as streams:
        if streams.read("Current User")[12:16] == _ENCRYPTED:
            raise packages.locked()
        body = streams.read("PowerPoint Document")
        if not body:
            raise Refused(reasons.DAMAGED_OFFICE)
        shown = _Presentation(memoryview(body))
        pages = ["\n".join(dict.fromkeys(texts)) for texts in shown.listed(_SLIDES)]
        notes = ["\n".join(dict.fromkeys(texts)) for texts in shown.listed(_NOTES)]
        masters = [
            "\n".join(shown.texts(record.body)) for record in shown.records(shown.body) if record.kind == _MASTER
        ]
    pages = [*pages[:-1], "\n\n".join((*pages[-1:], *dict.fromkeys((*notes, *masters))))]
    kept: list[str] = []
    left = MAX_CHARACTERS
    for page in map(clean, pages):
        kept.extend(split(page[: max(left, 0)].strip()))
        left -= len(page)
    cut = left < 0 or shown.left <= 0 or shown.size > MAX_CHARACTERS
    return {"pages": kept, "total": len(kept), "truncated": cut, "properties": properties_of(path)}
