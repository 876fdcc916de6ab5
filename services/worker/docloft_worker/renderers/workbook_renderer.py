"""The rendition of an Excel workbook: a table for each sheet that is not empty, with cells as they are shown in a
spreadsheet. Only texts are taken over, so nothing needs to be sanitised but them.
"""

import re
from html import escape

from docloft_worker.readers import packages
from docloft_worker.readers.number_formats import both
from docloft_worker.readers.packages import EnoughError
from docloft_worker.readers.xlsx_reader import Cells, Workbook, workbook
from docloft_worker.renderers import Missing, Rendition, rendition_body
from docloft_worker.renderers.sanitising import Sanitiser

MOST_ROWS = 1_000
MOST_COLUMNS = 60
MOST_CELLS = 20_000
"""Of a workbook. The rest is left out, and reported as missing."""
MOST_SHEETS = 50
_CHARACTERS = 1_000_000
"""Of all cells of a workbook: a small file may repeat a long text in each of them."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")


def render(path: str) -> Rendition:
    with packages.opened(path) as package:
        book = workbook(package, has_readings=False)
        sanitiser = Sanitiser()
        sheets: list[str] = []
        left, characters = MOST_CELLS, _CHARACTERS
        for name, part in book.sheets[:MOST_SHEETS]:
            table = _Table(book, left, characters)
            package.parse(part, table)
            left -= table.count
            characters -= table.size
            if table.is_cut:
                sanitiser.missing.add(Missing.END)
            if table.cells:
                sheets.append(f"<section><h2>{escape(name)}</h2>{table.markup()}</section>")
        if len(book.sheets) > MOST_SHEETS or package.gaps:
            sanitiser.missing.add(Missing.END)
        return rendition_body.build(sanitiser.cut("\n".join(sheets)), sanitiser, "wide sheet")


class _Table(Cells):
    """The cells of one sheet by row and column. At most `most` cells, with at most `most_characters` together."""

    def __init__(self, book: Workbook, most: int, most_characters: int) -> None:
        super().__init__(book, most_characters)
        self.cells: dict[int, dict[int, str]] = {}
        self.count = 0
        self.is_cut = False
        self._most_cells = most
        self._at = (0, -1)
        self._is_cell = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        name = element.rpartition(" ")[2]
        if name == "row":
            self._at = (_number(attributes.get("r"), self._at[0] + 1), -1)
        elif name == "c":
            self._is_cell = True
            self._at = _place(attributes.get("r", ""), (self._at[0], self._at[1] + 1))
        super().start(element, attributes)

    def end(self, element: str) -> None:
        super().end(element)
        if element.endswith(" c"):
            self._is_cell = False

    def add(self, text: str) -> None:
        row, column = self._at
        if not self._is_cell:
            return
        if column >= MOST_COLUMNS:
            self.is_cut = True
            return
        self.count += 1
        left = self._most - self.size
        self.size += len(text)
        if len(self.cells.keys() | {row}) > MOST_ROWS or self.count > self._most_cells or left <= 0:
            self.is_cut = True
            raise EnoughError
        self.is_cut |= len(text) > left
        kind = ' align="right"' if self.kind == "n" else ""
        self.cells.setdefault(row, {})[column] = f"<td{kind}>{escape(text[:left])}</td>"

    def number(self, value: float, code: str, *, since_1904: bool) -> str:
        shown, plain = both(value, code, since_1904=since_1904)
        return shown or plain

    def markup(self) -> str:
        """One empty row stands for several."""
        first = min(min(cells) for cells in self.cells.values())
        last = max(max(cells) for cells in self.cells.values())
        rows: list[str] = []
        before = None
        for row, cells in sorted(self.cells.items()):
            if before is not None and row > before + 1:
                rows.append(f'<tr><td colspan="{last - first + 1}">&nbsp;</td></tr>')
            rows.append("<tr>" + "".join(cells.get(at, "<td></td>") for at in range(first, last + 1)) + "</tr>")
            before = row
        return f"<table>{''.join(rows)}</table>"


def _place(reference: str, following: tuple[int, int]) -> tuple[int, int]:
    """Row and column, counted from 0, of a reference such as `B3`. Files may leave it out: then the cell follows."""
    found = _REFERENCE.match(reference)
    if found is None:
        return following
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column - 1


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= 7 else otherwise
