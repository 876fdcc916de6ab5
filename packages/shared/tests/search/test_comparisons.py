"""The parts of a value that is compared: its sign or words, the ends of a range, and the values of a list."""

import re

import pytest

from docloft.search.query import comparisons


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("more than 10", (">", "10")),
        ("MAX 10", ("<=", "10")),
        ("max. 10", ("<=", "10")),
        ("bis zu 10", ("<=", "10")),
        ("bis 10", ("<=", "10")),
        ("at_least_10", (">=", "10")),
        ("at least -10", (">=", "-10")),
        ("over-10", (">", "10")),
        ("10 or more", (">=", "10")),
        ("10 oder weniger", ("<=", "10")),
        ("10+", (">=", "10")),
        ("10", ("", "10")),
        ("red house", ("", "red house")),
        ("over", ("", "over")),
    ],
)
def test_words_mean_a_sign(value, found):
    assert comparisons.worded(value, is_day=False) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [("2..5", ("2", "5")), ("2 .. 5", ("2", "5")), ("..5", ("", "5")), ("2\u2026", ("2", "")), ("2.5", None)],
)
def test_dots_separate_the_ends_of_a_range(value, found):
    assert comparisons.dotted(value) == found


@pytest.mark.parametrize(
    ("value", "lists"),
    [
        ("X, Y", [["X", "Y"], ["X", "Y"]]),
        ("1,5, 2", [["1,5", "2"], ["1,5", "2"]]),
        ("1,5x,1,50x,2x", [["1,5x", "1,50x", "2x"]]),
        ("1,5, 2,5x,3", [["1,5", "2,5x,3"], ["1,5", "2,5x", "3"]]),
        ("1, 5x", [["1", "5x"], ["1", "5x"]]),
        ("a,b", [["a", "b"]]),
        ("a,, b", [["a", "b"], ["a", "b"]]),
        ("1,,5", [["1", "5"]]),
        (",".join(["a"] * 30), [["a"] * 30]),
        ("red house", []),
    ],
)
def test_commas_separate_the_values_of_a_list(value, lists):
    assert list(comparisons.lists(value, re.compile(r"\d(,\d+)?x?|[a-z]").fullmatch)) == lists


def test_each_value_of_a_list_has_few_parts():
    tried: list[str] = []

    assert comparisons.joined(["1"] * 100, tried.append) == ["1"] * 100
    assert len(tried) < 500
