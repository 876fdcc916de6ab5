"""Words of a PDF that depend on where they are drawn, and in which font. The file is long because it draws its fonts
and pages operator by operator.
"""

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import columns, pdf_fonts, pdf_reader, vertical_writing
from docloft_worker.readers.reading_order import Glyph
from services.worker.tests.test_pdf_besides import made
from tests.spent import ROUNDS, spent

FONT = Path(pdf_reader.__file__).parents[1] / "fonts" / "DejaVuSans.ttf"


@pytest.fixture
def text_of(path_of):
    return lambda body: "\n".join(pdf_reader.read(path_of(body), 0, MAX_CHARACTERS)["pages"])


def placed(*lines):
    """A page with each (x, y, text) drawn in this order."""
    drawn = b" ".join(b"BT /F 10 Tf %d %d Td (%b) Tj ET" % (x, y, text.encode("cp1252")) for x, y, text in lines)

    def build(document):
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        document.pages[0].Resources = Dictionary(Font=Dictionary(F=font))
        document.pages[0].Contents = document.make_stream(drawn)

    return made(build)


def rows(*cells, lefts=(60, 230, 400), top=760):
    return [
        (lefts[column], top - 14 * row, text)
        for row, texts in enumerate(cells)
        for column, text in enumerate(texts)
        if text
    ]


def test_columns_that_are_drawn_row_by_row_are_read_one_after_the_other(text_of):
    body = placed(
        (60, 790, "A heading that is as wide as the page and all of its columns, from the left to the right"),
        *rows(
            ("In autumn the green-", "Meanwhile the town", "Few people saw"),
            ("house is closed and", "council has decided", "any of the refur-"),
            ("heated by night.", "to wait.", "bished rooms."),
        ),
        (60, 700, "A line below them that is as wide as all three of the columns are together, as above."),
    )

    text = text_of(body)

    assert "the greenhouse\n is closed and\nheated by night.\nMeanwhile the town\ncouncil has" in text
    assert "refurbished" in text
    assert text.startswith("A heading that is")
    assert text.endswith("as above.")


def test_rows_of_a_table_are_kept_and_its_broken_words_are_joined(text_of):
    body = placed(*rows(("Floor heating of the win-", "1,200.00"), ("ter garden", "300.00"), ("Sum", "1,500.00")))

    assert text_of(body) == "Floor heating of the winter 1,200.00\ngarden 300.00\nSum 1,500.00"


def test_row_with_a_hyphenated_word_is_kept(text_of):
    body = placed(*rows(("Length of the X-", "Rays are"), ("Ray machine", "not included")))

    assert text_of(body) == "Length of the X- Rays are\nRay machine not included"


def visible(text):
    return sorted("".join(text.split()))


@given(st.lists(st.tuples(*[st.text("ab-", max_size=8)] * 2), min_size=1, max_size=8))
def test_no_letter_of_columns_is_lost(cells):
    glyphs = [
        Glyph(character, x + 5 * number, y)
        for x, y, text in rows(*cells)
        for number, character in enumerate(f"{text} ")
    ]

    found = columns.in_reading_order(glyphs)

    if found is not None:
        drawn = "".join(glyph.character for glyph in glyphs)
        # The hyphen of a word that is joined is left out.
        assert visible(found.replace("-", "")) == visible(drawn.replace("-", ""))


def type3(document, names, widths=(500,), scale=0.001, **more):
    """A Type 3 font whose glyphs, from "a" on, have these names and are squares."""
    square = document.make_stream(b"500 0 0 0 500 700 d1 0 0 500 700 re f")
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 500, 700],
        FontMatrix=[scale, 0, 0, scale, 0, 0],
        FirstChar=97,
        LastChar=96 + len(names),
        Widths=Array([*widths] * len(names)),
        CharProcs=Dictionary({f"/{name}": square for name in names}),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, *(Name(f"/{name}") for name in names)])),
        Resources=Dictionary(),
        **more,
    )


def with_type3(names, *, text=b"(abcdefgh) Tj", direct=True, **options):
    def build(document):
        font = type3(document, names, **options)
        document.pages[0].Resources.Font.F = font if direct else document.make_indirect(font)
        document.pages[0].Contents = document.make_stream(b"BT /F 12 Tf 72 700 Td %b ET" % text)

    return made(build)


@pytest.mark.parametrize("direct", [True, False])
@pytest.mark.parametrize(
    ("names", "word"),
    [
        (("Z", "a", "r", "t"), "Zart"),
        (("Odieresis", "germandbls", "one", "Euro"), "Öß1€"),
        (("f_i", "f_f_l", "a.sc", "n"), "fifflan"),
        (("uni0416", "afii10097", "alpha", "eacute"), "\u0416\u044f\u03b1\u00e9"),
    ],
)
def test_names_of_drawn_glyphs_are_read(text_of, names, word, direct):
    assert text_of(with_type3(names, text=b"(abcd) Tj", direct=direct)) == word


def test_glyphs_of_another_scale_have_their_width(text_of):
    body = with_type3(("m", "o", "r", "n"), text=b"(abcd) Tj 60 0 Td (dca) Tj", widths=(50,), scale=0.01)

    assert text_of(body) == "morn nrm"


def test_names_in_compressed_objects_are_read(path_of):
    body = io.BytesIO()
    with pikepdf.open(io.BytesIO(with_type3(("M", "o", "o", "s"), text=b"(abcd) Tj", direct=False))) as document:
        document.save(body, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    path = path_of(body.getvalue())

    assert not pdf_fonts.are_in(Path(path))
    assert pdf_reader.read(path, 0, MAX_CHARACTERS)["pages"] == ["Moos"]


def test_page_of_glyphs_without_meaning_is_to_be_recognised(path_of):
    found = pdf_reader.read(path_of(with_type3(("g1", "g2", "g3"), text=b"(abcbacbca) Tj")), 0, MAX_CHARACTERS)

    assert found["unread"] == [0]


@pytest.mark.parametrize(("key", "value"), [("/FontMatrix", Name.X), ("/Widths", Array([Name.A])), ("/Widths", None)])
def test_damaged_font_costs_only_its_own_text(text_of, key, value):
    def build(document):
        damaged, intact = (document.make_indirect(type3(document, ("B", "i", "r", "k"))) for _ in range(2))
        if value is None:
            del damaged[key]
        else:
            damaged[key] = value
        document.pages[0].Resources.Font.F, document.pages[0].Resources.Font.G = damaged, intact
        document.pages[0].Contents = document.make_stream(b"BT /G 12 Tf 72 700 Td (abcd) Tj /F 12 Tf (abcd) Tj ET")

    assert text_of(made(build)).startswith("Birk")


def vertical(*columns_drawn, embedded=False):
    """A page with each (x, y, text) drawn from the top to the bottom."""

    def build(document):
        described = Dictionary(
            Type=Name.FontDescriptor, FontName=Name.Some, Flags=4, FontBBox=[0, -200, 1000, 900], ItalicAngle=0,
            Ascent=800, CapHeight=700, Descent=-200, StemV=80,
        )  # fmt: skip
        if embedded:
            described.FontFile2 = document.make_stream(FONT.read_bytes())
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2 if embedded else Name.CIDFontType0,
            BaseFont=Name.Some,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Japan1", Supplement=2),
            DW=1000,
            FontDescriptor=document.make_indirect(described),
        )
        if embedded:
            descendant.CIDToGIDMap = document.make_stream(b"\x00\x24" * 65_536)
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.Some,
            Encoding=Name("/UniJIS-UCS2-V"),
            DescendantFonts=Array([document.make_indirect(descendant)]),
        )
        page = document.pages[0]
        page.Resources.Font.V = document.make_indirect(font)
        page.Contents = document.make_stream(
            page.Contents.read_bytes()
            + b" ".join(
                b"BT /V 14 Tf 1 0 0 1 %d %d Tm <%b> Tj ET" % (x, y, text.encode("utf-16-be").hex().encode())
                for x, y, text in columns_drawn
            )
        )

    return made(build)


@pytest.mark.parametrize("embedded", [False, True])
@pytest.mark.parametrize("order", [1, -1])
def test_vertical_writing_is_read_from_the_right_column_to_the_left(text_of, embedded, order):
    drawn = [(500, 700, "山川の水は"), (480, 700, "清く流れて"), (460, 700, "海に至る")][::order]

    # Both columns reach the bottom, so the sentence continues in the next one.
    assert text_of(vertical(*drawn, embedded=embedded)) == "Page.\n山川の水は清く流れて海に至る"


def test_vertical_font_without_a_description_is_read(text_of):
    with pikepdf.open(io.BytesIO(vertical((500, 700, "山川の水")))) as document:
        del document.pages[0].Resources.Font.V.DescendantFonts[0]["/FontDescriptor"]
        body = io.BytesIO()
        document.save(body)

    assert text_of(body.getvalue()) == "Page.\n山川の水"


def test_rows_of_columns_are_read_from_the_top(text_of):
    drawn = [(480, 500, "四番目"), (500, 500, "三番目"), (480, 700, "二番目"), (500, 700, "一番目")]

    assert text_of(vertical(*drawn)) == "Page.\n一番目二番目\n三番目四番目"


def test_short_column_ends_a_paragraph(text_of):
    assert text_of(vertical((500, 700, "終わる"), (480, 700, "次の段落です"))) == "Page.\n終わる\n次の段落です"


def test_digits_side_by_side_stay_in_their_column():
    column = [Glyph("月", 500, 700), Glyph("1", 497, 686), Glyph("2", 503, 686), Glyph("日", 500, 672)]
    next_one = [Glyph("晴", 480, 700), Glyph("天", 480, 686)]

    assert vertical_writing.in_reading_order([*next_one, *column]) == "月12日晴天"


@given(st.lists(st.tuples(st.sampled_from("山川12a \n"), st.integers(0, 60), st.integers(0, 60)), max_size=40))
def test_no_character_of_vertical_writing_is_lost(places):
    glyphs = [Glyph(character, x, y) for character, x, y in places]

    found = vertical_writing.in_reading_order(glyphs)

    assert visible(found) == visible("".join(glyph.character for glyph in glyphs))


@pytest.mark.parametrize("ordered", [columns.in_reading_order, vertical_writing.in_reading_order])
def test_order_of_many_glyphs_takes_time_in_proportion(ordered):
    def seconds(count):
        glyphs = [Glyph("山a-"[number % 3], number * 37 % 600, 800 - number * 11 % 800) for number in range(count)]
        return spent(lambda: ordered(glyphs))

    assert any(seconds(40_000) < 40 * max(seconds(4_000), 0.01) for _ in ROUNDS)
