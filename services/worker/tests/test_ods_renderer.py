"""An OpenDocument spreadsheet as tables."""

from typing import Any

import pytest

from docloft import formats
from docloft.errors import Refused
from docloft_worker.renderers import ods_renderer, sheet_table
from docloft_worker.renderers.sheet_table import SheetTable
from services.worker.tests.test_odf_reader import document
from tests.narrowing import present
from tests.recording import recording


def sheet(*rows, name="Costs"):
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def row(*cells, times=1):
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(text="", times=1, **value):
    attributes = "".join(f' office:{name.replace("_", "-")}="{one}"' for name, one in value.items())
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f'<table:table-cell table:number-columns-repeated="{times}"{attributes}>{shown}</table:table-cell>'


@pytest.fixture
def rendered(path_of):
    return lambda *sheets: ods_renderer.render(path_of(document("".join(sheets))))


def test_cells_are_in_their_rows_and_columns(rendered):
    made = rendered(
        sheet(
            row(cell(), times=3),
            row(cell(), cell("Item"), cell(), cell("Price")),
            row(cell(), cell("&lt;b&gt;Boots"), cell(), cell("89,00 €", value_type="currency", value="89")),
            row(cell(times=16384), times=5),
            row(cell(times=2), cell("Total"), cell(times=16382)),
            row(cell(times=16384), times=1048000),
            name="Costs &amp; more",
        )
    )

    assert made["body"] == (
        "<section><h2>Costs &amp; more</h2><table>"
        "<tr><td>Item</td><td></td><td>Price</td></tr>"
        '<tr><td>&lt;b&gt;Boots</td><td></td><td align="right">89,00 €</td></tr>'
        '<tr><td colspan="3">&nbsp;</td></tr>'
        "<tr><td></td><td>Total</td><td></td></tr>"
        "</table></section>"
    )
    assert (made["look"], made["missing"]) == ("wide sheet", [])


def test_texts_are_those_that_are_shown(rendered):
    comment = "<office:annotation><text:p>Hidden</text:p></office:annotation>"
    two = f"<table:table-cell>{comment}<text:p>a<text:s text:c='2'/>b</text:p><text:p>c</text:p></table:table-cell>"
    covered = "<table:covered-table-cell/>"
    link = cell('see <text:a href="https://example.org">here</text:a>')

    body = rendered(sheet(row(two, covered, link, cell(value_type="date", date_value="2024-05-01"))))["body"]

    assert "<td>a  b\nc</td><td></td><td>see here</td><td>2024-05-01</td>" in body
    assert "Hidden" not in body


def test_sheets_are_apart_and_empty_ones_are_left_out(rendered):
    inner = f"<table:table-cell>{sheet(row(cell('inner')), name='In')}<text:p>outer</text:p></table:table-cell>"
    tracked = f"<table:tracked-changes>{row(cell('deleted'))}</table:tracked-changes>"

    body = rendered(tracked, sheet(row(inner), name="A"), sheet(row(cell())), sheet(row(cell("b")), name="B"))["body"]

    assert body.count("<section>") == 2
    assert "deleted" not in body
    assert body.index("outer") < body.index("<h2>B</h2>")


def test_repetitions_rows_and_cells_are_bounded(rendered, monkeypatch):
    made = rendered(sheet(row(cell("x", times=16384), times=1048576)), sheet(row(cell("y")), name="B"))
    assert (made["body"].count("<td>x</td>"), made["missing"]) == (20_000, ["end"])

    monkeypatch.setattr(sheet_table, "MOST_ROWS", 2)
    made = rendered(sheet(*(row(cell(f"r{number}")) for number in range(5))), sheet(row(cell("y")), name="B"))
    assert ("r1" in made["body"], "r2" in made["body"], "y" in made["body"]) == (True, False, True)
    assert made["missing"] == ["end"]


def test_nothing_is_read_once_the_cells_are_spent(rendered, monkeypatch):
    monkeypatch.setattr(sheet_table, "MOST_CELLS", 2)
    put: list[Any] = []
    monkeypatch.setattr(SheetTable, "put", recording(put, SheetTable.put))

    made = rendered(sheet(row(cell("a")), row(cell("b")), row(cell("c")), row(cell("d"))), sheet(row(cell("e"))))

    assert len(put) == 3
    assert "b</td>" in made["body"]
    assert made["missing"] == ["end"]


def test_spreadsheet_without_cells_is_refused(rendered):
    with pytest.raises(Refused):
        rendered(sheet(row(cell())))


def test_spreadsheets_are_shown_as_tables():
    found = present(formats.find("application/vnd.oasis.opendocument.spreadsheet"))

    assert found.rendition == "docloft_worker.renderers.ods_renderer:render"
