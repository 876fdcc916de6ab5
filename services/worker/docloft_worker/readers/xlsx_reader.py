"""Text of an Excel workbook (ECMA-376), sheet by sheet, hidden ones too: cells as they are shown, notes, comments, text
boxes and charts. Cells are read as a stream, so a cell in the last row and column costs nothing.

The file is long because a workbook keeps its sheets, strings, formats and cells in separate parts.
"""

from dataclasses import dataclass

from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, ooxml, packages
from docloft_worker.readers.number_formats import code_of, display
from docloft_worker.readers.packages import EnoughError, Package
from docloft_worker.readers.wordprocessing import PartText

MAX_STRINGS = 1_000_000
"""The most shared strings that are kept."""

_MAX_STYLES = 100_000
_MAX_SHEETS = 5_000
# Only their names tell the elements apart: the transitional and the strict variant use the same.
_BESIDE = ("comments", "threadedComment", "drawing", "chart", "diagramData")


def read(path: str) -> Portion:
    """Raises Refused."""
    with packages.opened(path) as package:
        book = workbook(package)
        pages: list[str] = []
        left = MAX_CHARACTERS
        for name, part in book.sheets:
            cells = Cells(book, left)
            package.parse(part, cells)
            beside = "\n".join(_beside(package, part))
            pages.append("\n".join((name, *cells.rows, beside)))
            left -= cells.size
        return {**package.portion(pages), "properties": ooxml.properties(package)}


@dataclass(frozen=True, slots=True)
class Workbook:
    """`sheets`: the name and the part of each; an empty part if it is missing. `strings`, `codes`: what cells refer to,
    by number: shared strings, and the number formats of styles.
    """

    sheets: list[tuple[str, str]]
    strings: list[str]
    codes: list[str]
    since_1904: bool


def workbook(package: Package, *, has_readings: bool = True) -> Workbook:
    """`has_readings`: shared strings contain the readings of Japanese words."""
    main = ooxml.main_part(package, "xl/workbook.xml")
    targets = {relation.id: relation for relation in ooxml.relations(package, main)}
    book, strings, styles = _Book(), _Strings(has_readings=has_readings), _Styles()
    package.parse(main, book)
    for relation in targets.values():
        if relation.kind == "sharedStrings":
            package.parse(relation.target, strings)
        elif relation.kind == "styles":
            package.parse(relation.target, styles)
    sheets = [(name, targets[one].target if one in targets else "") for name, one in book.sheets]
    return Workbook(sheets, strings.found, styles.codes(), book.since_1904)


def _beside(package: Package, part: str) -> list[str]:
    """The texts of what is attached to a sheet, and of the charts in its drawings."""
    found: list[str] = []
    for target in ooxml.related(package, part, _BESIDE):
        for inner in (target, *ooxml.related(package, target, _BESIDE)):
            text = PartText()
            package.parse(inner, text)
            found.append(text.text())
    return found


class _Book:
    """Names and relationships of the sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.since_1904 = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        match element.rpartition(" ")[2]:
            case "workbookPr":
                self.since_1904 = attributes.get("date1904") in {"1", "true", "on"}
            case "sheet":
                identifier = next((value for name, value in attributes.items() if name.endswith(" id")), "")
                self.sheets.append((attributes.get("name", ""), identifier))
                if len(self.sheets) >= _MAX_SHEETS:
                    raise EnoughError

    def end(self, _element: str) -> None: ...
    def characters(self, _text: str) -> None: ...


class _Strings:
    """Shared strings. Readings of Japanese words (rPh) follow the word."""

    def __init__(self, *, has_readings: bool) -> None:
        self.found: list[str] = []
        self._has_readings = has_readings
        self._parts: list[str] = []
        self._readings: list[str] = []
        self._into: list[str] | None = None
        self._in_reading = False
        self._size = 0

    def start(self, element: str, _attributes: dict[str, str]) -> None:
        match element.rpartition(" ")[2]:
            case "si":
                self._parts, self._readings = [], []
            case "rPh":
                self._in_reading = True
            case "t":
                self._into = self._readings if self._in_reading else self._parts

    def end(self, element: str) -> None:
        match element.rpartition(" ")[2]:
            case "si":
                text = "".join(self._parts)
                # The readings together are the word as it is spoken; each one lets people search for a part of it.
                self.found.append(" ".join((text, *self._readings)) if self._readings and self._has_readings else text)
                if len(self.found) >= MAX_STRINGS:
                    raise EnoughError
            case "rPh":
                self._in_reading = False
            case "t":
                self._into = None

    def characters(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)
            self._size += len(text)
            if self._size > 4 * MAX_CHARACTERS:
                raise EnoughError


class _Styles:
    """The number format of each cell style."""

    def __init__(self) -> None:
        self._own: dict[int, str] = {}
        self._numbers: list[int] = []
        self._in_cells = False

    def codes(self) -> list[str]:
        return [code_of(number, self._own) for number in self._numbers]

    def start(self, element: str, attributes: dict[str, str]) -> None:
        match element.rpartition(" ")[2]:
            case "numFmt" if len(self._own) < _MAX_STYLES:
                self._own[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case "cellXfs":
                self._in_cells = True
            case "xf" if self._in_cells and len(self._numbers) < _MAX_STYLES:
                self._numbers.append(_number(attributes.get("numFmtId")))

    def end(self, element: str) -> None:
        if element.endswith(" cellXfs"):
            self._in_cells = False

    def characters(self, _text: str) -> None: ...


class Cells:
    """The rows of one sheet, without empty ones; cells are separated by tabs. `most`: characters."""

    def __init__(self, book: Workbook, most: int) -> None:
        self._strings, self._codes, self._since_1904, self._most = book.strings, book.codes, book.since_1904, most
        self.rows: list[str] = []
        self.size = 0
        self._row: list[str] = []
        self.kind, self._style = "n", 0
        self._parts: list[str] = []
        self._in_cell = 0
        self._is_value = False
        self._headers = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        match element.rpartition(" ")[2]:
            case "c":
                self.kind, self._style = attributes.get("t", "n"), _number(attributes.get("s"))
                self._parts, self._in_cell = [], 0
            case "v" | "t":
                self._is_value = True
            case "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter":
                self.kind, self._parts, self._is_value, self._headers = "header", [], True, True

    def end(self, element: str) -> None:
        name = element.rpartition(" ")[2]
        if name in {"v", "t"}:
            self._is_value = False
        elif name == "c" or self._headers:
            text = self._shown("".join(self._parts))
            if text:
                self.add(text)
            if self._headers:
                self._is_value = self._headers = False
                self.close()
        elif name in {"row", "sheetData"}:
            self.close()

    def characters(self, text: str) -> None:
        if self._is_value:
            self._parts.append(text)
            self._in_cell += len(text)
            if self._in_cell > MAX_CHARACTERS:
                raise EnoughError

    def add(self, text: str) -> None:
        """A cell, or a header, with a text."""
        self._row.append(text)

    def close(self) -> None:
        """The end of a row."""
        row, self._row = "\t".join(self._row), []
        if row:
            self.rows.append(row)
            self.size += len(row) + 1
        if self.size > self._most:
            raise EnoughError

    def _shown(self, value: str) -> str:
        match self.kind:
            case "s":
                at = _number(value)
                return self._strings[at].strip() if at < len(self._strings) else ""
            case "b":
                return {"1": "TRUE", "0": "FALSE"}.get(value.strip(), value)
            case "header":
                return _without_codes(value)
            case "n" if value:
                try:
                    number = float(value)
                except ValueError:
                    return value
                code = self._codes[self._style] if self._style < len(self._codes) else ""
                return self.number(number, code, since_1904=self._since_1904) if abs(number) < 1e300 else value
        return value.strip()

    def number(self, value: float, code: str, *, since_1904: bool) -> str:
        """The text of a number with this format."""
        return display(value, code, since_1904=since_1904)


def _without_codes(header: str) -> str:
    """A header without its codes: &L, &"Arial,Bold", &12 (ECMA-376 part 1, 18.3.1.46)."""
    shown, at = [], 0
    while at < len(header):
        character = header[at]
        if character != "&":
            shown.append(character)
            at += 1
            continue
        following = header[at + 1 : at + 2]
        if following == '"':
            closing = header.find('"', at + 2)
            at = closing + 1 if closing >= 0 else len(header)
        elif following.isdigit():
            at += 1
            while header[at : at + 1].isdigit():
                at += 1
        else:
            shown.append("&" if following == "&" else " ")
            at += 2
    return " ".join("".join(shown).split())


def _number(text: str | None) -> int:
    try:
        return max(int(text or 0), 0)
    except ValueError:
        return 0
