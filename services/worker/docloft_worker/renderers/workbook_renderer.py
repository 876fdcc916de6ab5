"""The rendition of an Excel workbook: a table for each sheet that is not empty, with cells as they are shown in a
spreadsheet.
"""

import re

from docloft_worker.readers import packages
from docloft_worker.readers.number_formats import both
from docloft_worker.readers.packages import EnoughError
from docloft_worker.readers.xlsx_reader import Cells, Workbook, workbook
from docloft_worker.renderers import Missing, Rendition, rendition_body, sheet_table
from docloft_worker.renderers.sanitising import Sanitiser
from docloft_worker.renderers.sheet_table import SheetTable

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")


def render(path: str) -> Rendition:
    with packages.opened(path) as package:
        book = workbook(package, has_readings=False)
        sanitiser = Sanitiser()
        sheets: list[str] = []
        left, characters = sheet_table.MOST_CELLS, sheet_table.MOST_CHARACTERS
        for name, part in book.sheets[: sheet_table.MOST_SHEETS]:
            table = SheetTable(left, characters)
            package.parse(part, _Sheet(book, table, characters))
            left -= table.count
            characters -= table.size
            if table.is_cut:
                sanitiser.missing.add(Missing.END)
            sheets.append(table.markup(name))
        if len(book.sheets) > sheet_table.MOST_SHEETS or package.gaps:
            sanitiser.missing.add(Missing.END)
        return rendition_body.build(sanitiser.cut("\n".join(filter(None, sheets))), sanitiser, "wide sheet")


class _Sheet(Cells):
    """Puts the cells of one sheet into a table."""

    def __init__(self, book: Workbook, table: SheetTable, most: int) -> None:
        super().__init__(book, most)
        self._table = table
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
        if self._is_cell and not self._table.put(*self._at, text, is_number=self.kind == "n"):
            raise EnoughError

    def number(self, value: float, code: str, *, since_1904: bool) -> str:
        shown, plain = both(value, code, since_1904=since_1904)
        return shown or plain


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
