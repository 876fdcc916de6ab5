"""The order of titles, and the numbers by which the engine sorts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.text.title_order import sort_title, title_number

BASE = 39
OTHERS = BASE**12


@pytest.mark.parametrize(
    ("title", "sorted_as"),
    [
        ("Überweisung, Nr. 7", "uberweisung nr 00000007"),
        ("007", "00000007"),
        ("12345678", "12345678"),
        ("123456789", "123456789"),
        ("A4", "a4"),
        ("!?", ""),
        ("a" * 60, "a" * 60),
        ("a" * 61, "a" * 60),
        ("東京", "東京"),
    ],
)
def test_titles_are_sorted_without_case_accents_and_signs_and_numbers_by_their_value(title, sorted_as):
    assert sort_title(title) == sorted_as


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("", 0),
        (" ", 1 * BASE**11),
        ("0", 2 * BASE**11),
        ("a", 12 * BASE**11),
        ("z", 37 * BASE**11),
        ("a ", 12 * BASE**11 + BASE**10),
        ("a東", 12 * BASE**11 + 38 * BASE**10),
        ("            a", sum(BASE**place for place in range(12))),
        ("東", OTHERS + (0x6771 << 40)),
        ("東京都", OTHERS + (0x6771 << 40) + (0x4EAC << 20) + 0x90FD),
        ("東京都a", OTHERS + (0x6771 << 40) + (0x4EAC << 20) + 0x90FD),
        ("\U00100000", OTHERS + (0xFFFFF << 40)),
    ],
)
def test_beginning_of_a_title_is_a_number(title, number):
    assert title_number(title) == number


@given(st.lists(st.text(" 09azß東\U00100001", max_size=13), min_size=2, max_size=2).map(sorted))
def test_titles_are_in_the_order_of_their_numbers(titles):
    before, after = map(title_number, titles)

    assert before <= after
