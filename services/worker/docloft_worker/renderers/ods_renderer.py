"""The rendition of an OpenDocument spreadsheet: a table for each sheet that is not empty. The file has the text of each
cell as the spreadsheet shows it.
"""

from docloft_worker.readers import odf, packages
from docloft_worker.readers.packages import EnoughError, TooDeepError
from docloft_worker.renderers import Missing, Rendition, rendition_body, sheet_table
from docloft_worker.renderers.sanitising import Sanitiser
from docloft_worker.renderers.sheet_table import SheetTable

_NUMBERS = frozenset({"float", "currency", "percentage"})


def render(path: str) -> Rendition:
    with packages.opened(path) as package:
        odf.require_content(package)
        sanitiser = Sanitiser()
        sheets = _Sheets()
        package.parse("content.xml", sheets)
        if package.gaps or any(table.is_cut for _, table in sheets.tables):
            sanitiser.missing.add(Missing.END)
        body = "\n".join(filter(None, (table.markup(name) for name, table in sheets.tables)))
        return rendition_body.build(sanitiser.cut(body), sanitiser, "wide sheet")


class _Sheets:
    """Puts the cells of each sheet into a table (packages.Handler). A table inside a cell is text of this cell."""

    def __init__(self) -> None:
        self.tables: list[tuple[str, SheetTable]] = []
        self._depth = 0
        self._skipped_at: int | None = None
        self._nested = 0
        self._row = 0
        self._column = 0
        self._cells: list[tuple[int, str, bool]] = []
        """The cells of the row: column, text, and whether it is a number."""
        self._row_times = self._cell_times = 1
        self._value = ""
        self._is_number = False
        self._parts: list[str] = []
        self._in_cell = 0
        self._in_text = 0

    def start(self, element: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > odf.MAX_DEPTH:
            raise TooDeepError
        if self._skipped_at is not None:
            return
        if element in odf.SKIPPED or element in odf.APART:
            self._skipped_at = self._depth
        elif element == odf.SHEET:
            self._nested += 1
            if self._nested == 1:
                self._start_sheet(attributes.get(f"{odf.TABLE}name", ""))
        elif self._nested == 1 and (element == odf.ROW or element in odf.CELLS):
            self._start_part(element, attributes)
        elif element in odf.PARAGRAPHS:
            self._in_text += 1
        elif element in odf.INSERTED:
            self._parts.append(odf.INSERTED[element])
        elif element == f"{odf.TEXT}s":
            self._parts.append(" " * min(odf.count_of(attributes.get(f"{odf.TEXT}c")), odf.MAX_SPACES))

    def end(self, element: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._skipped_at is not None:
            if self._skipped_at == depth:
                self._skipped_at = None
        elif element == odf.SHEET:
            self._nested -= 1
        elif element in odf.PARAGRAPHS:
            self._in_text -= 1
            self._parts.append("\n")
        elif self._nested == 1 and element in odf.CELLS:
            self._end_cell()
        elif self._nested == 1 and element == odf.ROW:
            self._end_row()

    def characters(self, text: str) -> None:
        if self._in_text and self._skipped_at is None:
            self._parts.append(text if text.strip() else " ")
            self._in_cell += len(text)
            if self._in_cell > sheet_table.MOST_CHARACTERS:
                raise EnoughError

    def _start_sheet(self, name: str) -> None:
        count = sum(table.count for _, table in self.tables)
        size = sum(table.size for _, table in self.tables)
        if len(self.tables) == sheet_table.MOST_SHEETS:
            raise EnoughError
        table = SheetTable(sheet_table.MOST_CELLS - count, sheet_table.MOST_CHARACTERS - size)
        self.tables.append((name, table))
        self._row = 0

    def _start_part(self, element: str, attributes: dict[str, str]) -> None:
        if element == odf.ROW:
            self._column, self._cells = 0, []
            self._row_times = odf.count_of(attributes.get(f"{odf.TABLE}number-rows-repeated"))
            return
        self._cell_times = odf.count_of(attributes.get(f"{odf.TABLE}number-columns-repeated"))
        self._value = next((attributes[name] for name in odf.VALUES if name in attributes), "")
        self._is_number = attributes.get(f"{odf.OFFICE}value-type") in _NUMBERS
        self._parts, self._in_cell = [], 0

    def _end_cell(self) -> None:
        text = "".join(self._parts).strip() or odf.plain(self._value)
        # A cell beyond the last column is only reported as missing.
        places = range(self._column, min(self._column + self._cell_times, sheet_table.MOST_COLUMNS + 1))
        self._cells += ((column, text, self._is_number) for column in places if text)
        self._column += self._cell_times

    def _end_row(self) -> None:
        _, table = self.tables[-1]
        # One more than fit, so that something is reported as missing.
        for row in range(self._row, self._row + min(self._row_times, sheet_table.MOST_ROWS + 1)):
            fits = [table.put(row, column, text, is_number=is_number) for column, text, is_number in self._cells]
            if not fits or not all(fits):
                break
        if table.is_spent:
            raise EnoughError
        self._row += self._row_times
