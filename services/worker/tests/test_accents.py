"""Accents that are drawn as separate glyphs before or after their letter."""

import pytest

from docloft_worker.readers.accents import compose, has_accents

WIDTH = 10.0


def composed(text, places):
    """`places`: of each character, the left edge; or a pair of both edges."""

    def box_of(index):
        left, right = place if isinstance(place := places[index], tuple) else (place, place + WIDTH)
        return (left, 0.0, right, 12.0)

    return compose(text, box_of)


def test_text_with_an_accent_may_need_it():
    assert has_accents("Ku\u00a8")
    assert not has_accents("Kü")


def test_accent_before_its_letter_is_combined_with_it():
    assert composed("K\u00a8uche", [0, 10, 10, 20, 30, 40]) == "Küche"


def test_accent_after_its_letter_is_combined_with_it():
    assert composed("Ku\u00a8che", [0, 10, 10, 20, 30, 40]) == "Küche"


def test_accent_between_two_letters_belongs_to_the_one_it_is_over():
    assert composed("a\u00b4e", [0, 10, 10]) == "aé"
    assert composed("a\u00b4e", [0, 0, 10]) == "áe"


@pytest.mark.parametrize("text", ["a \u00b4 e", "x\u00b4", "\u00b4", "\u00b4x", "1\u00b4", "\u00b41", "a`\u00b4"])
def test_accent_without_a_letter_to_combine_with_is_kept(text):
    assert composed(text, [10 * number for number in range(len(text))]) == text
    assert composed(text.replace("a", "x").replace("e", "x"), [0] * len(text)) == text.replace("a", "x").replace(
        "e", "x"
    )


def test_letter_without_a_dot_is_the_usual_letter_below_an_accent():
    assert composed("\u0131\u00b4", [0, 0]) == "í"
    assert composed("\u02c6\u0237", [0, 0]) == "ĵ"


def test_two_accents_belong_to_one_letter():
    assert composed("a\u02c6\u00b4", [0, 0, 0]) == "ấ"


def test_middle_of_the_accent_is_over_the_letter_or_almost():
    assert composed("a\u00b4", [(10, 20), (9.5, 9.5)]) == "á"
    assert composed("a\u00b4", [(10, 20), (9.4, 9.4)]) == "a\u00b4"
    assert composed("a\u00b4", [(10, 20), (20.5, 20.5)]) == "á"
    assert composed("a\u00b4", [(10, 20), (20.6, 20.6)]) == "a\u00b4"
    assert composed("a\u00b4", [(10, 20), (0, 38)]) == "á"
    assert composed("a\u00b4", [(10, 20), (2, 42)]) == "a\u00b4"


def test_letter_without_a_width_has_no_accent():
    assert composed("a\u00b4", [(10, 10), (10, 10)]) == "a\u00b4"
    assert composed("a\u00b4", [(10, 10.1), (10, 10)]) == "á"


def test_letters_after_an_accent_are_kept():
    assert composed("\u00b4eta\u00b4x", [0, 0, 10, 20, 20, 30]) == "étáx"
