from docloft_worker.recognition.choice import better

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


def test_what_only_the_text_layer_says_is_added():
    stamp = "received YOUR payment\nInbox 2024-05-06"

    assert better(stamp, READ, 90) == f"{READ}\n\nInbox 2024-05-06"


def test_text_layer_is_kept_when_recognition_is_unsure():
    assert better("Inbox 2024", "l1 |I ~~ xXx" * 9, 30) == "Inbox 2024"
