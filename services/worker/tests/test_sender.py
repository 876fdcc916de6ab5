"""Who sent a document: the labels before a sender's name, and the signs that a line of the letterhead is that name."""

import pytest

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import sender
from docloft_worker.facts.lines import Source

ADDRESS = "Mill Lane 5, Bristol"
HEADING = "\n\nInvoice"


def found(*pages, **properties):
    return list(sender.find(Source(pages, "en", properties, "2026-06-30")))


def judged(*pages, **properties):
    """The sender and the confidence, or None."""
    (one,) = found(*pages, **properties) or [None]
    return one and (one.value, one.confidence)


def scored(line, below=None, number=0, text="", **properties):
    """The signs for a line alone, whether they are enough or not."""
    page = "\n".join([*["Words."] * number, line, below or "", text])
    source = Source((page,), "en", properties, "2026-06-30")
    return sender._Signs(source).score(line, source.lines[number], source.lines[number + 1] if below else None)


def test_sender_after_its_label_is_found_with_its_place():
    assert found('Words\nFrom: "Anna Baker" <anna@example.org>') == [
        Suggestion(Fact.SENDER, "Anna Baker", 0.9, 'From: "Anna Baker" <anna@example.org>', 0, 13, 23)
    ]


def test_name_like_its_label_is_at_its_own_place():
    (one,) = found("Sender: Sender <Sender>")

    assert (one.value, one.start, one.end) == ("Sender", 8, 14)


def test_quotation_marks_around_the_sender_are_not_part_of_the_name():
    assert judged('From: "XL Logistics XX" <post@example.org>') == ("XL Logistics XX", 0.9)


def test_name_that_is_on_the_line_twice_is_at_its_first_place():
    (one,) = found(f"Alder Electric Ltd · Alder Electric Ltd · {ADDRESS}")

    assert (one.start, one.end) == (0, 18)


@pytest.mark.parametrize(
    "line",
    [
        "From: anna@example.org",
        "From: =?utf-8?q?Anna?= <a@example.org>",
        "From: 12 March 2024",
        "From: 12.03.24",
        "From: 12.00 EUR",
        "From: <a>",
    ],
)
def test_address_date_and_amount_after_the_label_are_not_a_sender(line):
    assert found(line) == []


def test_line_of_the_letterhead_is_found_with_its_place():
    assert found(f"Words.\n Alder Electric Ltd\n{ADDRESS}{HEADING}") == [
        Suggestion(Fact.SENDER, "Alder Electric Ltd", 0.97, "Alder Electric Ltd", 0, 8, 26)
    ]


def test_best_line_counts_and_the_first_of_equals():
    assert judged(f"Alder Ltd\nBirch Electric Ltd\n{ADDRESS}{HEADING}") == ("Birch Electric Ltd", 0.97)
    assert judged("Alder Ltd\nWords.\nFrom: Anna Baker\nFrom: Tom Miller") == ("Anna Baker", 0.9)


def test_sender_has_enough_signs():
    assert judged("Alder Electric Ltd") == ("Alder Electric Ltd", 0.8)
    assert judged("Words.\nAlder Electric Ltd") == ("Alder Electric Ltd", 0.7)
    assert judged("Alder Ltd") is None


def test_line_after_the_recipient_is_not_the_sender():
    assert judged("Bill to:\nAlder Electric Ltd") is None
    assert judged("Alder Electric Ltd\nBill to:\nBirch Electric Ltd\nMill Lane 5") == ("Alder Electric Ltd", 0.8)


def test_letterhead_is_the_top_of_the_first_page():
    signature = "\nKind regards\nAlder Electric Ltd"

    assert judged("Words.\n" * 9 + f"Alder Electric Ltd{signature}") == ("Alder Electric Ltd", 0.9)
    assert judged("Words.\n" * 10 + f"Alder Electric Ltd{signature}") is None


def test_last_line_of_the_letterhead_has_no_line_below():
    assert judged("Words.\n" * 9 + f"Alder Electric Ltd\n{ADDRESS}") is None


@pytest.mark.parametrize(
    "line",
    [
        "Invoice Alder Electric Ltd",
        "Alder Electric Ltd 12.00 EUR",
        "Alder Electric Ltd, 12.00 EUR",
        "12.03.24 Alder Electric Ltd",
        "Alder Electric Ltd, 12.03.24",
    ],
)
def test_heading_amount_and_date_are_not_the_sender(line):
    assert judged(f"{line}\n{ADDRESS}") is None


def test_line_without_a_name_does_not_hide_a_later_one():
    assert judged("12.03.2024\nAlder Electric Ltd") == ("Alder Electric Ltd", 0.7)
    assert judged("?\nAlder Electric Ltd") == ("Alder Electric Ltd", 0.7)


@pytest.mark.parametrize(
    ("signs", "score"),
    [
        ({"line": "Anna Baker"}, 0.25),
        ({"line": "Anna Baker", "number": 1}, 0.15),
        ({"line": "Anna Baker", "number": 2}, 0.15),
        ({"line": "Anna Baker", "number": 3}, 0),
        ({"line": "Alder Ltd", "number": 3}, 0.35),
        ({"line": "Alder Pharmacy Hotel", "number": 3}, 0.2),
        ({"line": "Anna Baker", "number": 3, "below": ADDRESS}, 0.2),
        ({"line": "Anna Baker", "number": 3, "below": "Mill Lane 5".ljust(89, ".")}, 0.2),
        ({"line": "Anna Baker", "number": 3, "below": "Mill Lane 5".ljust(90, ".")}, 0),
        ({"line": "Anna Baker", "number": 3, "text": "Invoice"}, 0.1),
        ({"line": "Anna Baker", "number": 3, "text": "Dear Tom,"}, 0.1),
        ({"line": "Anna Baker", "number": 3, "text": "Kind regards\nPeter\nyour ANNA BAKER"}, 0.35),
        ({"line": "Anna Baker", "number": 3, "text": "Kind regards\na\na\na\na\nAnna Baker"}, 0.35),
        ({"line": "Anna Baker", "number": 3, "text": "Kind regards\na\na\na\na\na\nAnna Baker"}, 0),
        ({"line": "Anna Baker", "number": 3, "text": "www.anna-baker.com"}, 0.3),
        ({"line": "Anna Baker", "number": 3, "text": "post@mail.annabaker.de"}, 0.3),
        ({"line": "Anna Baker", "number": 3, "text": "https://annabakerbooks.com"}, 0.3),
        ({"line": "Anna Baker", "number": 3, "text": "www.anna.com"}, 0.3),
        ({"line": "Anna Baker", "number": 3, "text": "www.baker.com"}, 0),
        ({"line": "Anna Baker", "number": 3, "author": " anna BAKER "}, 0.5),
        ({"line": "Anna Baker", "number": 3, "author": "Anna"}, 0),
    ],
)
def test_each_sign_has_its_weight(signs, score):
    assert scored(**signs) == score


def test_sign_on_the_same_line_counts_as_an_address():
    (line,) = Source(("Anna Baker · Mill Lane 5",), "en", {}, "2026-06-30").lines

    assert sender._Signs(Source(("Words.",), "en", {}, "2026-06-30")).score("Anna Baker", line, None) == 0.45


def test_name_in_the_salutation_is_not_the_sender():
    assert scored("Anna Baker", text="Dear Anna Baker,\nKind regards\nAnna Baker") == 0
    assert scored("Anna Baker", text="Dear Anna,") == 0.35


def test_domain_is_found_on_any_line():
    assert scored("Anna Baker", number=3, text="www.example.org\npost@annabaker.com\nWords.") == 0.3


def test_evidence_is_never_quite_certain():
    text = f"Alder Electric Ltd\n{ADDRESS}\nKind regards\nAlder Electric Ltd"

    assert judged(text, author="Alder Electric Ltd") == ("Alder Electric Ltd", 0.97)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Alder Ltd", "Alder Ltd"),
        ("Alder Ltd · Mill Lane 5", "Alder Ltd"),
        ("Alder Ltd, Mill Lane, 5", "Alder Ltd"),
        ("Alder Ltd, Bristol", "Alder Ltd, Bristol"),
        ("Alder 5, Bristol", "Alder 5, Bristol"),
        ("3M", ""),
        ("Abc", "Abc"),
        (". Alder Ltd", ""),
        ("A " * 7 + "A", "A " * 7 + "A"),
        ("A " * 8 + "A", ""),
        ("A" * 70, "A" * 70),
        ("A" * 71, ""),
        ("Alder 12", "Alder 12"),
        ("Alder 123", ""),
        ("Anna baker", "Anna baker"),
        ("Anna the baker", ""),
        ("anna baker", ""),
        ("Page Alder", ""),
        ("Alder? Ltd", ""),
        ("Alder Ltd · Mill Lane 5".ljust(160, "."), "Alder Ltd"),
        ("Alder Ltd · Mill Lane 5".ljust(161, "."), ""),
        ("· Alder Ltd · 5", "Alder Ltd"),
    ],
)
def test_name_is_the_line_or_its_part_before_an_address(text, name):
    (line,) = Source((text,), "en", {}, "2026-06-30").lines

    assert sender._name_of(line) == name
