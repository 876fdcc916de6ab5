"""Files of an e-mail that are no MIME parts: uuencoded in its text, kept elsewhere, or sent in fragments."""

import time

import pytest

from docloft_worker.readers import eml_reader
from services.worker.tests.messages import HEADER, multipart, parts_of, text

UUENCODED = b"begin 644 plan.txt\n#0V%T\n`\nend\n"


def test_files_between_the_lines_of_a_text_are_parts_and_not_its_words(path_of):
    path = path_of(HEADER + b"\nsee below\n" + UUENCODED + b"between\nbegin 600 B.bin\r\n!0@  \r\n\r\nend\r\nregards\n")

    assert parts_of(path) == {"plan.txt": b"Cat", "B.bin": b"B"}
    assert text(path).split("\n", 3)[3].split() == [
        "Attachments:",
        "plan.txt,",
        "B.bin",
        "see",
        "below",
        "between",
        "regards",
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"begin 644 the meeting\nand end it\n",
        b"begin 644 cut.bin\n#0V%T\n",
        b"begin 644 empty\nend\n",
        b"begin 644 the meeting\n\n\nend\n",
        b"to begin 644 x\n#0V%T\n`\nend\n",
        b"begin 644 x\n" + b"M" + b"!" * 200 + b"\nend\n",
    ],
)
def test_text_that_only_begins_like_a_file_stays_text(path_of, body):
    path = path_of(HEADER + b"\n" + body)

    assert parts_of(path) == {}
    assert body.decode().split()[0] in text(path)


def test_lines_that_begin_like_files_take_linear_time(path_of):
    path = path_of(HEADER + b"\n" + b"begin 644 x\n#0V%T\n" * 200_000)
    started = time.process_time()

    assert parts_of(path) == {}
    assert time.process_time() - started < 8


def test_file_kept_elsewhere_is_named_and_reported_as_left_out(path_of):
    reference = (
        b'Content-Type: message/external-body; access-type=URL; URL="https://example.org/Plan.pdf"\n\n'
        b"Content-Type: application/pdf; name=Plan.pdf\n"
    )
    path = path_of(multipart(b"Content-Type: text/plain\n\nhello", reference))

    assert "Attachments: Plan.pdf https://example.org/Plan.pdf\n" in text(path)
    assert eml_reader.listing(path) == {"parts": [], "left_out": True}


@pytest.mark.parametrize(
    ("place", "name"), [(b"number=1; total=2", "part 1 of 2"), (b"number=2", "part 2"), (b"", "part ?")]
)
def test_fragment_of_a_message_is_a_part_that_says_which(path_of, place, name):
    path = path_of(
        HEADER + b'Content-Type: message/partial; id="a@b"; ' + place + b"\n\nSubject: Whole\n\nfirst half\n"
    )

    assert parts_of(path) == {f"Message, {name}.eml": b"Subject: Whole\n\nfirst half\n"}
    assert f"Attachments: Message, {name}.eml" in text(path)
