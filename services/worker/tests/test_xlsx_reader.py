import pytest

from docloft.errors import Refused
from docloft_worker.readers import packages, xlsx_reader
from services.worker.tests.originals import opc

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(*rows, strings="", formats=(), name="Costs", state="visible", settings="", **beside):
    styles = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    cells = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(formats)))
    relations = "".join(
        f'<Relationship Id="{kind}" Type="x/{kind}" Target="{part}"/>' for kind, (part, _) in beside.items()
    )
    return opc(
        "xl/workbook.xml",
        f'<workbook xmlns="{SHEET}" xmlns:r="{LINK}"><workbookPr {settings}/><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="worksheet" state="{state}"/></sheets></workbook>',
        worksheet=("sheet.xml", sheet(*rows)),
        sharedStrings=("strings.xml", f'<sst xmlns="{SHEET}">{strings}</sst>'),
        styles=("styles.xml", f'<s xmlns="{SHEET}"><numFmts>{styles}</numFmts><cellXfs>{cells}</cellXfs></s>'),
        more={
            "xl/_rels/sheet.xml.rels": f'<Relationships xmlns="r">{relations}</Relationships>',
            **{f"xl/{part}": body for part, body in beside.values()},
        },
    )


def sheet(*rows):
    inner = "".join(f"<row>{row}</row>" for row in rows)
    return f'<worksheet xmlns="{SHEET}"><dimension ref="A1:XFD1048576"/><sheetData>{inner}</sheetData></worksheet>'


@pytest.fixture
def pages(path_of):
    return lambda body: xlsx_reader.read(path_of(body))["pages"]


def test_cells_of_every_type_are_shown(pages):
    row = (
        '<c t="s"><v>0</v></c><c t="inlineStr"><is><t>inline</t></is></c><c><f>A1*2</f><v>8.5</v></c>'
        '<c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>B1</f><v>result</v></c><c/>'
    )
    found = pages(workbook(row, strings="<si><r><t>sha</t></r><r><t>red</t></r></si>"))

    assert found == ["Costs\nshared\tinline\t8.5\tTRUE\t#N/A\tresult"]


def test_numbers_and_dates_are_shown_in_both_forms(pages):
    formats = ("dd.mm.yyyy", "#,##0.00\\ &quot;EUR&quot;", "0%")
    row = '<c s="0"><v>40939</v></c><c s="1"><v>1234.5</v></c><c s="2"><v>0.19</v></c>'

    assert pages(workbook(row, formats=formats)) == ["Costs\n31.01.2012 2012-01-31\t1,234.50 EUR 1234.5\t19% 0.19"]


def test_dates_since_1904_are_shown(pages):
    row = '<c s="0"><v>39477</v></c>'

    assert pages(workbook(row, formats=("yyyy-mm-dd",), settings='date1904="1"')) == ["Costs\n2012-01-31"]


def test_hidden_sheet_is_read(pages):
    assert pages(workbook("<c><v>1</v></c>", name="Secret", state="veryHidden")) == ["Secret\n1"]


def test_readings_of_japanese_words_follow_them(pages):
    strings = '<si><t>会社</t><rPh sb="0" eb="2"><t>カイシャ</t></rPh></si>'

    assert pages(workbook('<c t="s"><v>0</v></c>', strings=strings)) == ["Costs\n会社 カイシャ"]


def test_notes_and_text_boxes_are_read(pages):
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    found = pages(
        workbook(
            "<c><v>1</v></c>",
            comments=(
                "c.xml",
                f'<comments xmlns="{SHEET}"><comment><text><r><t>A note</t></r></text></comment></comments>',
            ),
            drawing=("d.xml", f'<d xmlns:a="{drawing}"><a:p><a:r><a:t>A box</a:t></a:r></a:p></d>'),
        )
    )

    assert found[0].split("\n") == ["Costs", "1", "A note", "", "A box"]


def test_cell_in_the_last_row_and_column_is_read(pages):
    assert pages(workbook('<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>2</v></c>')) == ["Costs\n1\n2"]


def test_missing_string_and_style_are_left_out(pages):
    assert pages(workbook('<c t="s"><v>99</v></c><c s="99"><v>7</v></c><c t="s"><v>-1</v></c>')) == ["Costs\n7"]


def test_workbook_with_a_million_cells_ends_in_time_and_is_marked(path_of, monkeypatch):
    monkeypatch.setattr(packages, "MAX_SECONDS", 0.05)
    rows = ["<c><v>1</v></c>" * 1000] * 300

    found = xlsx_reader.read(path_of(workbook(*rows)))

    assert found["truncated"]
    assert found["pages"][0].startswith("Costs\n1\t1")


def test_entities_are_refused(path_of):
    bomb = '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    body = opc("xl/workbook.xml", "<workbook/>", sharedStrings=("strings.xml", bomb))

    with pytest.raises(Refused, match="no office program writes"):
        xlsx_reader.read(path_of(body))


@pytest.mark.parametrize("strings", ["<si><t>" + "ab" * 500 + "</t></si>", "<si><t>abc</t></si>" * 200])
def test_strings_beyond_the_limit_are_left_out(path_of, monkeypatch, strings):
    monkeypatch.setattr(xlsx_reader, "MAX_CHARACTERS", 100)

    found = xlsx_reader.read(path_of(workbook('<c t="s"><v>0</v></c>', strings=strings)))

    assert found["truncated"]
