"""Names of documents: what people typed, without what would harm them, and the life between the states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.documents import FILE_NAME_LIMIT, State, clean_file_name, may_follow, sources_of, title_from


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
    ],
)
def test_name_is_kept_as_far_as_it_is_harmless(name, cleaned):
    assert clean_file_name(name) == cleaned


@given(st.text(max_size=400))
def test_cleaned_name_is_short_on_one_line_and_cleaning_it_again_changes_nothing(name):
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
    ],
)
def test_title_is_the_name_without_its_ending(name, title):
    assert title_from(name) == title


def test_every_state_but_the_first_is_reached_from_where_it_may_be():
    for after in State:
        assert sources_of(after) == {before for before in State if may_follow(before, after)}
    assert sources_of(State.AWAITING_UPLOAD) == frozenset()
