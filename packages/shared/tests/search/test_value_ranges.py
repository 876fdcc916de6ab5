"""Numbers of documents, counted in ranges."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.index.value_ranges import MOST_RANGES, counted, written
from docloft.search.query.quantities import millionths_of

MILLION = 10**6


def ranges(*numbers):
    counts = {int(Decimal(str(number)) * MILLION): 1 for number in numbers}
    return {written(limits): count for limits, count in counted(counts, ()).items()}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((), {}),
        ((7,), {"7": 1}),
        ((3, -1, 2.5), {"-1": 1, "2.5": 1, "3": 1}),
        ((0, 1, 2, 3, 4, 5), dict.fromkeys("012345", 1)),
        (
            range(2016, 2028),
            {"..2017": 2, "2018..2019": 2, "2020..2021": 2, "2022..2023": 2, "2024..2025": 2, "2026..": 2},
        ),
        (
            (0.5, 12, 35, 80, 210, 900, 50_000),
            {"..9.9": 1, "10..19.9": 1, "20..79.9": 1, "80..199.9": 1, "200..499.9": 1, "500..": 2},
        ),
        (
            (1, 2, 3, 4, 5, 6, 48_913.27),
            {"..1.99": 1, "2..2.99": 1, "3..3.99": 1, "4..4.99": 1, "5..5.99": 1, "6..": 2},
        ),
    ],
)
def test_few_numbers_are_values_and_many_are_ranges_between_round_numbers(numbers, expected):
    assert ranges(*numbers) == expected


def test_selected_range_is_counted_beside_the_others():
    counts = {number * MILLION: 2 for number in range(1, 4)}

    selected = [(2 * MILLION, None), (None, 2 * MILLION), (9 * MILLION, None), (0, 3 * MILLION), (0, 2 * MILLION)]

    found = [(written(one), count) for one, count in counted(counts, selected).items()]

    assert found == [
        *(("..2", 4), ("0..2", 4), ("0..3", 6), ("1", 2), ("2", 2), ("2..", 4), ("3", 2), ("9..", 0)),
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (-1, "-1"), (-0.5, "-0.5"), (1_000, "1000"), (0.001, "0.0010"), (12.3456, "12.3456"), (2.5, "2.5")],
)
def test_number_is_written_with_a_point_that_groups_no_thousands(number, text):
    millionths = int(Decimal(str(number)) * MILLION)

    assert written((millionths, millionths)) == text


numbers = st.integers(-(10**18), 10**18)


@given(st.dictionaries(numbers, st.integers(1, 9)))
def test_each_number_is_in_one_of_a_few_ranges_that_is_understood_as_it_is_written(counts):
    found = counted(counts, ())

    assert sum(found.values()) == sum(counts.values())
    assert len(found) <= MOST_RANGES
    assert all(found.values())
    for limits in found:
        assert millionths_of(written(limits), is_money=False) == limits
