"""Where a part of a page begins and ends: the gaps between words, and the edges of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.shown.edges import SLACK, gap_after, gap_before, word_end, word_start

FAR = 400
"""How far a gap is looked for."""


def test_gap_before_is_the_last_one():
    assert gap_before("a b c d", 5) == 3
    assert gap_before("a b c d", 4) == 3
    assert gap_before("a b c d", 3) == 1


def test_page_begins_at_a_gap():
    assert gap_before("abc", 2) == 0
    assert gap_before("abc", 0) == 0
    assert gap_before(" abc", 0) == 0
    assert gap_before(" abc", 1) == 0
    assert gap_before("abc", -1) == 0


def test_gap_after_is_the_next_one():
    assert gap_after("a b c d", 1) == 1
    assert gap_after("a b c d", 2) == 3
    assert gap_after("a b c d", 6) == 7


@pytest.mark.parametrize("page", ["strom-\nvertrag", "strom\u2010\nvertrag", "処 刑", "a 処", "処 a"])
def test_gap_is_neither_in_a_broken_word_nor_beside_a_script_without_spaces(page):
    assert gap_before(page, len(page)) == 0
    assert gap_after(page, 0) == len(page)


def test_gap_of_several_blanks_begins_at_the_first():
    assert gap_before("a  \n b", 6) == 1
    assert gap_after("a  \n b", 0) == 1


def test_gap_is_not_looked_for_far_away():
    assert gap_before(" " + "a" * FAR, FAR) == 0
    assert gap_before("a " + "a" * FAR, FAR + 1) == 1
    assert gap_before("a " + "a" * FAR, FAR + 2) == 2
    assert gap_before("a" * 3 * FAR, 2 * FAR) == FAR
    assert gap_after("a" * FAR + " a", 1) == FAR
    assert gap_after("a" * (FAR + 1) + " a", 0) == FAR
    assert gap_after("a" * 3 * FAR, FAR) == 2 * FAR


def test_start_moves_to_the_next_word_unless_it_is_one():
    assert word_start("red house", 0) == 0
    assert word_start("red house", 1) == 4
    assert word_start("red house", 3) == 4
    assert word_start("red house", 4) == 4
    assert word_start("red house", 5) == 5
    assert word_start("red house there", 4) == 4
    assert word_start("red house there", 5) == 10


def test_start_does_not_move_far():
    assert word_start("a" * (SLACK + 1) + " b", 1) == 1
    assert word_start("a" * SLACK + " b", 1) == SLACK + 1


def test_end_moves_to_that_of_the_word():
    assert word_end("red house", 1) == 3
    assert word_end("red house", 3) == 3
    assert word_end("red house", 5) == 9
    assert word_end("red house", 9) == 9


def test_end_does_not_move_far():
    assert word_end("a" * SLACK + " b", 0) == 0
    assert word_end("a" * SLACK + " b", 1) == SLACK
    assert word_end("a" * SLACK, 0) == 0
    assert word_end("a" * SLACK, 1) == SLACK


@given(st.text(st.sampled_from("a \n-"), max_size=40), st.integers(0, 40))
def test_edges_are_on_the_page_and_on_their_side(page, position):
    position = min(position, len(page))

    assert 0 <= gap_before(page, position) <= position <= gap_after(page, position) <= len(page)
    assert position <= word_start(page, position) <= len(page) or position == len(page)
    assert position <= word_end(page, position) <= len(page)
