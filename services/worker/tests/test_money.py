"""Amounts of money in a line, with their currency, and what only looks like one."""

import pytest

from docloft_worker.facts import lines, money
from docloft_worker.facts.money import Amount


def found(text):
    return list(money.find(lines.fold(text)))


@pytest.mark.parametrize(
    ("text", "cents", "currency"),
    [
        ("5.00", 500, None),
        ("12,50", 1250, None),
        ("1.234,56 €", 123456, "EUR"),
        ("£1,234.56", 123456, "GBP"),
        ("1 234,56 EUR", 123456, "EUR"),
        ("CHF 1'234.56", 123456, "CHF"),
        ("1\u2019234.56 Fr.", 123456, "CHF"),
        ("1.234.567 EUR", 123456700, "EUR"),
        ("1.234 EUR", 123400, "EUR"),
        ("EUR 12", 1200, "EUR"),
        ("12.-", 1200, None),
        ("12,-", 1200, None),
        ("US$ 3.10", 310, "USD"),
        ("R$ 3,10", 310, "BRL"),
        ("99 zł", 9900, "PLN"),
    ],
)
def test_amount_has_cents_and_a_currency(text, cents, currency):
    assert [(one.cents, one.currency) for one in found(text)] == [(cents, currency)]


@pytest.mark.parametrize(
    "text",
    [
        "no digit",
        "12",
        "1.234",
        "1,234,56 EUR",
        "1.234,567 EUR",
        "12.00%",
        "12.00%, of",
        "12.00 %",
        "x12.00",
        "12.00x y",
        "1/12.00",
        "1/12.00 x",
        *(f"12.00{sign}5{more}" for sign in ".,/-'" for more in ("", "a")),
    ],
)
def test_number_of_something_else_is_not_an_amount(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["-12.00", "12.00.", "12.00 5", "(12.00)", "12.00, and", "x12.34 12.00", "12.34% 12.00"]
)
def test_amount_ends_where_no_digit_follows_its_sign(text):
    assert [one.cents for one in found(text)] == [1200]


def test_amounts_are_in_order_with_their_places():
    assert found("Net 10.00 EUR, gross 11.90 €") == [
        Amount(1000, "EUR", 4, 13),
        Amount(1190, "EUR", 21, 28),
    ]
