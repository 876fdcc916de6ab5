"""Empty attributes of a document are filled with what reading found."""

from dataclasses import dataclass, field

import pytest

from docloft.lifecycle.found_values import FACTS, open_facts, values
from docloft.suggestions import Fact, Suggestion, refusal


@dataclass
class Paper:
    title: str = "scan 17"
    file_name: str = "scan 17.pdf"
    embedded: dict[str, str] | None = None
    document_date: str | None = None
    due_date: str | None = None
    amount: int | None = None
    refused_suggestions: list[str] = field(default_factory=list)


def found(fact, value, confidence=0.9):
    return Suggestion(fact, value, confidence, "")


def test_every_wanted_attribute_is_filled_with_the_likeliest_value():
    suggested = [
        found(Fact.TITLE, "Invoice 4711"),
        found(Fact.DOCUMENT_DATE, "2025-02-01", 0.5),
        found(Fact.DOCUMENT_DATE, "2025-02-03", 0.8),
        found(Fact.DOCUMENT_DATE, "2025-02-02", 0.7),
        found(Fact.AMOUNT, "1234.56 EUR"),
        found(Fact.SENDER, "Telekom"),
    ]

    assert values(FACTS, Paper(), suggested) == {
        "title": "Invoice 4711",
        "document_date": "2025-02-03",
        "amount": 123456,
        "currency": "EUR",
    }
    assert values(["amount"], Paper(), suggested) == {"amount": 123456, "currency": "EUR"}


def test_amount_without_a_currency_has_none():
    assert values(FACTS, Paper(), [found(Fact.AMOUNT, "-0.29")]) == {"amount": -29, "currency": None}


@pytest.mark.parametrize(
    ("paper", "open_ones"),
    [
        (Paper(), list(FACTS)),
        (Paper(title="Rent"), ["document_date", "due_date", "amount"]),
        (Paper(title="From Word", embedded={"title": "From Word"}), list(FACTS)),
        (Paper(document_date="2025-01-01", due_date="2025-01-02", amount=0), ["title"]),
    ],
)
def test_values_that_a_document_has_are_kept(paper, open_ones):
    suggested = [
        found(Fact.TITLE, "Found"),
        found(Fact.DOCUMENT_DATE, "2024-02-01"),
        found(Fact.DUE_DATE, "2024-02-02"),
        found(Fact.AMOUNT, "1.00"),
    ]

    assert list(open_facts(FACTS, paper)) == open_ones
    assert values(FACTS, paper, suggested).keys() - {"currency"} == set(open_ones)


def test_refused_value_is_not_used_and_the_next_one_is():
    paper = Paper(refused_suggestions=[refusal("document_date", "2025-02-03")])
    days = [found(Fact.DOCUMENT_DATE, "2025-02-03", 0.9), found(Fact.DOCUMENT_DATE, "2025-02-01", 0.5)]

    assert values(FACTS, paper, days) == {"document_date": "2025-02-01"}
