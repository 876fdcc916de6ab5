"""The parts of a value that is compared: its sign or words, and the ends of a range."""

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
