"""Commas between values, and within them."""

import re

import pytest

from docloft.search.query import value_lists


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
    assert list(value_lists.lists(value, re.compile(r"\d(,\d+)?x?|[a-z]").fullmatch)) == lists


def test_each_value_of_a_list_has_few_parts():
    tried: list[str] = []

    assert value_lists.joined(["1"] * 100, tried.append) == ["1"] * 100
    assert len(tried) < 500
