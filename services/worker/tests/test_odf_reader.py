import pytest

from docloft.errors import Refused
from docloft_worker.readers import odf_reader, packages
from services.worker.tests.originals import zipped

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in {
        **{name: name for name in ("text", "table", "office", "presentation", "meta", "form")},
        "draw": "drawing",
        "svg": "svg-compatible",
    }.items()
)


def document(inner, **parts):
    return zipped(**{"mimetype": "x", "content.xml": f"<office:d {NAMES}>{inner}</office:d>", **parts})


@pytest.fixture
def words(path_of):
    return lambda inner, **parts: odf_reader.read(path_of(document(inner, **parts)))["pages"]


@pytest.fixture
def sheets(path_of):
    return lambda inner: odf_reader.read_sheets(path_of(document(inner)))["pages"]


def test_paragraphs_spaces_tabs_and_breaks_are_read(words):
    found = words('<text:h>Title</text:h><text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>')

    assert found == ["Title\na  b\tc\nd"]


def test_footnote_and_comment_do_not_split_a_word(words):
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Below</text:p></text:note-body>"
        "</text:note>"
    )
    comment = "<office:annotation><text:p>Beside</text:p></office:annotation>"

    assert words(f"<text:p>wo{note}r{comment}d</text:p>") == ["word\n\n\nBelow\n\n\nBeside"]


def test_reading_of_characters_does_not_split_a_word(words):
    ruby = "<text:ruby><text:ruby-base>与</text:ruby-base><text:ruby-text>よ</text:ruby-text></text:ruby>"

    assert words(f"<text:p>給{ruby}明細</text:p>") == ["給与明細\n\n\nよ"]


def test_fields_of_forms_are_read(words):
    form = (
        '<office:forms><form:form form:name="f"><form:text form:current-value="typed" form:value="typed"/>'
        '<form:button form:label="Send"/></form:form></office:forms>'
    )

    assert words(f"{form}<text:p>Body</text:p>") == ["typed\nSend\nBody"]


def test_cells_without_paragraphs_are_read(sheets):
    row = (
        '<table:table-cell office:string-value="word"/><table:table-cell office:value="12.5"/>'
        '<table:table-cell office:value="7"><text:p>seven</text:p></table:table-cell>'
    )

    assert sheets(f'<table:table table:name="T"><table:table-row>{row}</table:table-row></table:table>') == [
        "T\nword\t12.5\tseven 7"
    ]


def test_text_box_inside_a_paragraph_is_apart_from_the_words_beside_it(words):
    box = "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"

    assert words(f"<text:p>before{box}after</text:p>") == ["before\nboxed\nafter"]


def test_deleted_text_is_not_read(words):
    assert words("<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>new</text:p>") == ["new"]


def test_headers_and_embedded_objects_are_read(words):
    styles = f"<office:s {NAMES}><text:p>Header</text:p></office:s>"
    chart = f"<office:s {NAMES}><text:p>Axis</text:p></office:s>"
    found = words("<text:p>Body</text:p>", **{"styles.xml": styles, "Object 1/content.xml": chart})

    assert found[0].split() == ["Body", "Header", "Axis"]


def test_slides_are_pages_with_their_notes(words):
    found = words(
        "<draw:page><draw:frame><draw:text-box><text:p>One</text:p></draw:text-box></draw:frame>"
        "<presentation:notes><text:p>Note</text:p></presentation:notes></draw:page>"
        "<draw:page><table:table><table:table-row><table:table-cell><text:p>Two</text:p></table:table-cell>"
        "</table:table-row></table:table></draw:page>"
    )

    assert found == ["One\nNote", "Two"]


def test_sheets_are_pages_with_values_in_both_forms(sheets):
    cell = '<table:table-cell office:date-value="2012-01-31"><text:p>31.01.12</text:p></table:table-cell>'
    found = sheets(
        f'<table:table table:name="Costs"><table:table-row>{cell}<table:table-cell office:value="0.19">'
        "<text:p>19 %</text:p></table:table-cell></table:table-row></table:table>"
        '<table:table table:name="Empty"></table:table>'
    )

    assert found == ["Costs\n31.01.12 2012-01-31\t19 % 0.19", "Empty"]


def test_repeated_cells_and_rows_are_bounded(sheets):
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell>'
    found = sheets(
        f'<table:table table:name="S"><table:table-row table:number-rows-repeated="999999999">{cell}'
        "</table:table-row></table:table>"
    )

    assert found[0].count("x") == 64 * 64


def test_encrypted_document_is_refused_as_locked(path_of):
    manifest = "<manifest><encryption-data/></manifest>"

    with pytest.raises(Refused, match="password") as refusal:
        odf_reader.read(path_of(document("", **{"META-INF/manifest.xml": manifest})))

    assert refusal.value.cause == "locked"


@pytest.mark.parametrize("body", [b"PK\x03\x04", zipped(other="x")])
def test_damaged_document_is_refused(path_of, body):
    with pytest.raises(Refused, match="damaged"):
        odf_reader.read(path_of(body))


def test_deep_nesting_keeps_what_comes_before(path_of):
    found = odf_reader.read(path_of(document("<text:p>Saved</text:p>" + "<text:p>" * 3000 + "</text:p>" * 3000)))

    assert found["pages"][0].startswith("Saved")
    assert found["partial"] == ["pages_damaged"]


def test_document_that_expands_beyond_the_limit_is_refused(path_of, monkeypatch):
    monkeypatch.setattr(packages, "MAX_EXPANDED", 100_000)

    with pytest.raises(Refused, match="too large"):
        odf_reader.read(path_of(document(" " * 200_000)))


def test_title_author_and_language_are_returned(path_of):
    meta = (
        f'<office:m {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Rent</dc:title><dc:creator>Bob</dc:creator>'
        "<meta:initial-creator>Ada</meta:initial-creator><dc:date>2020-01-01T10:00:00</dc:date>"
        "<meta:creation-date>2012-01-31T10:00:00</meta:creation-date><dc:language>en-GB</dc:language></office:m>"
    )

    assert odf_reader.read(path_of(document("", **{"meta.xml": meta})))["properties"] == {
        "title": "Rent",
        "author": "Ada",
        "created": "2012-01-31",
        "language": "en",
    }
