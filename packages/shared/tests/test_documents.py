"""Names and states of documents."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.clock import now, timestamp
from docloft.ids import new_id
from docloft.lifecycle import states
from docloft.lifecycle.names import FILE_NAME_LIMIT, clean_file_name, is_visible, one_line, title_from
from docloft.lifecycle.states import State, may_follow


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Rechnung März.pdf", "Rechnung März.pdf"),
        ("../../../../etc/passwd.txt", "passwd.txt"),
        ("C:\\papers\\Lease.docx", "Lease.docx"),
        ("a\r\nSet-Cookie: x=1\r\n.txt", "a Set-Cookie: x=1 .txt"),
        ("invoice\u202efdp.exe.txt", "invoicefdp.exe.txt"),
        ("..", "document"),
        ("", "document"),
        ("%2e%2e%2f%00+%20 .txt", "%2e%2e%2f%00+%20 .txt"),
        ("Mu\u0308ller.txt", "Mu\u0308ller.txt"),
        ("n" * 996 + ".txt", "n" * (FILE_NAME_LIMIT - 4) + ".txt"),
        ("n" * 251 + ".txt", "n" * 251 + ".txt"),
        ("n" * 252 + ".txt", "n" * 251 + ".txt"),
        ("n" * 300, "n" * FILE_NAME_LIMIT),
        ("a." + "n" * 300 + ".txt", "a." + "n" * (FILE_NAME_LIMIT - 6) + ".txt"),
        ("n" * 300 + ".", "n" * FILE_NAME_LIMIT),
        ("n" * 300 + ".p", "n" * (FILE_NAME_LIMIT - 2) + ".p"),
        ("n" * 300 + ".tenletters", "n" * (FILE_NAME_LIMIT - 11) + ".tenletters"),
        ("n" * 300 + ".elevenchars", "n" * FILE_NAME_LIMIT),
        ("a" * 200 + "." + "b" * 100, "a" * 200 + "." + "b" * 54),
        ("a/b\\c.txt", "c.txt"),
        (". . .", "document"),
        ("\u200b.pdf", "\u200b.pdf"),
        ("\u200b\ufeff", "document"),
        ("\u3164.\u2060", "document"),
        ("X.", "X."),
        (".X", ".X"),
        ("a\tb\rc\nd", "a b c d"),
        ("a\x1fb\x7fc\x80d\x9fe\ud800f\udfffg", "abcdefg"),
        ("a b!~\xa0\ud7ff\ue000", "a b!~ \ud7ff\ue000"),
    ],
)
def test_file_name_keeps_everything_that_is_safe(name, cleaned):
    assert clean_file_name(name) == cleaned


@given(st.text(max_size=400))
def test_cleaned_name_is_short_safe_and_stable(name):
    cleaned = clean_file_name(name)

    assert 0 < len(cleaned) <= FILE_NAME_LIMIT
    assert not set("\r\n\t\0/\u202e") & set(cleaned)
    assert clean_file_name(cleaned) == cleaned
    assert title_from(cleaned)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Lease.docx", "Lease"),
        ("Archive.tar.gz", "Archive.tar"),
        ("song.mp3", "song"),
        ("Invoice no. 12", "Invoice no. 12"),
        ("Invoice no. 12.pdf", "Invoice no. 12"),
        ("Letter of 3.5.2024", "Letter of 3.5.2024"),
        ("Bank of A. & Sons", "Bank of A. & Sons"),
        (".profile", ".profile"),
        ("a.b", "a"),
        ("a .pdf", "a"),
        (" .pdf", " .pdf"),
        ("\u200b.pdf", "\u200b.pdf"),
        ("paper.tenletters", "paper"),
        ("paper.elevenchars", "paper.elevenchars"),
        ("paper.", "paper."),
        ("paper", "paper"),
    ],
)
def test_title_is_the_name_without_its_extension(name, title):
    assert title_from(name) == title


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Müller & Söhne", "Müller & Söhne"),
        (" \t a\r\n b\u2028c \x85 ", "a b c"),
        ("a\x1fb\x0bc", "a b c"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066a\u2069 \u200b", "a \u200b"),
        ("", ""),
    ],
)
def test_text_in_one_line_has_single_spaces_and_no_controls(text, line):
    assert one_line(text) == line


@pytest.mark.parametrize("text", ["a", "\u200ba", ".", "\u0301", "\u200d\U0001f469", "\u05d0\u200f", "\ue000", "日"])
def test_text_with_one_visible_character_is_visible(text):
    assert is_visible(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0\u2028", "\u00ad", "\u200b", "\u200c\u200d", "\u2060\ufeff", "\U000e0041"]
)
def test_text_of_spaces_and_format_characters_is_not_visible(text):
    assert not is_visible(text)


@pytest.mark.parametrize(
    "character", "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180f\u2800\u3164\ufe00\ufe0f\uffa0\U000e0100\U000e01ef"
)
def test_invisible_letters_and_marks_are_not_visible(character):
    assert not is_visible(character)


def test_every_state_can_be_reached():
    reached = {after for before in State for after in State if may_follow(before, after)}

    assert reached == set(State)


@pytest.mark.parametrize("state", State)
def test_document_with_an_original_may_be_purged_only_from_the_trash(state):
    archived = state not in {State.AWAITING_UPLOAD, State.REJECTED}

    assert states.is_archived(state) is archived
    assert states.may_be_purged(state, None) is not archived
    assert states.may_be_purged(state, "2026-01-01T00:00:00.000Z")


def test_unknown_state_of_a_newer_release_counts_as_archived():
    assert states.is_archived("signed")
    assert not states.may_be_purged("signed", None)


def test_trashed_document_is_listed_in_the_trash():
    attributes = states.derived("L", "D", State.READY, "2026-01-01T00:00:00.000Z", None)

    assert attributes == {"library_state": "L#trash", "due_shard": None, "due_at": None, "expires_at": None}


def test_rejected_document_expires_after_thirty_days():
    attributes = states.derived("L", "D", State.REJECTED, None, None)

    assert attributes["library_state"] == "L#rejected"
    assert attributes["expires_at"] - now().timestamp() == pytest.approx(30 * 24 * 3600, abs=5)


def test_due_document_is_in_the_shard_of_its_id():
    due = now() + timedelta(hours=1)

    attributes = states.derived("L", "D", State.RECEIVED, None, due)

    assert attributes["due_shard"] == states.due_shard_of("D")
    assert attributes["due_shard"] in states.due_shards()
    assert attributes["due_at"] == timestamp(due)
    assert len({states.due_shard_of(new_id()) for _ in range(200)}) == len(states.due_shards()) == 8


@pytest.mark.parametrize("at", ["2020-01-01T00:00:00.000Z", None])
def test_event_of_the_history_has_the_given_time_or_the_present(at):
    earliest = at or timestamp()

    line = states.history_line("L", "D", "renamed", actor="test", version=2, at=at)

    assert earliest <= line["at"] <= (at or timestamp())
