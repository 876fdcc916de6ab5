from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers.reading_order import Glyph, in_reading_order

HELLO, WORLD = "שלומ", "עולמ"
DECREASING, INCREASING = -1, 1


def drawn(text, start, step, y=700.0):
    return [Glyph(character, start + step * 5 * number, y) for number, character in enumerate(text)]


def test_word_drawn_from_right_to_left_is_kept():
    assert in_reading_order(drawn(HELLO, 100, DECREASING)) == HELLO


def test_word_drawn_from_left_to_right_is_reversed():
    assert in_reading_order(drawn(HELLO[::-1], 100, INCREASING)) == HELLO


def test_words_of_a_line_drawn_from_left_to_right_are_reordered():
    line = [*drawn(WORLD[::-1], 50, INCREASING), Glyph(" ", 70, 700), *drawn(HELLO[::-1], 80, INCREASING)]

    assert in_reading_order(line) == f"{HELLO} {WORLD}"


def test_words_of_different_lines_keep_their_order():
    words = [*drawn(HELLO, 50, DECREASING), Glyph(" ", 30, 700), *drawn(WORLD, 100, DECREASING, y=680)]

    assert in_reading_order(words) == f"{HELLO} {WORLD}"


def test_word_with_all_glyphs_at_one_position_is_reversed():
    # The "actual text" of a drawn word: PDFium reverses it (seen with PDFium 5.15).
    assert in_reading_order(drawn("يبيبَح", 100, 0)) == "حَبيبي"


def at(text, positions):
    return [Glyph(character, x, 700) for character, x in zip(text, positions, strict=True)]


def test_most_steps_decide_and_marks_at_the_position_of_their_letter_do_not_count():
    assert in_reading_order(at("שלוה", [10, 20, 15, 25])) == "הולש"
    assert in_reading_order(at("שלוה", [10, 10, 10, 25])) == "הולש"
    assert in_reading_order(at("שלוה", [25, 10, 10, 10])) == "שלוה"


def test_word_with_as_many_steps_in_both_directions_is_kept():
    assert in_reading_order(at("שלה", [10, 20, 10])) == "שלה"


def test_small_letters_are_reversed_like_large_ones():
    assert in_reading_order(at("שלה", [10, 10.4, 10.8])) == "הלש"


def test_words_less_than_a_point_apart_are_on_one_line():
    def two(y):
        return [*drawn(WORLD, 50, DECREASING), Glyph(" ", 70, 700), *drawn(HELLO, 100, DECREASING, y=y)]

    assert in_reading_order(two(700.9)) == f"{HELLO} {WORLD}"
    assert in_reading_order(two(701)) == f"{WORLD} {HELLO}"


def test_words_that_begin_at_the_same_position_keep_their_order():
    words = [*drawn(HELLO, 50, DECREASING), Glyph(" ", 30, 700), *drawn(WORLD, 50, DECREASING)]

    assert in_reading_order(words) == f"{HELLO} {WORLD}"


def test_final_letter_outweighs_glyph_positions():
    assert in_reading_order(drawn("وزارة", 100, INCREASING)) == "وزارة"
    assert in_reading_order(drawn("وزارة"[::-1], 100, DECREASING)) == "وزارة"


@given(st.text("abc אב \n1.", max_size=60))
def test_no_character_is_lost_and_other_text_is_unchanged(text):
    found = in_reading_order(drawn(text, 500, DECREASING))

    def without_blanks(some):
        return sorted(some.replace(" ", ""))

    assert without_blanks(found) == without_blanks(text)
    assert "".join(c for c in found if c in "abc1.\n") == "".join(c for c in text if c in "abc1.\n")


@given(st.text("abc é\n1.", max_size=60))
def test_text_without_right_to_left_letters_is_unchanged(text):
    assert in_reading_order(drawn(text, 10, INCREASING)) == text
