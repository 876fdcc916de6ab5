"""A workbook as tables."""

import pytest

from docloft.errors import Refused
from docloft_worker.renderers import sheet_table, workbook_renderer
from services.worker.tests.test_xlsx_reader import workbook


def cell(reference, value, kind="n"):
    return f'<c r="{reference}" t="{kind}"><v>{value}</v></c>'


@pytest.fixture
def rendered(path_of):
    return lambda body: workbook_renderer.render(path_of(body))


def test_cells_are_in_their_rows_and_columns(rendered):
    rows = [
        cell("B2", "Item", "str") + cell("D2", "Price", "str"),
        cell("B3", "&lt;b&gt;Boots&lt;/b&gt; &amp; more", "str") + cell("D3", "89"),
        cell("C9", "Total", "str"),
    ]

    made = rendered(workbook(*rows, name="Costs &amp; more"))

    assert made["body"] == (
        "<section><h2>Costs &amp; more</h2><table>"
        "<tr><td>Item</td><td></td><td>Price</td></tr>"
        '<tr><td>&lt;b&gt;Boots&lt;/b&gt; &amp; more</td><td></td><td align="right">89</td></tr>'
        '<tr><td colspan="3">&nbsp;</td></tr>'
        "<tr><td></td><td>Total</td><td></td></tr>"
        "</table></section>"
    )
    assert (made["look"], made["missing"], made["sent_at"]) == ("wide sheet", [], "")


def test_numbers_are_shown_as_in_the_spreadsheet_only(rendered):
    body = workbook('<c s="0"><v>40939</v></c><c s="1"><v>1234.5</v></c>', formats=("dd.mm.yyyy", "#,##0.00"))

    assert '<td align="right">31.01.2012</td><td align="right">1,234.50</td>' in rendered(body)["body"]


def test_readings_of_japanese_words_are_not_shown(rendered):
    strings = "<si><t>豊田</t><rPh sb='0' eb='2'><t>トヨタ</t></rPh></si>"

    assert "<td>豊田</td>" in rendered(workbook('<c t="s"><v>0</v></c>', strings=strings))["body"]


def test_cells_without_references_follow_each_other(rendered):
    row = '<c t="str"><v>a</v></c><c/><c t="str"><v>c</v></c>'

    assert "<tr><td>a</td><td></td><td>c</td></tr>" in rendered(workbook(row))["body"]


@pytest.mark.parametrize("row", [cell("XFD1048576", "far", "str") + cell("A1", "near", "str")])
def test_cell_far_away_costs_nothing_and_is_reported_as_missing(rendered, row):
    made = rendered(workbook(row))

    assert "near" in made["body"]
    assert "far" not in made["body"]
    assert made["missing"] == ["end"]


def test_rows_and_cells_are_bounded(rendered, monkeypatch):
    monkeypatch.setattr(sheet_table, "MOST_ROWS", 3)
    body = workbook(*(cell(f"A{number}", number) for number in range(1, 9)))

    made = rendered(body)
    assert (made["body"].count("<tr>"), made["missing"]) == (3, ["end"])
    monkeypatch.setattr(sheet_table, "MOST_CELLS", 2)
    assert rendered(body)["body"].count("<tr>") == 2


def test_characters_of_all_cells_are_bounded(rendered, monkeypatch):
    monkeypatch.setattr(sheet_table, "MOST_CHARACTERS", 25)
    row = '<c t="s"><v>0</v></c>' * 4

    made = rendered(workbook(row, strings="<si><t>0123456789</t></si>"))

    assert "<td>0123456789</td><td>0123456789</td><td>01234</td></tr>" in made["body"]
    assert made["missing"] == ["end"]


def test_workbook_without_cells_is_refused(rendered):
    with pytest.raises(Refused):
        rendered(workbook())
