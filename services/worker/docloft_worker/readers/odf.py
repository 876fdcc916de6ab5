"""Text of OpenDocument (ISO/IEC 26300): text documents, spreadsheets, presentations and drawings. Their elements come
from a streaming parser, so large documents need little memory.
"""

from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Properties, packages
from docloft_worker.readers.packages import EnoughError, Package, TooDeepError
from docloft_worker.readers.properties import PropertyText

MAX_DEPTH = 2_000
MAX_REPEATED = 64
"""How often equal neighbouring cells or rows are repeated: a file may claim a billion."""

MAX_SPACES = 100
_MAX_OBJECTS = 200
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE = f"{_NAMESPACE}text:1.0 ", f"{_NAMESPACE}table:1.0 ", f"{_NAMESPACE}office:1.0 "
_DRAW = f"{_NAMESPACE}drawing:1.0 "
_NUMBER_STYLES = f"{_NAMESPACE}datastyle:1.0"
_SVG = f"{_NAMESPACE}svg-compatible:1.0 "

PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
# Titles and descriptions of pictures are text that is shown instead of them.
_LINES = frozenset({f"{_SVG}title", f"{_SVG}desc"})
# A text box may be in the middle of a paragraph.
INSERTED = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{_DRAW}text-box": "\n"}
# Inside a paragraph, but not in its text: footnotes and endnotes, readings of characters, and comments. They follow
# their page.
_READING = f"{TEXT}ruby-text"
APART = frozenset({f"{TEXT}note-body", f"{OFFICE}annotation", _READING})
CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
ROW = f"{TABLE}table-row"
_PAGE = f"{_DRAW}page"
SHEET = f"{TABLE}table"
# Deleted text of tracked changes, the numbers of notes, and pictures in a document that is one file.
SKIPPED = frozenset(
    {f"{TEXT}tracked-changes", f"{TABLE}tracked-changes", f"{TEXT}note-citation", f"{OFFICE}binary-data"}
)
VALUES = frozenset(f"{OFFICE}{name}" for name in ("date-value", "value", "time-value", "string-value"))
# What a field or a button of a form shows.
_FORM = f"{_NAMESPACE}form:1.0 "
_FIELD = (f"{_FORM}label", f"{_FORM}current-value", f"{_FORM}value")


class OdfText:
    """Collects the text of one part (packages.Handler). `pages` has one text for each slide or sheet, or one for a
    document without them; `in_sheets`: each table at the top is a sheet. Raises EnoughError just after MAX_CHARACTERS.
    """

    def __init__(self, *, in_sheets: bool) -> None:
        self._in_sheets = in_sheets
        self.pages: list[str] = []
        self._parts: list[str] = []
        self._size = 0
        self._depth = 0
        self._skipped_at: int | None = None
        self._in_text = 0
        self._tables = 0
        self._outer: list[tuple[list[str], int]] = []
        self._notes: list[str] = []
        self._page: str | None = None
        self._cell: list[tuple[int, int, str]] = []
        self._row: list[tuple[int, int]] = []

    def finish(self) -> list[str]:
        self._close_page()
        return self.pages

    def start(self, element: str, attributes: dict[str, str]) -> None:  # noqa: C901 - one case for each element
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeepError
        if self._skipped_at is not None:
            return
        if element in SKIPPED or element.startswith(_NUMBER_STYLES):
            self._skipped_at = self._depth
        elif element in APART:
            self._outer.append((self._parts, self._in_text))
            # A reading has no paragraphs.
            self._parts, self._in_text = [], int(element == _READING)
        elif element in PARAGRAPHS or element in _LINES:
            self._in_text += 1
        elif element in INSERTED:
            self._add(INSERTED[element])
        elif element == f"{TEXT}s":
            self._add(" " * min(count_of(attributes.get(f"{TEXT}c")), MAX_SPACES))
        elif element in {_PAGE, SHEET}:
            self._start_page(element, attributes)
        elif element in CELLS:
            value = next((attributes[name] for name in VALUES if name in attributes), "")
            self._cell.append((len(self._parts), count_of(attributes.get(f"{TABLE}number-columns-repeated")), value))
        elif element.startswith(_FORM):
            shown = dict.fromkeys(attributes.get(name, "") for name in _FIELD)
            self._add("".join(f"{text}\n" for text in shown if text))
        elif element == ROW:
            self._row.append((len(self._parts), count_of(attributes.get(f"{TABLE}number-rows-repeated"))))

    def end(self, element: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._skipped_at is not None:
            if self._skipped_at == depth:
                self._skipped_at = None
        elif element in PARAGRAPHS or element in _LINES:
            self._in_text -= 1
            self._add("\n")
        elif element in CELLS and self._cell:
            self._end_cell()
        elif element == ROW and self._row:
            self._end_row()
        elif element == SHEET:
            self._tables -= 1
        elif element in APART and self._outer:
            self._notes.append("".join(self._parts))
            self._parts, self._in_text = self._outer.pop()

    def characters(self, text: str) -> None:
        if self._in_text and self._skipped_at is None:
            # White space is collapsed, as in HTML (ISO/IEC 26300-1, 6.1.2).
            self._add(text if text.strip() else " ")

    def _start_page(self, element: str, attributes: dict[str, str]) -> None:
        if element == SHEET:
            self._tables += 1
            # A table inside a slide, a text document or a cell.
            if self._tables > 1 or self._page == _PAGE or not self._in_sheets:
                return
        self._close_page()
        self._page = element
        name = attributes.get(f"{TABLE}name" if element == SHEET else f"{_DRAW}name", "")
        if element == SHEET and name:
            self._add(f"{name}\n")

    def _close_page(self) -> None:
        while self._outer:
            self._notes.append("".join(self._parts))
            self._parts, _ = self._outer.pop()
        text = "\n\n".join(("".join(self._parts), *self._notes))
        self._notes = []
        if self._page or text.strip():
            self.pages.append(text)
        self._parts = []
        self._cell, self._row = [], []
        self._page = None

    def _end_cell(self) -> None:
        start, times, value = self._cell.pop()
        text = "".join(self._parts[start:]).strip("\n")
        del self._parts[start:]
        if value and self._in_sheets and value not in text:
            text = f"{text} {plain(value)}".strip()
        if not text:
            return
        for _ in range(min(times, MAX_REPEATED)):
            self._add(f"{text}\t")

    def _end_row(self) -> None:
        start, times = self._row.pop()
        text = "".join(self._parts[start:]).rstrip("\t")
        del self._parts[start:]
        if not text.strip():
            return
        for _ in range(min(times, MAX_REPEATED)):
            self._add(f"{text}\n")

    def _add(self, text: str) -> None:
        if not text:
            return
        self._parts.append(text)
        self._size += len(text)
        if self._size > MAX_CHARACTERS:
            raise EnoughError


def pages_of(package: Package, *, in_sheets: bool = False) -> list[str]:
    """The pages of the content; headers, footers and embedded objects are added to the last one."""
    body = _read(package, "content.xml", in_sheets=in_sheets)
    # Formulas and charts are documents of their own: "Object 1/content.xml".
    inner = sorted(name for name in package.names if name.endswith("/content.xml"))[:_MAX_OBJECTS]
    others = [text for name in ("styles.xml", *inner) for text in _read(package, name, in_sheets=False)]
    apart = "\n\n".join(dict.fromkeys(text.strip() for text in others if text.strip()))
    return [*body[:-1], "\n\n".join((*body[-1:], apart))] if apart else body


def properties(package: Package) -> Properties:
    """Title, author, date and language (ISO/IEC 26300-1, 4.3)."""
    handler = PropertyText()
    package.parse("meta.xml", handler)
    return handler.properties()


def require_content(package: Package) -> None:
    """Raises Refused for an encrypted document (ISO/IEC 26300-3, 3.4.1) and KeyError for a package without content."""
    manifest = package.content("META-INF/manifest.xml", 1024 * 1024)
    if b"encryption-data" in manifest:
        raise packages.locked()
    if "content.xml" not in package.names:
        raise KeyError("content.xml")


def _read(package: Package, part: str, *, in_sheets: bool) -> list[str]:
    handler = OdfText(in_sheets=in_sheets)
    package.parse(part, handler)
    return handler.finish()


def count_of(written: str | None) -> int:
    return max(int(written), 1) if written and written.isdecimal() and len(written) < 10 else 1


def plain(value: str) -> str:
    """A date or number as it is stored, which is not always how it is shown. Durations have no use in a text."""
    return "" if value.startswith("P") else value.removesuffix("T00:00:00").replace("T", " ")
