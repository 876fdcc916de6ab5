"""The date on a document: how certain each kind of evidence makes it, and which one of several counts."""

import pytest

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import document_date
from docloft_worker.facts.lines import Source

DAY = "12.03.2024"


def found(*pages, today="2026-06-30"):
    return list(document_date.find(Source(pages, "en", {}, today)))


def judged(*pages):
    """The date and its confidence, or None."""
    (one,) = found(*pages) or [None]
    return one and (one.value, one.confidence)


def certainty(*pages):
    one = judged(*pages)
    return one and one[1]


def test_date_beside_its_label_is_found_with_its_place():
    assert found(f"Alder Ltd\nInvoice date: {DAY}") == [
        Suggestion(Fact.DOCUMENT_DATE, "2024-03-12", 0.97, f"Invoice date: {DAY}", 0, 24, 34)
    ]


def test_date_below_its_label_is_found_with_the_label():
    assert found(f"Invoice date\n: {DAY}") == [
        Suggestion(Fact.DOCUMENT_DATE, "2024-03-12", 0.97 - 0.05, f"Invoice date : {DAY}", 0, 15, 25)
    ]


def test_specific_label_is_more_certain_than_the_word_date():
    assert judged(f"Date: 13.03.2024\nInvoice date: {DAY}") == ("2024-03-12", 0.97)
    assert certainty(f"Date: {DAY}") == 0.93


def test_first_of_equally_certain_dates_counts():
    assert judged(f"Date: 13.03.2024\nDate: {DAY}") == ("2024-03-13", 0.93)


def test_many_dates_with_the_same_label_are_entries_of_a_table():
    three = "Date: 12.03.2024\nDate: 13.03.2024\nDate: 14.03.2024"

    assert judged(three) is None
    assert judged(f"{three}\nInvoice date: 15.03.2024") == ("2024-03-15", 0.97)


def test_entries_of_another_page_do_not_count():
    assert judged("Letter date: 12.03.2024\nLetter date: 13.03.2024", "Date: 12.03.2023\nDate: 14.03.2023") == (
        "2024-03-12",
        0.97,
    )


def test_label_on_a_later_page_is_less_certain():
    assert certainty("Words", f"Date: {DAY}") == pytest.approx(0.83)


def test_date_is_neither_in_the_future_nor_older_than_documents_are():
    assert found(f"Date: {DAY}", today="2024-03-12") != []
    assert found(f"Date: {DAY}", today="2024-03-11") == []
    assert judged("Date: 1 January 1950") == ("1950-01-01", 0.93)
    assert judged("Date: 31 December 1949") is None


@pytest.mark.parametrize("to", ["-", " to ", " until "])
def test_period_is_not_a_date(to):
    assert judged(f"Date: {DAY}{to}13.03.2024") is None


def test_date_beside_a_period_is_not_part_of_it():
    assert judged(f"Date: {DAY} Delivered: 13.03.2024 - 14.03.2024") == ("2024-03-12", 0.93)
    assert judged(f"Delivered: 13.03.2024 - 14.03.2024 Date: {DAY}") == ("2024-03-12", 0.93)


def test_year_of_two_digits_is_a_recent_one():
    assert judged("Date: 12.03.24") == ("2024-03-12", 0.93)


def test_date_before_another_one_of_the_line_keeps_its_label():
    assert judged(f"Date: {DAY} Delivered: 13.03.2024") == ("2024-03-12", 0.93)
    assert judged(f"Delivered: 13.03.2024 Date: {DAY}") == ("2024-03-12", 0.93)


def test_label_is_near():
    assert certainty(f"Date: {' ' * 30}{DAY}") == 0.93
    assert judged(f"Invoice date{' ' * 28}{DAY}") == ("2024-03-12", 0.97)
    assert judged(f"Invoice date{' ' * 36}{DAY}") == ("2024-03-12", 0.93)
    assert judged(f"Invoice date{' ' * 37}{DAY}") is None


def test_few_words_are_between_the_label_and_the_date():
    assert certainty(f"Date of us: {DAY}") is None
    assert certainty(f"Date (no): {DAY}") == 0.93
    assert certainty(f"Date abcd: {DAY}") == 0.93
    assert certainty(f"Date abcde: {DAY}") is None


def test_last_label_before_the_date_counts():
    assert certainty(f"Date of a letter, date: {DAY}") == 0.93


def test_date_after_a_place_is_found():
    assert certainty(f"Bristol, {DAY}") == 0.9
    assert certainty(f"Bristol, {DAY} .") == 0.9
    assert certainty(f"Bristol, {DAY} we met") is None
    assert certainty(f"A\nBristol, {DAY}\nDue date: {DAY}") == 0.9


def test_place_is_in_the_head_and_before_the_first_date():
    assert certainty("Words\n" * 40 + f"Bristol, {DAY}") is None
    assert certainty("Words", f"Bristol, {DAY}") is None
    assert certainty(f"11.03.2024 Bristol, {DAY}") is None


def test_date_in_the_subject_of_a_document_is_found():
    assert certainty(f"Invoice of {DAY}, our third") == 0.9
    assert certainty("Words\n" * 40 + f"Invoice of {DAY}") is None


@pytest.mark.parametrize("line", [DAY, f": {DAY}", f"{DAY} 08:14", f"{DAY} 08:14 Till 2", f"{DAY}."])
def test_date_on_its_own_line_is_found(line):
    assert certainty(f"The Corner Shop\n{line}") == 0.8


@pytest.mark.parametrize("line", [DAY, f"Bristol, {DAY}", f"Invoice of {DAY}", f"Date: {DAY}"])
def test_line_above_is_no_evidence_without_a_label(line):
    (one,) = found(f"The Corner Shop\n{line}")

    assert one.evidence == line


@pytest.mark.parametrize("line", [f"Open {DAY}", f"{DAY} words", f"{DAY} 13.03.2024"])
def test_date_beside_words_is_not_alone(line):
    assert certainty(f"The Corner Shop\n{line}") is None


def test_date_alone_is_near_the_top_and_below_another_line():
    assert certainty("Words\n" * 24 + DAY) == 0.8
    assert certainty("Words\n" * 25 + DAY) is None
    assert certainty("Words", f"Words\n{DAY}") is None
    assert certainty("Words", DAY) is None
    assert certainty(DAY) is None


def test_label_above_is_a_short_line_above_a_single_date():
    label = "Invoice".ljust(28, ".") + "invoice date"

    assert certainty(f"{label}\n{DAY}") == pytest.approx(0.92)
    assert certainty(f".{label}\n{DAY}") == 0.8
    assert certainty(f"Invoice date\n{DAY} 13.03.2024") is None
    assert certainty("Words", f"Words\nInvoice date\n{DAY}") == pytest.approx(0.92)


@pytest.mark.parametrize("label", ["Date of birth:", "Due date:"])
def test_label_of_another_date_does_not_count_on_a_later_page_either(label):
    assert judged("Words", f"{label} {DAY}") is None


def test_label_of_another_date_is_not_that_of_the_document():
    assert certainty(f"Date of birth: {DAY}") is None
    assert certainty(f"Due date: {DAY}") is None
    assert certainty(f"Delivery date\n{DAY}") is None
