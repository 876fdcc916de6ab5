"""The salutation and the closing of a letter."""

from docloft_worker.facts import correspondence
from docloft_worker.facts.lines import Source


def letter(*pages):
    return Source(pages, "en", {}, "2026-06-30")


def test_first_salutation_of_the_first_page_is_found():
    found = correspondence.salutation(letter("Alder Ltd\nDear Anna Baker,\nDear Tom,"))

    assert found is not None
    assert found.text == "Dear Anna Baker,"


def test_salutation_has_no_sentence_after_it():
    assert correspondence.salutation(letter("Dear Anna, it rains. I am at home.")) is None


def test_salutation_on_another_page_is_of_another_letter():
    assert correspondence.salutation(letter("Alder Ltd", "Dear Tom,")) is None


def test_closing_is_found_by_the_number_of_its_line():
    assert correspondence.closing(letter("Dear Tom,\nThank you.", "Kind regards\nAnna\nYours sincerely")) == 2


def test_letter_may_have_neither():
    assert correspondence.salutation(letter("Alder Ltd")) is None
    assert correspondence.closing(letter("Alder Ltd")) is None
