"""The title of a document: which line it is taken from, and where on the line it ends."""

import pytest

from docloft.suggestions import EVIDENCE_LIMIT, VALUE_LIMIT, Fact, Suggestion
from docloft_worker.facts import title
from docloft_worker.facts.lines import Source


def found(*pages, **properties):
    return list(title.find(Source(pages, "en", properties, "2026-06-30")))


def judged(*pages, **properties):
    """The title and its confidence, or None."""
    (one,) = found(*pages, **properties) or [None]
    return one and (one.value, one.confidence)


def letter(*above):
    return "\n".join([*above, "Dear Tom,", "Thank you.", "Kind regards"])


def test_subject_is_found_with_its_place():
    assert found("Alder Ltd\nSubject: Your  order") == [
        Suggestion(Fact.TITLE, "Your order", 0.95, "Subject: Your order", 0, 19, 30)
    ]


def test_title_in_the_properties_has_itself_as_evidence():
    assert found("The Yearly\nReport of 2024", title=" Yearly  Report") == [
        Suggestion(Fact.TITLE, "Yearly Report", 0.95, "Yearly Report")
    ]


def test_title_in_the_properties_is_in_the_head():
    assert found("Words", "Yearly Report", title="Yearly Report") == []


@pytest.mark.parametrize("name", ["abc", "Untitled", "letter.docx", "...."])
def test_placeholder_in_the_properties_is_not_a_title(name):
    assert found(f"Words {name}", title=name) == []


def test_title_in_the_properties_is_neither_too_short_nor_too_long():
    longest = "a" * VALUE_LIMIT

    assert judged("abcd", title="abcd") == ("abcd", 0.95)
    assert found(longest, title=longest) == [Suggestion(Fact.TITLE, longest, 0.95, "a" * EVIDENCE_LIMIT)]
    assert found(f"{longest}a", title=f"{longest}a") == []


def test_heading_that_names_the_kind_is_a_title():
    assert judged("Alder Ltd\n# Invoice 17") == ("Invoice 17", 0.85)
    assert judged("Receipts\nReceipt ") is None
    assert judged("Receipt1\nReceipt 1") == ("Receipt 1", 0.85)
    assert judged("Invoice\nReceipt") is None
    assert judged("Invoices\nInvoice 1") == ("Invoice 1", 0.85)
    assert judged("Contract") == ("Contract", 0.85)


def test_marked_heading_near_the_top_is_a_title():
    assert judged("Words\nWords\n# My garden") == ("My garden", 0.85)
    assert judged("Words\nWords\nWords\n# My garden") is None


def test_subject_counts_before_the_heading():
    assert judged("Invoice 17\nSubject: Your order") == ("Your order", 0.95)


def test_line_before_the_salutation_is_a_title():
    assert judged(letter("Alder Ltd", "Your new garden")) == ("Your new garden", 0.75)
    assert judged(letter("Your old house", "Your new garden")) == ("Your new garden", 0.75)


def test_name_after_a_long_salutation_is_not_a_title():
    assert judged("Alder Ltd\nDear Anna Baker and Tom,\nKind regards") is None


def test_year_of_two_digits_is_that_of_a_date():
    assert judged(letter("Bristol on 12.03.24")) is None
    assert judged("Subject: Your order 12.03.24") == ("Your order", 0.95)
    assert judged("# Your garden 12.03.24") == ("Your garden", 0.85)
    assert judged("Invoice 17 12.03.24") == ("Invoice 17", 0.85)


def test_ambiguous_date_is_part_of_the_title():
    assert judged(letter("Your garden 4/5/24")) == ("Your garden 4/5/24", 0.75)


def test_signs_around_a_title_are_not_part_of_it():
    assert judged("Subject: ## XX Rated *") == ("XX Rated", 0.95)


def test_line_before_the_salutation_is_near_it():
    assert judged(letter("Your new garden", "Words", "Words")) == ("Your new garden", 0.75)
    assert judged(letter("Your new garden", "Words", "Words", "Words")) is None
    assert judged("Your new garden\nDear Tom,\nThank you") is None
    assert judged("Your new garden\nKind regards") is None
    assert judged("Dear Tom,\nIt was very nice\nKind regards") is None


@pytest.mark.parametrize(
    "line",
    [
        "Two words",
        " ".join(["a"] * 16),
        "Your new garden: 12",
        "My number 1234567",
        "Bristol on 12.03.2024 again",
        "two long words".ljust(121, "a"),
    ],
)
def test_address_reference_and_text_before_the_salutation_are_not_a_title(line):
    assert judged(letter(line)) is None


@pytest.mark.parametrize("line", [" ".join(["a"] * 15), "My number 123456", "two long words".ljust(120, "a")])
def test_title_before_the_salutation_has_bounds(line):
    assert judged(letter(line)) == (line, 0.75)


def test_date_at_the_end_of_the_line_is_not_part_of_the_title():
    assert judged("Subject: Your order, date: 12.03.2024") == ("Your order", 0.95)
    assert judged("Subject: 12.03.2024 your order, 13.03.2024") == ("12.03.2024 your order", 0.95)


@pytest.mark.parametrize("subject", ["12.03.2024", "Your order 12.03.2024 again", "Your order (12.03.2024"])
def test_other_date_is_part_of_the_title(subject):
    assert judged(f"Subject: {subject}") == (subject, 0.95)


def test_place_of_a_title_ends_before_the_date():
    (one,) = found("Subject: Your order 12.03.2024")

    assert (one.start, one.end) == (9, 19)
