"""A mailbox is divided where its messages begin, and nowhere else."""

from docloft_worker.readers import mbox_reader
from services.worker.tests.messages import HEADER, parts_of


def mailbox(*messages):
    return b"".join(b"From a@example.org Wed Jul 20 17:35:02 2016\n" + one + b"\n" for one in messages)


def test_each_message_of_a_mailbox_is_a_part(path_of):
    path = path_of(
        mailbox(HEADER + b"\nOne\n>From here on\n>>From there\n", HEADER.replace(b"Order", b"A/B") + b"\nTwo\n")
    )

    found = parts_of(path, mbox_reader)

    assert list(found) == ["Order.eml", "A-B.eml"]
    assert found["Order.eml"].rstrip() == HEADER + b"\nOne\nFrom here on\n>From there"
    assert mbox_reader.read(path)["pages"] == ["Ada <ada@example.org>  Order\nAda <ada@example.org>  A/B"]


def test_messages_without_an_empty_line_between_them_are_apart(path_of):
    separator = b"From ada@example.org Wed Jul 20 23:35:02 2016\n"
    path = path_of(separator + b"Subject: A\n\na\n" + separator + b"Subject: B\n\nb\n")

    assert parts_of(path, mbox_reader) == {"A.eml": b"Subject: A\n\na\n", "B.eml": b"Subject: B\n\nb\n"}


def test_paragraph_that_begins_with_from_begins_no_message(path_of):
    path = path_of(
        b"From ada@example.org Wed Jul 20 23:35:02 2016\nSubject: A\n\na\n\nFrom here on, all is well\nfor me\n"
    )

    assert list(parts_of(path, mbox_reader)) == ["A.eml"]


def test_from_in_the_middle_of_a_paragraph_begins_no_message(path_of):
    path = path_of(mailbox(HEADER + b"\nI come\nFrom the sea\n", HEADER + b"\nTwo\n"))

    assert len(mbox_reader.listing(path)["parts"]) == 2
