import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.text.typos import closest, distance, tolerance


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fitlered", "filtered"),
        ("alrfesco", "alfresco"),
        ("retcangle", "rectangle"),
        ("strikethorugh", "strikethrough"),
    ],
)
def test_swapped_letters_are_one_edit(typed, meant):
    assert distance(typed, meant) == 1
    assert closest(typed, [f"some {meant} text"]) == meant


def test_suggestion_keeps_its_spelling():
    assert closest("zidovsle", ["Židovské město"]) == "židovské"


def test_suggestions_are_ordered_by_edits_then_first_letter_then_frequency():
    assert closest("boat", ["coat boot boot boots"]) == "boot"
    assert closest("boat", ["coat goat goat"]) == "goat"


def test_same_first_letter_is_preferred_to_the_more_frequent_word():
    assert closest("water", ["later later wader"]) == "wader"


def test_word_is_not_suggested_for_itself():
    assert closest("water", ["water"]) is None
    assert closest("water", ["water watar"]) == "watar"


def test_words_are_compared_by_their_folded_length():
    # Each of these letters folds to two.
    assert closest("assssssssc", ["aßßßßb"]) == "aßßßßb"
    # A word that is five letters shorter is not looked at.
    assert closest("assssssssssc", ["aßßßßßb"]) is None


def test_run_without_spaces_is_not_suggested():
    assert closest("処刑記録", ["処刑記像"]) is None


@pytest.mark.parametrize(("one", "other"), [("ab", "ba"), ("abc", "bac"), ("abc", "acb"), ("xab", "xba")])
def test_swapped_neighbours_are_one_edit_in_any_place(one, other):
    assert distance(one, other) == 1


@pytest.mark.parametrize(("word", "edits"), [("abc", 0), ("abcd", 1), ("abcdefg", 1), ("abcdefgh", 2), ("4711", 0)])
def test_longer_words_tolerate_more(word, edits):
    assert tolerance(word) == edits


def test_number_has_no_suggestion():
    assert closest("20240501", ["20240502"]) is None


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_distance_is_symmetric_and_zero_only_for_the_same(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))
