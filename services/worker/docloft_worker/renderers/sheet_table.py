"""The markup of one sheet of a spreadsheet, as a table with the text of each cell. Nothing needs to be sanitised,
because texts are escaped.
"""

from html import escape

MOST_ROWS = 1_000
MOST_COLUMNS = 60
MOST_CELLS = 20_000
"""The most cells of all sheets together. The rest is left out, and reported as missing."""
MOST_SHEETS = 50
MOST_CHARACTERS = 1_000_000
"""The most characters of all sheets together: a small file may repeat a long text in each cell."""


class SheetTable:
    """At most `most` cells, with at most `most_characters` together. `is_cut`: there were more."""

    def __init__(self, most: int, most_characters: int) -> None:
        self.cells: dict[int, dict[int, str]] = {}
        self.count = 0
        self.size = 0
        self.is_cut = False
        self._most, self._most_characters = most, most_characters

    def put(self, row: int, column: int, text: str, *, is_number: bool) -> bool:
        """Returns whether there may be room for more."""
        if column >= MOST_COLUMNS:
            self.is_cut = True
            return True
        self.count += 1
        left = self._most_characters - self.size
        self.size += len(text)
        is_row_too_many = row not in self.cells and len(self.cells) >= MOST_ROWS
        if is_row_too_many or self.count > self._most or left <= 0:
            self.is_cut = True
            return False
        self.is_cut |= len(text) > left
        kind = ' align="right"' if is_number else ""
        self.cells.setdefault(row, {})[column] = f"<td{kind}>{escape(text[:left])}</td>"
        return True

    @property
    def is_spent(self) -> bool:
        """Whether no other sheet can have a cell either."""
        return self.count > self._most or self.size > self._most_characters

    def markup(self, name: str) -> str:
        """With the sheet's name as its heading. Empty without cells. One empty row stands for several."""
        if not self.cells:
            return ""
        first = min(min(cells) for cells in self.cells.values())
        last = max(max(cells) for cells in self.cells.values())
        rows: list[str] = []
        before = None
        for row, cells in sorted(self.cells.items()):
            if before is not None and row > before + 1:
                rows.append(f'<tr><td colspan="{last - first + 1}">&nbsp;</td></tr>')
            rows.append("<tr>" + "".join(cells.get(at, "<td></td>") for at in range(first, last + 1)) + "</tr>")
            before = row
        return f"<section><h2>{escape(name)}</h2><table>{''.join(rows)}</table></section>"
