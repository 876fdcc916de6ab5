"""Invoice and customer numbers: beside their labels, or below them."""

import pytest

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import numbers
from docloft_worker.facts.lines import Source


def found(*pages):
    return list(numbers.find_invoice(Source(pages, "en", {}, "2026-06-30")))


def values(*pages):
    return [one.value for one in found(*pages)]


def test_number_beside_its_label_is_found_with_its_place():
    assert found("Alder Ltd\nYour invoice number: INV-2024/17") == [
        Suggestion(Fact.INVOICE_NUMBER, "INV-2024/17", 0.93, "Your invoice number: INV-2024/17", 0, 31, 42)
    ]


def test_number_below_its_label_is_found_with_the_label():
    assert found("Invoice number :\nINV 17") == [
        Suggestion(Fact.INVOICE_NUMBER, "INV 17", 0.85, "Invoice number : INV 17", 0, 17, 23)
    ]


def test_first_number_counts():
    assert values("Invoice number: A-17\nInvoice number: A-18") == ["A-17"]
    assert values("Invoice number\nA-17\nInvoice number: A-18") == ["A-17"]


def test_label_without_a_number_does_not_hide_a_later_one():
    assert values("Invoice number: none\nInvoice number: A-18") == ["A-18"]


@pytest.mark.parametrize("end", [".", "-", "_", "/", ".-"])
def test_punctuation_after_the_number_is_not_part_of_it(end):
    (one,) = found(f"Invoice number: A-17{end}")

    assert (one.value, one.start, one.end) == ("A-17", 16, 20)


def test_number_has_two_digits_and_is_not_a_date():
    assert values("Invoice number: A-1") == []
    assert values("Invoice number: 12") == ["12"]
    assert values("Invoice number: 12.03.2024") == []
    assert values("Invoice number: 2024-03-12") == []
    assert values("Invoice number: 12.03.2024-1") == ["12.03.2024-1"]
    assert values("Invoice number\nA-1") == []


@pytest.mark.parametrize(
    "pages",
    [
        ("Invoice number", "A-17"),
        ("Invoice number\nA-17 for Anna",),
        ("Your invoice number\nA-17",),
        ("Invoice number (see below)\nA-17",),
        ("Invoice number\nWords\nA-17",),
        ("Invoice number",),
    ],
)
def test_number_below_is_alone_on_the_next_line_of_the_page(pages):
    assert values(*pages) == []


def test_customer_number_is_another_fact():
    source = Source(("Customer number: K-17",), "en", {}, "2026-06-30")

    assert [(one.fact, one.value) for one in numbers.find_customer(source)] == [(Fact.CUSTOMER_NUMBER, "K-17")]
    assert list(numbers.find_invoice(source)) == []
