import pytest

from docloft_worker.recognition import choice
from docloft_worker.recognition.choice import READABLE, better, is_unreadable

READ = "We have received your payment for last month and would like to thank you."
PRIVATE = "\ue001\ue002\ue003 \ue004\ue005"


def test_scan_without_text_layer_is_recognised():
    assert better("", READ, 90) == READ


def test_illegible_text_layer_is_replaced():
    assert better(PRIVATE, READ, 30) == READ


def test_illegible_text_layer_is_dropped_when_nothing_was_recognised():
    assert better(PRIVATE, "", 90) == ""


def test_text_layer_that_says_as_much_is_kept():
    layer = READ.replace("payment", "payments")

    assert better(layer, READ, 90) == layer


def test_text_layer_with_other_words_is_replaced():
    layer = "Amber candle drifted eastward; forest garden hidden inland, jungle kettle lantern morning nowhere orchard."

    assert better(layer, f"{READ} for your business with us always", 90) == f"{READ} for your business with us always"
    assert better(layer, f"{READ} for your business with us always", 40) == layer


def test_what_only_the_text_layer_says_is_added():
    stamp = "received YOUR payment\nInbox 2024-05-06"

    assert better(stamp, READ, 90) == f"{READ}\n\nInbox 2024-05-06"


def test_text_layer_is_kept_when_recognition_is_unsure():
    assert better("Inbox 2024", "l1 |I ~~ xXx" * 9, 30) == "Inbox 2024"


def test_legible_text_layer_is_kept_when_nothing_was_recognised():
    assert better("Inbox 2024", "", 90) == "Inbox 2024"


def test_text_layer_without_letters_is_replaced():
    assert better("...", READ, 90) == READ
    assert better("...", READ, 30) == READ


def test_recognition_counts_from_a_certain_confidence_on():
    assert better("Inbox", READ, READABLE - 1) == "Inbox"
    assert better("Inbox", READ, READABLE) == f"{READ}\n\nInbox"


def test_text_layer_is_kept_when_it_has_at_least_four_fifths_of_the_letters():
    assert better("a" * 8, "a" * 10, 90) == "a" * 8
    assert better("a" * 7, "a" * 10, 90) == "a" * 10 + "\n\n" + "a" * 7
    assert better("aaaa", "aaaa bbbb", 90) == "aaaa bbbb"


def words(*names):
    return " ".join(name * 4 for name in names)


@pytest.mark.parametrize(
    ("layer", "recognised", "is_replaced"),
    [
        (words(*"abcdefgh"), words(*"ijklmnop"), True),
        (words(*"abcdefg"), words(*"ijklmno"), False),
        (words(*"abcdefgh"), words(*"aijklmno"), True),
        (words(*"abcdefgh"), words(*"abijklmn"), False),
        (words(*"abcdefgh").upper(), words(*"abcdefgh"), False),
        ("abc " * 8 + words(*"abcdefg"), "xyz " * 8 + words(*"ijklmno"), False),
        (words(*"abcdefghijkl"), words(*"abmnopqrs"), True),
        (words(*"abcdefgh") + " 1" * 20, words(*"ijklmnop"), True),
    ],
)
def test_most_words_of_the_text_layer_are_also_recognised(layer, recognised, is_replaced):
    assert (better(layer, recognised, 90) == recognised) is is_replaced or layer == recognised


def test_beginning_of_a_long_page_decides_about_its_words(monkeypatch):
    monkeypatch.setattr(choice, "_EXAMINED", 39)
    layer, recognised = words(*"abcdefgh"), words(*"ijklmnop")

    assert better(layer, recognised, 90) == recognised
    monkeypatch.setattr(choice, "_EXAMINED", 38)
    assert better(layer, recognised, 90) == layer


def test_each_line_that_only_the_text_layer_has_is_added():
    assert better("We RECEIVED\nInbox\npaid Monday\nyour payment", READ, 90) == f"{READ}\n\nInbox\npaid Monday"


@pytest.mark.parametrize(
    ("lines", "confidence", "expected"),
    [(12, READABLE, False), (12, READABLE - 1, True), (12, 0, True), (0, 0, False), (1, 0, True)],
    ids=["read", "foreign script", "no word found", "empty page or photo", "one line"],
)
def test_page_is_unreadable_when_it_has_lines_that_no_model_reads(lines, confidence, expected):
    assert is_unreadable(lines, confidence) is expected
