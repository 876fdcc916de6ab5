"""Packages of XML: entities, references to the outside, and sheets that claim more than they have."""

import io
import zipfile
from collections.abc import Sequence

from services.worker.tests import originals
from tests.hostile.archives import MEGABYTE, zipped
from tests.hostile.case import WORD, Case

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PROLOG = '<?xml version="1.0"?>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/">]>'
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    + "]>"
)
_KINDS = {"document": "wordprocessingml.document.main", "workbook": "spreadsheetml.sheet.main"}


def letter(text: str, doctype: str = "") -> bytes:
    inner = originals.wordprocessing(originals.paragraph(text))
    return _package("word/document.xml", _PROLOG + doctype + inner)


def deep(levels: int) -> bytes:
    inner = "<w:p>" * levels + "</w:p>" * levels
    return _package("word/document.xml", originals.wordprocessing(originals.paragraph(WORD) + inner))


def tables_in_tables(levels: int) -> bytes:
    inner = "<w:tbl><w:tr><w:tc>" * levels + originals.paragraph("innermost") + "</w:tc></w:tr></w:tbl>" * levels
    return _package("word/document.xml", originals.wordprocessing(originals.paragraph(WORD) + inner))


def wide(attributes: int) -> bytes:
    """One element with many attributes."""
    given = " ".join(f'w:a{number}=""' for number in range(attributes))
    return _package("word/document.xml", originals.wordprocessing(f"<w:p {given}/>{originals.paragraph(WORD)}"))


def sheet(rows: str, strings: str = f"<si><t>{WORD}</t></si>", doctype: str = "") -> bytes:
    root = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
    return _package(
        "xl/workbook.xml",
        f'<workbook xmlns="{MAIN}" xmlns:r="{originals.OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        worksheet=("sheet1.xml", root),
        sharedStrings=("strings.xml", f'{_PROLOG}{doctype}<sst xmlns="{MAIN}" uniqueCount="99999999">{strings}</sst>'),
    )


def _package(main: str, body: str, **parts: tuple[str, str]) -> bytes:
    kind = _KINDS[main.rsplit("/", 1)[1].removesuffix(".xml")]
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/'
        f'{main}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/></Types>'
    )
    made = originals.opc(main, body, types=types, **parts)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        # Without today's date.
        return zipped([(name, package.read(name)) for name in package.namelist()])


def _cells(shared: int) -> str:
    return "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, shared + 1))


def opendocument(body: str, doctype: str = "") -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'{_PROLOG}{doctype}<office:document-content xmlns:office="{office}office:1.0" xmlns:text="{office}text:1.0" '
        f'xmlns:table="{office}table:1.0"><office:body>{body}</office:body></office:document-content>'
    )
    kind = "spreadsheet" if "<office:spreadsheet>" in body else "text"
    named = ("mimetype", f"application/vnd.oasis.opendocument.{kind}".encode())
    return zipped([named, ("content.xml", content.encode())])


def repeated(rows: int) -> bytes:
    """One cell that stands for that many rows of 16,384."""
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>zebrawood</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    return opendocument(f"<office:spreadsheet><table:table>{row}</table:table></office:spreadsheet>")


def spaces() -> bytes:
    return opendocument('<office:text><text:p>zebrawood<text:s text:c="999999999"/>end</text:p></office:text>')


def book(hrefs: Sequence[str], chapter: str) -> bytes:
    """An EPUB book with these references to chapters. The last one exists."""
    items = "".join(f'<item id="c{n}" href="{href}" media-type="text/html"/>' for n, href in enumerate(hrefs))
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(hrefs)))
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="text/book.opf"/></rootfiles></container>',
        "text/book.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>",
        f"text/{hrefs[-1]}": chapter,
    }
    return zipped((name, body.encode()) for name, body in parts.items())


_ELSEWHERE = ("../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/", "..", "")
_NAMES_FILES = f"{_PROLOG}{EXTERNAL}<html><body><p>{WORD} &x;&y;</p></body></html>"


CASES = (
    Case("external.docx", lambda: letter("zebrawood &x;&y;", EXTERNAL), "failed", "entities"),
    Case("laughs.docx", lambda: letter("&l9;", LAUGHS), "failed", "entities"),
    Case("laughs.xlsx", lambda: sheet(_cells(1), doctype=LAUGHS, strings="<si><t>&l9;</t></si>"), "failed", "entities"),
    Case("laughs.odt", lambda: opendocument("<office:text>&l9;</office:text>", LAUGHS), "failed", "entities"),
    Case("deep.docx", lambda: deep(100_000), partial=("pages_damaged",), finds=True),
    Case("wide.docx", lambda: wide(100_000), finds=True),
    Case("far.xlsx", lambda: sheet('<row r="1048576"><c r="XFD1048576" t="s"><v>0</v></c></row>'), finds=True),
    Case(
        "strings.xlsx", lambda: sheet(_cells(1), f"<si><t>{WORD}</t></si>" + "<si><t>a</t></si>" * 300_000), finds=True
    ),
    Case("outside.xlsx", lambda: sheet('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')),
    Case("tables-in-tables.docx", lambda: tables_in_tables(2_000), partial=("pages_damaged",), finds=True),
    Case("repeated.ods", lambda: repeated(1_000_000_000), finds=True),
    Case("outside.epub", lambda: book((*_ELSEWHERE, "chapter.html"), _NAMES_FILES), finds=True),
    Case("laughs.epub", lambda: book(("chapter.html",), f"{_PROLOG}{LAUGHS}<p>{WORD} &l9;</p>"), finds=True),
    Case("spaces.odt", spaces, finds=True),
    Case("expanding.docx", lambda: _package("word/document.xml", " " * (110 * MEGABYTE)), "failed", "large_office"),
)
