"""Account numbers: which texts are one, by country, length and check digits, and how many are suggested."""

import pytest

from docloft.suggestions import Fact
from docloft_worker.facts import iban
from docloft_worker.facts.lines import Source

GERMAN, BRITISH, DUTCH, BELGIAN = (
    "DE89370400440532013000",
    "GB82WEST12345698765432",
    "NL91ABNA0417164300",
    "BE68539007547034",
)


def found(text):
    found = list(iban.find(Source((text,), "en", {}, "2026-06-30")))
    assert {one.fact for one in found} <= {Fact.IBAN}
    return [(one.value, one.confidence) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        "IBAN: DE89 3704 0044 0532 0130 00",
        "de89-3704-0044-0532-0130-00.",
        f"{GERMAN} BIC COBADEFFXXX",
        f"{GERMAN}\n{GERMAN}",
        f"xx12 3456 7890 1234 567, {GERMAN}",
        f"a{DUTCH}, {GERMAN}",
    ],
)
def test_account_is_found_once_whatever_is_beside_it(text):
    assert found(text) == [(GERMAN, 0.97)]


@pytest.mark.parametrize(
    "text",
    [
        "DE88370400440532013000",
        "DE89 3704 0044 0532",
        # Its check digits are right, its length is not.
        "DE64 3704 0044 0532 01",
        f"{GERMAN}1",
        f"x{GERMAN}.",
        "xx12 3456 7890 1234 567",
    ],
)
def test_other_characters_are_not_an_account(text):
    assert found(text) == []


def test_at_most_three_accounts_are_suggested():
    assert [value for value, _ in found(f"{GERMAN}\n{BRITISH}\n{DUTCH}\n{BELGIAN}")] == [GERMAN, BRITISH, DUTCH]
