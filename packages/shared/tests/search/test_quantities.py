"""Numbers, sizes and amounts that a filter compares. The file is long because it has a table of values for each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.query.quantities import LARGEST, amount_of, millionths_of, pages_of, size_of


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("10", (10, 10)),
        ("=10", (10, 10)),
        (" = 10 ", (10, 10)),
        (">10", (11, None)),
        (">=10", (10, None)),
        ("<10", (None, 9)),
        ("<=10", (None, 10)),
        ("2..5", (2, 5)),
        (" 2 .. 5 ", (2, 5)),
        ("5..2", (2, 5)),
        ("5..5", (5, 5)),
        ("0..5", (0, 5)),
        ("..5", (None, 5)),
        ("..0", (None, 0)),
        ("2..", (2, None)),
        ("..", None),
        ("2..x", None),
        ("2..3..4", None),
        ("2-5", (2, 5)),
        ("2 - 5", (2, 5)),
        ("5\u20132", (2, 5)),
        ("2 -5", None),
        ("over 5", (6, None)),
        ("more than 5", (6, None)),
        ("höchstens 5", (None, 5)),
        ("between 2 and 5", (2, 5)),
        ("1 000", None),
        (">2-5", None),
        ("2-3-4", None),
        ("x..5", None),
        ("x", None),
        ("", None),
        (">", None),
        ("10 papers", None),
        ("1,5", None),
        ("-5", None),
        ("1\n0", None),
        ("0" * 39 + "7", (7, 7)),
        ("0" * 50 + "7", None),
        (str(LARGEST), (LARGEST, LARGEST)),
        (str(LARGEST + 1), (LARGEST, LARGEST)),
    ],
)
def test_count_of_pages(value, limits):
    assert pages_of(value) == limits


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("100", (100, 100)),
        ("100b", (100, 100)),
        ("100 Bytes", (100, 100)),
        ("1MB", (500_000, 1_500_000)),
        ("1m", (500_000, 1_500_000)),
        ("1,50 MB", (1_495_000, 1_505_000)),
        ("2 gb", (1_500_000_000, 2_500_000_000)),
        ("2g", (1_500_000_000, 2_500_000_000)),
        ("3k", (2_500, 3_500)),
        ("0kb", (0, 500)),
        (">1MB", (1_000_001, None)),
        ("<=1.5kb", (None, 1_500)),
        ("1 tb", (500_000_000_000, 1_500_000_000_000)),
        (">1MiB", (1_048_577, None)),
        ("1 MB \u2013 2 MB", (1_000_000, 2_000_000)),
        ("1-3MB", (1_000_000, 3_000_000)),
        ("1.5..3 MB", (1_500_000, 3_000_000)),
        ("1 to 3 MB", (1_000_000, 3_000_000)),
        ("1-1 MB", (1_000_000, 1_000_000)),
        ("500..1kb", (500, 1_000)),
        ("1 pb", None),
        ("mb", None),
        ("9" * 36 + "gb", (LARGEST - 500_000_000, LARGEST + 500_000_000)),
    ],
)
def test_size_with_a_unit_means_all_that_are_shown_as_it(value, limits):
    assert size_of(value) == limits


@pytest.mark.parametrize(
    ("value", "hundredths"),
    [
        ("12", 1_200),
        ("12,5", 1_250),
        ("12.50 €", 1_250),
        ("€12.50", 1_250),
        ("$ 12", 1_200),
        ("12 CHF", 1_200),
        ("12 fr.", 1_200),
        ("1.250", 125_000),
        ("1,250", 125_000),
        ("0.125", 12),
        ("00,125", 12),
        (".125", 12),
        ("1.250,50", 125_050),
        ("48 913,27", 4_891_327),
        ("1\u202f250\u00a0000 €", 125_000_000),
        ("EUR 1 250", 125_000),
        ("48 91,27", None),
        ("4891 327", None),
        ("1 2 500", None),
        ("1,250.50", 125_050),
        ("1'250.5", 125_050),
        ("1\u2019250", 125_000),
        ("1.250.500", 125_050_000),
        ("1.250.50", 12_505_000),
        ("1.2500", 125),
        ("0,125", 12),
        ("10,125", 1_012_500),
        ("00", 0),
        ("1'2500", 1_250_000),
        ("12.", 1_200),
        ("12'", 1_200),
        ("12 apples", None),
        ("€€12", None),
        ("-12", None),
        ("9" * 50, LARGEST),
    ],
)
def test_amount_in_any_writing(value, hundredths):
    assert amount_of(value) == (None if hundredths is None else (hundredths, hundredths))


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("5", (5_000_000, 5_000_000)),
        ("0,000001", (1, 1)),
        ("-5", (-5_000_000, -5_000_000)),
        ("\u2212 5", (-5_000_000, -5_000_000)),
        ("--5", None),
        (">-5", (-4_999_999, None)),
        ("<-5", (None, -5_000_001)),
        ("-5..-2", (-5_000_000, -2_000_000)),
        ("-2..-5", (-5_000_000, -2_000_000)),
        ("-1..1", (-1_000_000, 1_000_000)),
        ("-5 to -2", (-5_000_000, -2_000_000)),
        ("between -5 and 5", (-5_000_000, 5_000_000)),
        (">-5 <-2", (-4_999_999, -2_000_001)),
        ("at least -5", (-5_000_000, None)),
        ("more than -5", (-4_999_999, None)),
        ("unter -5", (None, -5_000_001)),
        ("over-5", (5_000_001, None)),
        ("100,-", None),
        ("5 kg", None),
        ("...", None),
        ("'", None),
        ("-", None),
        ("9" * 50, (LARGEST, LARGEST)),
    ],
)
def test_number_of_a_field_may_be_negative(value, limits):
    assert millionths_of(value, is_money=False) == limits


@pytest.mark.parametrize(("is_money", "limits"), [(True, (-5_500_000, -5_500_000)), (False, None)])
def test_only_an_amount_has_a_currency(is_money, limits):
    assert millionths_of("-5,50 EUR", is_money=is_money) == limits


def test_amount_of_a_field_may_have_a_dash_for_its_cents():
    assert millionths_of("100,- EUR", is_money=True) == (100_000_000, 100_000_000)


@given(st.text(">=<.,'0123456789 -kmg€", max_size=45))
def test_any_value_is_a_range_in_order_or_not_understood(value):
    for limits in (pages_of(value), size_of(value), amount_of(value), millionths_of(value, is_money=True)):
        match limits:
            case (int(low), int(high)):
                assert low <= high


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("10 pages", (10, 10)),
        (">10 Seiten", (11, None)),
        ("10+", (10, None)),
        ("10 or more", (10, None)),
        ("10 oder weniger", (None, 10)),
        ("max. 10", (None, 10)),
        ("min 10", (10, None)),
        ("größer als 10", (11, None)),
        ("fewer than 10", (None, 9)),
        ("genau 10", (10, 10)),
        ("from 10", (10, None)),
        (">10 <20", (11, 19)),
        (">= 10 and <= 20", (10, 20)),
        ("<20 >10", (11, 19)),
        (">9 <11", (10, 10)),
        (">20 <10", None),
        (">x <20", None),
        (">10 >20", None),
        ("=> 10", (10, None)),
        ("\u226510", (10, None)),
        ("10...20", (10, 20)),
        ("10\u202620", (10, 20)),
        ("10\u201420", (10, 20)),
        ("1,000", (1000, 1000)),
        ("1.5", None),
        ("\u0661\u0660", (10, 10)),
        ("\uff11\uff10", (10, 10)),
    ],
)
def test_count_in_other_writings(value, limits):
    assert pages_of(value) == limits


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("1 Megabyte", (500_000, 1_500_000)),
        ("1000 Byte", (1000, 1000)),
        ("larger than 1 000 KB", (1_000_001, None)),
        ("over 2 terabytes", (2 * 10**12 + 1, None)),
        (">2 TByte", (2 * 10**12 + 1, None)),
        ("2 TiB", (3 * 2**39, 5 * 2**39)),
    ],
)
def test_size_in_other_writings(value, limits):
    assert size_of(value) == limits


@pytest.mark.parametrize(
    ("value", "hundredths"),
    [
        ("100,-", 10_000),
        ("100,- €", 10_000),
        ("CHF 100.-", 10_000),
        ("100 euros", 10_000),
        ("US$100", 10_000),
        ("100 Franken", 10_000),
        ("\u00a51000", 100_000),
        ("100 zł", 10_000),
        ("kr 100", 10_000),
        ("\u20b91,23,456", 12_345_600),
        ("10k", 1_000_000),
        ("1,5 Mio €", 150_000_000),
        ("100 m", None),
        ("kr100x", None),
    ],
)
def test_amount_in_other_currencies_and_writings(value, hundredths):
    assert amount_of(value) == (None if hundredths is None else (hundredths, hundredths))
