import pytest

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


@pytest.mark.parametrize(
    ("lines", "confidence", "expected"),
    [(12, READABLE, False), (12, READABLE - 1, True), (12, 0, True), (0, 0, False)],
    ids=["read", "foreign script", "no word found", "empty page or photo"],
)
def test_page_is_unreadable_when_it_has_lines_that_no_model_reads(lines, confidence, expected):
    assert is_unreadable(lines, confidence) is expected
