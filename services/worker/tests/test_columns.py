"""Columns of prose that are drawn row by row. Characters are 5 points apart, so a line counts as 10 points high. This
file is long because each limit has a case on both sides of it.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers import columns
from docloft_worker.readers.reading_order import Glyph

LEFT, RIGHT = 60, 230


def drawn(*lines):
    """The glyphs of each (x, y, text)."""
    return [Glyph(one, x + 5 * number, y) for x, y, text in lines for number, one in enumerate(text)]


def read(*lines):
    return columns.in_reading_order(drawn(*lines))


def rows(*cells, lefts=(LEFT, RIGHT), top=760, step=14):
    """The lines of rows with a text for each column, or None."""
    return [
        (left, top - step * number, text)
        for number, texts in enumerate(cells)
        for left, text in zip(lefts, texts, strict=True)
        if text
    ]


TWO = (("In autumn the green-", "Meanwhile the town"), ("house is closed and", "council has decided"))
"""The word "greenhouse" is broken at the end of a line in the left column."""
BY_COLUMNS = "In autumn the green-\nhouse is closed and\nMeanwhile the town\ncouncil has decided"


def test_line_that_continues_after_a_hyphen_may_be_in_columns():
    assert columns.may_be_in("green- town")
    assert columns.may_be_in("green\u00ad town")
    assert not columns.may_be_in("greenhouse -town")


def test_columns_are_read_one_after_the_other():
    assert read(*rows(*TWO)) == BY_COLUMNS


def test_letters_may_be_small():
    glyphs = [Glyph(one.character, one.x / 20, one.y / 20) for one in drawn(*rows(*TWO))]

    assert columns.in_reading_order(glyphs) == BY_COLUMNS


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (drawn((60, 790, "X marks it")), "X marks it"),
        ([Glyph("x", 60 + 2 * number, 790) for number in range(45)], "x" * 45),
        ([Glyph("x", 60, 790)] * 200, "x" * 200),
        ([Glyph("x", 600 - 5 * number, 790) for number in range(100)], "x" * 100),
        ([*drawn((60, 790, "green")), Glyph("a", 70, 790)], "greena"),
    ],
    ids=["letters", "narrow", "one place", "backwards", "further left"],
)
def test_other_line_of_the_page_does_not_matter(heading, text):
    assert columns.in_reading_order([*heading, *drawn(*rows(*TWO))]) == f"{text}\n{BY_COLUMNS}"


def test_order_is_kept_when_no_word_is_broken():
    assert read(*rows(("In autumn the green", "Meanwhile the town"), TWO[1])) is None


@pytest.mark.parametrize("hyphen", "-\u2010\u00ad\ufffe\x02")
def test_each_hyphen_at_the_end_of_a_line_is_shown_as_one(hyphen):
    assert read(*rows((TWO[0][0][:-1] + hyphen, TWO[0][1]), TWO[1])) == BY_COLUMNS


@pytest.mark.parametrize(
    "upper_and_lower",
    [
        ("the green-", "House is"),
        ("the 12-", "house is"),
        ("the green -", "house is"),
        ("-", "house is"),
        ("the green-", "1 is"),
    ],
)
def test_word_is_broken_between_small_letters(upper_and_lower):
    upper, lower = upper_and_lower

    assert read(*rows((upper, "Meanwhile the town"), (lower, "council has decided"))) is None


def test_single_letter_is_the_beginning_of_a_word():
    assert read(*rows(("In autumn an x-", "Meanwhile the town"), ("ray was taken", "council has decided"))) == (
        "In autumn an x-\nray was taken\nMeanwhile the town\ncouncil has decided"
    )


def test_part_of_a_line_in_the_gap_belongs_to_the_column_after_it():
    assert read(
        (LEFT, 760, "the green-"), (RIGHT, 760, "town"), *rows(("house", "ab", "has"), lefts=(60, 150, 230), top=746)
    ) == ("the green-\nhouse\ntown\nab\nhas")


def test_line_may_begin_where_the_column_ended():
    lines = [*rows(("the green-", "town"), ("house", "has")), (LEFT + 45, 732, "ab"), (RIGHT, 732, "more")]
    assert read(*lines) == "the green-\nhouse\nab\ntown\nhas\nmore"


def test_three_columns_are_read_one_after_the_other():
    cells = (("one green-", "two words", "three words"), ("house here", "and more", "and more yet"))

    assert (
        read(*rows(*cells, lefts=(60, 160, 260)))
        == "one green-\nhouse here\ntwo words\nand more\nthree words\nand more yet"
    )


def test_broken_word_may_be_in_the_last_column():
    assert read(*rows(("Meanwhile the town", "In autumn the green-"), ("council has decided", "house is closed"))) == (
        "Meanwhile the town\ncouncil has decided\nIn autumn the green-\nhouse is closed"
    )


def test_lines_above_and_below_the_columns_stay_there():
    heading = "A heading that is as wide as both of the columns below are together"

    assert read((60, 790, heading), *rows(*TWO), (60, 732, heading)) == f"{heading}\n{BY_COLUMNS}\n{heading}"


def test_columns_end_where_the_next_line_is_far_below():
    below = ("Some more words", "are far below")

    def three(step):
        lines = rows(*TWO)
        return read(*lines, *rows(below, top=lines[-1][1] - step))

    assert three(24.9) == (
        "In autumn the green-\nhouse is closed and\nSome more words\n"
        "Meanwhile the town\ncouncil has decided\nare far below"
    )
    assert three(25) == f"{BY_COLUMNS}\nSome more words are far below"


def test_columns_end_where_a_line_is_further_up():
    lines = [*rows(*TWO), *rows(("Some more words", "are further up"), top=790)]

    assert read(*lines) == f"{BY_COLUMNS}\nSome more words are further up"


def test_row_may_lack_a_column():
    cells = (
        ("In autumn the green-", "Meanwhile the town"),
        ("house is closed and", None),
        ("reopened later", "has decided"),
    )

    assert read(*rows(*cells)) == (
        "In autumn the green-\nhouse is closed and\nreopened later\nMeanwhile the town\nhas decided"
    )


def test_word_is_not_continued_two_rows_below():
    assert (
        read(*rows(("In the green-", "Meanwhile the town"), (None, "council has decided"), ("house is", "to wait")))
        is None
    )


def test_word_continues_below_its_column_only():
    def indented(more):
        lines = rows(*TWO)
        return read(*lines[:2], (LEFT + more, 746, "house"), lines[3])

    assert indented(29) is not None
    assert indented(30) is None


def test_gap_between_columns_is_wider_than_a_blank():
    def apart(gap):
        """`gap`: from the start of the last character of the left column."""
        right = LEFT + 5 * 19 + gap
        return read((LEFT, 760, TWO[0][0]), (right, 760, "town"), (LEFT, 746, TWO[1][0]), (right, 746, "council"))

    assert apart(20) is None
    assert apart(21) == "In autumn the green-\nhouse is closed and\ntown\ncouncil"


def test_gap_that_all_rows_share_is_wider_than_a_line_is_high():
    def crossing(left):
        """The second row leaves a gap from the end of `house` to the first row's right column."""
        return read((LEFT, 760, "the green-"), (RIGHT, 760, "town"), (LEFT, 746, "house"), (left, 746, "x" * 30))

    assert crossing(LEFT + 45 + 11) == "the green-\nhouse\ntown\n" + "x" * 30
    assert crossing(LEFT + 45 + 10) is None


def test_text_further_left_on_the_same_line_begins_another_part():
    assert read((RIGHT, 760, "Meanwhile the town"), (LEFT, 760, "the green-"), *rows(TWO[1], top=746)) is None
    assert (
        columns.in_reading_order(
            [*drawn((LEFT, 760, "green-")), Glyph("a", LEFT + 16, 760), *drawn((LEFT, 746, "house"))]
        )
        is None
    )


def test_characters_a_little_higher_are_on_the_same_line():
    def raised(by):
        lines = rows(*TWO)
        return read(lines[0], (RIGHT, 760 + by, TWO[0][1]), *lines[2:])

    assert raised(3) == BY_COLUMNS
    assert raised(3.1) is None


def test_cells_of_a_table_keep_their_rows_and_whole_words():
    assert read(*rows(("Heating of the win-", "1,200.00"), ("ter garden", "300.00"), ("Sum", "1,500.00"))) == (
        "Heating of the winter 1,200.00\ngarden 300.00\nSum 1,500.00"
    )


def test_word_of_a_table_may_be_broken_several_times():
    assert read(*rows(("the win-", "1,200.00"), ("ter-", "300.00"), ("garden", "400.00"))) == (
        "the wintergarden 1,200.00\n300.00\n400.00"
    )
    assert read(*rows(("the win-", "1,200.00"), ("ter gar-", "300.00"), ("den door", "400.00"))) == (
        "the winter 1,200.00\ngarden 300.00\ndoor 400.00"
    )


def test_column_of_words_has_mostly_letters():
    def beside(text):
        return read(*rows(("In the green-", text), ("house is here", text)))

    assert beside("abcdefg 123") == "In the green-\nhouse is here\nabcdefg 123\nabcdefg 123"
    assert beside("abcdef 123") == "In the greenhouse abcdef 123\nis here abcdef 123"
    assert beside("abcdef 1234") == "In the greenhouse abcdef 1234\nis here abcdef 1234"


def test_column_may_be_a_single_letter():
    assert read(*rows(("In the green-", "a"), ("house is here", None))) == "In the green-\nhouse is here\na"


def test_page_without_columns_has_no_other_order():
    assert columns.in_reading_order([]) is None
    assert read((60, 760, "a")) is None
    assert columns.in_reading_order([Glyph("a", 60, 760 - 5 * number) for number in range(9)]) is None


def test_blanks_and_line_ends_of_the_reader_do_not_matter():
    lines = [(x, y, f" {text} ") for x, y, text in rows(*TWO)]
    ends = [Glyph(one, 0, 0) for one in "\r\n"]

    found = columns.in_reading_order([*ends, *drawn(*lines[:2]), *ends, *drawn(*lines[2:]), *ends])

    assert found == BY_COLUMNS


def test_only_the_first_gaps_of_a_row_count():
    """A row of a table with many columns has as many gaps, which would take quadratic time."""
    cells = [["ab"] * 10, ["ab"] * 10]
    lefts = tuple(60 + 40 * number for number in range(10))
    cells[0][0], cells[1][0] = "the-", "re"

    found = read(*rows(*cells, lefts=lefts))

    assert found is not None
    assert found.splitlines()[:2] == ["the-", "re"]
    assert found.splitlines()[-2:] == ["ab", "ab"]


CELLS = st.lists(st.tuples(*[st.text("abC-1 ", max_size=8)] * 3), min_size=1, max_size=6)


@given(CELLS)
def test_no_letter_is_lost(cells):
    lines = rows(*cells, lefts=(60, 160, 260))
    found = read(*lines)

    if found is not None:
        text = "".join(text for _, _, text in lines)
        assert sorted(filter(str.isalnum, found)) == sorted(filter(str.isalnum, text))
