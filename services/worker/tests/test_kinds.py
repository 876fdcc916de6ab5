"""The kind of a document: by its heading, or a letter by its salutation and closing."""

import pytest

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import kinds
from docloft_worker.facts.lines import Source


def found(*pages):
    return list(kinds.find(Source(pages, "en", {}, "2026-06-30")))


def kind(*pages):
    """The value and its confidence, or None."""
    (one,) = found(*pages) or [None]
    return one and (one.value, one.confidence)


def test_heading_is_found_with_its_place():
    assert found("Alder Ltd\n# Invoice 17") == [Suggestion(Fact.KIND, "invoice", 0.9, "# Invoice 17", 0, 10, 22)]


def test_letter_is_found_by_its_salutation():
    assert found("Alder Ltd\nDear Tom,\nThank you.\nKind regards") == [
        Suggestion(Fact.KIND, "letter", 0.75, "Dear Tom,", 0, 10, 19)
    ]


def test_letter_has_a_salutation_and_a_closing():
    assert found("Dear Tom,\nThank you.") == []
    assert found("Thank you.\nKind regards") == []


def test_first_of_two_kinds_counts():
    assert kind("Receipt\nInvoice\nReceipt") == ("receipt", 0.8)
    assert kind("Receipt\nReceipt 17\nReceipt 18") == ("receipt", 0.9)


def test_list_of_kinds_has_none():
    assert kind("Receipt\nInvoice\nContract") is None


@pytest.mark.parametrize(
    ("heading", "value"),
    [("Invoice", None), ("User manual", "manual"), ("Rental agreement", "contract")],
)
def test_book_is_a_manual_or_a_contract(heading, value):
    assert kind(heading, *["Words"] * 30) == (value and (value, 0.9))
    assert kind(heading, *["Words"] * 29) is not None


def test_more_specific_kind_counts():
    assert kind("Payment reminder for invoice 17") == ("reminder", 0.9)


def test_heading_is_short():
    heading = "Invoice ".ljust(70, "1")

    assert kind(heading) == ("invoice", 0.9)
    assert kind(f"{heading}1") is None


@pytest.mark.parametrize(
    "line", ["Invoice,", "Invoice;", "Invoice ...", "Invoice is paid", "* Invoices", "The invoice"]
)
def test_sentence_and_longer_word_are_not_a_heading(line):
    assert kind(line) is None


def test_list_mark_before_the_heading_does_not_matter():
    assert kind("* # Invoice") == ("invoice", 0.9)


def test_label_is_not_a_heading():
    assert kind("Invoice:") is None
    assert kind("Invoice :") is None
    assert kind("Invoice: 17") == ("invoice", 0.9)


@pytest.mark.parametrize("line", ["Bill to:", "Bill to", "Bill to: Anna Baker", "Invoice to:"])
def test_label_of_the_recipient_is_not_a_heading(line):
    assert kind("Receipt", line) == kind(f"Receipt\n{line}") == ("receipt", 0.9)


def test_name_after_the_word_is_short():
    assert kind("Invoice for the new red garden chairs") is None
    assert kind("Invoice for the new red chairs") == ("invoice", 0.9)
    assert kind("Invoice for a b of us new red chairs 17 2024 42nd") == ("invoice", 0.9)
