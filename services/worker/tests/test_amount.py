"""The total to pay: beside its label or below it, and which one of several."""

import pytest

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import amount
from docloft_worker.facts.lines import Source


def found(*pages):
    return list(amount.find(Source(pages, "en", {}, "2026-06-30")))


def total(*pages):
    """The value and its confidence, or None."""
    (one,) = found(*pages) or [None]
    return one and (one.value, one.confidence)


def test_amount_beside_its_label_is_found_with_its_place():
    assert found("Paper\n Total due: 10.05 EUR\nThanks") == [
        Suggestion(Fact.AMOUNT, "10.05 EUR", 0.93, "Total due: 10.05 EUR", 0, 18, 27)
    ]


def test_amount_below_its_label_is_found_with_the_label():
    assert found("Total due\n10.05 EUR") == [
        Suggestion(Fact.AMOUNT, "10.05 EUR", 0.93, "Total due 10.05 EUR", 0, 10, 19)
    ]


def test_last_amount_of_the_line_counts():
    assert total("Total due 100.00 EUR 19.00 EUR 119.00 EUR") == ("119.00 EUR", 0.93)


def test_amount_before_the_label_does_not_count():
    assert total("10.00 EUR is the total due") is None
    assert total("10.00 EUR total due 12.00 EUR") == ("12.00 EUR", 0.93)


def test_label_is_near():
    assert total(f"Total due{'.' * 60}10.00 EUR") == ("10.00 EUR", 0.93)
    assert total(f"Total due{'.' * 61}10.00 EUR") is None


def test_first_amount_is_near_the_label():
    assert total(f"Total due 10.00 EUR{'.' * 60}12.00 EUR") == ("12.00 EUR", 0.93)


def test_last_amount_to_pay_counts():
    assert total("Total due 12.00 EUR\nTotal due 10.00 EUR") == ("10.00 EUR", pytest.approx(0.83))


def test_largest_amount_counts_with_a_weak_label():
    assert total("Total 10.00 EUR\nTotal 12.00 EUR\nTotal 11.00 EUR") == ("12.00 EUR", pytest.approx(0.7))


def test_label_of_the_amount_to_pay_is_stronger_than_the_word_total():
    assert total("Balance due 10.00 EUR\nTotal 12.00 EUR") == ("10.00 EUR", 0.93)
    assert total("Total 12.00 EUR") == ("12.00 EUR", 0.8)


def test_same_amount_twice_is_as_certain_as_once():
    assert total("Total due 12.00 EUR\nTotal due 12.00 EUR") == ("12.00 EUR", 0.93)


def test_too_many_different_amounts_have_no_total():
    three = "Balance due 1.00 EUR\nBalance due 2.00 EUR\nBalance due 3.00 EUR"

    assert total(three) == ("3.00 EUR", pytest.approx(0.83))
    assert total(f"{three}\nBalance due 4.00 EUR") is None


def test_total_is_found_when_the_amounts_to_pay_contradict_each_other():
    assert total("Balance due 1.00 EUR\nBalance due 2.00 USD\nTotal 3.00 GBP") == ("3.00 GBP", 0.8)


def test_amount_without_a_currency_does_not_contradict_one():
    assert total("Balance due 2.00 EUR\nBalance due 2.00") == ("2.00 EUR", 0.93)


def test_currency_is_that_of_all_other_amounts():
    assert total("Lamp 10.00 GBP\nTotal due 10.00") == ("10.00 GBP", 0.93)
    assert total("Lamp 10.00 GBP\nSofa 10.00 EUR\nTotal due 10.00") == ("10.00", 0.93)
    assert total("Lamp 10.00\nTotal due 10.00") == ("10.00", 0.93)


def test_weak_label_needs_a_currency():
    assert total("Total 10.00") is None
    assert total("Lamp 10.00 GBP\nTotal 10.00") == ("10.00 GBP", 0.8)


def test_part_of_the_total_is_not_the_total():
    assert total("Subtotal 10.00 EUR") is None
    assert total("Subtotal\n10.00 EUR") is None


def test_amount_below_the_label_has_few_other_characters():
    assert total("Total due\n10.00 EUR abc") == ("10.00 EUR", 0.93)
    assert total("Total due\n10.00 EUR abcd") is None
    assert total("Total due\nabcd 10.00 EUR") is None


def test_only_amount_of_the_line_below_counts():
    assert total("Total due\n9.00 8.00") is None


def test_label_above_is_a_short_line():
    label = "Total due".ljust(59, ".") + "a"

    assert total(f"{label}\n10.00 EUR") == ("10.00 EUR", 0.93)
    assert total(f"{label}a\n10.00 EUR") is None


def test_label_above_has_no_amount_of_its_own():
    assert total("9.00 EUR total due\n10.00 EUR") is None


def test_label_above_is_on_the_same_page_and_directly_above():
    assert total("Total due", "10.00 EUR") is None
    assert total("Total due\nLamp\n10.00 EUR") is None
    assert total("Lamp\n10.00 EUR") is None
    assert total("10.00 EUR") is None
