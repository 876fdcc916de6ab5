"""Text that is written from top to bottom. Characters are 10 points apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers.reading_order import Glyph
from docloft_worker.readers.vertical_writing import in_reading_order, is_vertical


def column(text, x, top, step=10.0):
    return [Glyph(one, x, top - step * number) for number, one in enumerate(text)]


def row(text, x, y, step=10.0):
    return [Glyph(one, x + step * number, y) for number, one in enumerate(text)]


def vertical(*glyphs):
    return is_vertical("".join(one.character for one in glyphs), lambda at: (glyphs[at].x, glyphs[at].y))


def test_text_is_vertical_when_most_characters_are_below_another():
    assert vertical(*column("東京都", 100, 500))
    assert not vertical(*row("東京都", 100, 500))
    assert vertical(*column("東京都市", 100, 500), *row("東京", 200, 500))
    assert not vertical(*column("東京都", 100, 500), *row("東京都", 200, 500))
    assert not vertical(*column("東京都", 100, 500), *row("東京", 200, 500))
    assert vertical(*column("東京", 100, 500), Glyph("a", 300, 490), *column("都市", 100, 480), Glyph("b", 300, 470))


def test_two_pairs_of_characters_are_needed():
    assert not vertical(*column("東京", 100, 500))
    assert not vertical(*column("ABCDE", 100, 500))
    assert not vertical(*column("東A京B都", 100, 500))
    assert not vertical()


def test_sample_of_a_long_text_decides():
    asked: list[int] = []

    def origin_of(at):
        asked.append(at)
        return 0.0, -10.0 * at

    assert is_vertical("東" * 400, origin_of)
    assert len(asked) <= 2 * 50
    assert max(asked) > 350


def test_character_below_another_may_be_a_little_beside_it():
    assert vertical(*(Glyph("東", 100 + 2.4 * number, 500 - 10 * number) for number in range(4)))
    assert not vertical(*(Glyph("東", 100 + 2.5 * number, 500 - 10 * number) for number in range(4)))
    assert not vertical(*(Glyph("東", 100, 500 + 10 * number) for number in range(4)))


def test_columns_are_read_from_right_to_left():
    assert in_reading_order([*column("三四五", 100, 500), *column("一二三", 120, 500)]) == "一二三三四五"


def test_columns_drawn_in_reading_order_are_kept():
    assert in_reading_order([*column("一二三", 120, 500), *column("四五六", 100, 500)]) == "一二三四五六"


def test_text_without_columns_is_kept():
    assert in_reading_order(row("東京都", 100, 500)) == "東京都"
    assert in_reading_order([]) == ""


def test_distance_of_two_characters_is_that_of_most_in_a_column():
    half = column("一二三", 100, 500, 4)

    assert in_reading_order([*half, *column("四五六七", 50, 500)]) == "一二三\n四五六七"
    assert in_reading_order([*row("東京都市区町村", 300, 700), *column("一二三", 100, 500)]) == "東京都市区町村\n一二三"
    assert in_reading_order([*column("一二三", 100, 500), *column("a四b五", 100, 477, 3)]) == "一二三a四b五"


def test_letter_of_a_column_is_kept():
    assert in_reading_order(column("一二X三", 100, 500)) == "一二X三"


def test_column_that_ends_early_ends_its_paragraph():
    assert in_reading_order([*column("一二", 120, 500), *column("三四五", 100, 500)]) == "一二\n三四五"
    assert in_reading_order([*column("一二", 120, 491), *column("三四五", 100, 500)]) == "一二三四五"
    assert in_reading_order([*column("一二", 120, 490.1), *column("三四五", 100, 500)]) == "一二三四五"


def test_rows_of_columns_are_read_from_the_top():
    lower = [*column("五六", 120, 400), *column("七八", 100, 400)]
    upper = [*column("一二", 120, 500), *column("三四", 100, 500)]

    assert in_reading_order([*lower, *upper]) == "一二三四\n五六七八"


def test_columns_that_overlap_in_height_are_in_one_row():
    assert in_reading_order([*column("三四五六七", 100, 500), *column("一二", 120, 460)]) == "一二三四五六七"


def test_row_of_columns_is_as_high_as_its_longest():
    columns = [*column("四五六七八九", 120, 500), *column("十百", 100, 490), *column("一二三", 140, 470)]

    assert in_reading_order(columns) == "一二三四五六七八九十百"


def test_character_half_a_line_lower_is_on_the_same_line():
    title = [*ended([Glyph("a", 300, 700), Glyph("b", 304, 695)]), *row("cd", 330, 680)]

    assert in_reading_order([*title, *column("一二三", 100, 500)]) == "ab\r\ncd\n一二三"


def test_horizontal_text_comes_first():
    heading = row("Title ", 100, 600, 6)

    assert in_reading_order([*column("一二三", 120, 500), *heading]) == "Title\n一二三"


def test_two_digits_side_by_side_are_in_their_column():
    glyphs = [*column("月", 100, 500), *row("12", 97, 490, 5), *column("日晴天", 100, 480)]

    assert in_reading_order(glyphs) == "月12日晴天"


@pytest.mark.parametrize(("beside", "found"), [(7.5, "一二三x"), (7.6, "x\n一二三")])
def test_character_far_beside_a_column_is_not_in_it(beside, found):
    assert in_reading_order([*column("一二三", 100, 500), Glyph("x", 100 + beside, 480)]) == found


@pytest.mark.parametrize(
    ("below", "found"), [(20, "一二三x"), (20.1, "x\n一二三"), (-1, "一二三x"), (-1.1, "x\n一二三")]
)
def test_character_far_below_or_above_the_end_of_a_column_is_not_in_it(below, found):
    assert in_reading_order([*column("一二三", 100, 500), Glyph("x", 100, 480 - below)]) == found


def ended(glyphs):
    """With the line end that PDFium adds."""
    return [*glyphs, *(Glyph(one, glyphs[-1].x + 10, glyphs[-1].y) for one in "\r\n")]


def test_line_ends_within_a_column_do_not_count():
    assert in_reading_order([*ended(column("一二", 100, 500)), *column("三四", 100, 480)]) == "一二三四"


def test_line_ends_of_horizontal_text_are_kept():
    title = [*ended(row("ab", 300, 700)), *row("cd", 300, 680)]

    assert in_reading_order([*title, *column("一二三", 100, 500)]) == "ab\r\ncd\n一二三"


@pytest.mark.parametrize(("gap", "found"), [(16, "一二三四五六七八九"), (16.1, "一二\n三四五六七八九")])
def test_parts_of_a_column_are_joined_if_they_touch(gap, found):
    """`gap`: from the last character of the upper part to the first of the lower one."""
    upper, lower, beside = column("一二", 100, 500), column("三四", 100, 490 - gap), column("五六七八九", 50, 500)

    assert in_reading_order([*upper, *beside, *lower]) == found


def test_columns_at_almost_the_same_place_are_read_from_the_top():
    lower, upper = column("三四", 105, 480), column("一二", 100, 500)
    both = [*lower, *column("x", 0, 0), *upper]

    assert in_reading_order([*both, *column("五六七八", 50, 500)]) == "x\n一二三四五六七八"
    assert in_reading_order([*column("三四", 105, 490), *column("x", 0, 0), *upper]) == "x\n一二三四"


@given(st.lists(st.tuples(st.sampled_from("一二ab1 \n"), st.integers(0, 4), st.integers(0, 9)), max_size=30))
def test_no_character_is_lost(places):
    glyphs = [Glyph(character, 20.0 * x, 10.0 * y) for character, x, y in places]

    found = in_reading_order(glyphs)

    assert sorted("".join(found.split())) == sorted("".join(one.character for one in glyphs if one.character.strip()))
