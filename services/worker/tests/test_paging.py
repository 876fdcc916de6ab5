import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers import paging


@given(st.text("ab \n", max_size=400), st.integers(1, 50), st.integers(0, 20))
def test_pages_are_small_and_join_to_the_text(text, size, look_back):
    before = paging.PAGE_CHARACTERS, paging._LOOK_BACK
    try:
        paging.PAGE_CHARACTERS, paging._LOOK_BACK = size, look_back
        pieces = paging.split(text)
    finally:
        paging.PAGE_CHARACTERS, paging._LOOK_BACK = before

    assert "".join(pieces) == text
    assert all(len(piece) <= size for piece in pieces)
    assert all(pieces) or pieces == [""]


def test_text_is_split_after_a_line_not_inside_a_word():
    line = "some words of a long text\n"

    pieces = paging.split(line * 10_000)

    assert len(pieces) > 1
    assert all(piece.endswith("\n") for piece in pieces)


def test_text_without_spaces_is_split_at_the_limit():
    assert [len(piece) for piece in paging.split("x" * 120_000)] == [50_000, 50_000, 20_000]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("0123456789", ["0123456789"]),
        ("0123456789a", ["0123456789", "a"]),
        ("01234567 9a", ["01234567 ", "9a"]),
        ("012345\n7 9a", ["012345\n", "7 9a"]),
        ("01234\n\n7\n9a", ["01234\n\n", "7\n9a"]),
        # Too far before the limit to be considered as a place to cut.
        ("0123 56789a", ["0123 56789", "a"]),
        ("01234 6789a", ["01234 ", "6789a"]),
        ("01234 6 89a", ["01234 6 ", "89a"]),
        ("012345678 a", ["012345678 ", "a"]),
        ("0123456789 ", ["0123456789", " "]),
        (" 01234567890123456789", [" 012345678", "9012345678", "9"]),
    ],
)
def test_page_ends_after_the_best_mark_within_reach(monkeypatch, text, pages):
    monkeypatch.setattr(paging, "PAGE_CHARACTERS", 10)
    monkeypatch.setattr(paging, "_LOOK_BACK", 5)

    assert paging.split(text) == pages


def test_mark_at_the_very_beginning_is_found(monkeypatch):
    monkeypatch.setattr(paging, "PAGE_CHARACTERS", 4)

    assert paging.split(" abcdef") == [" ", "abcd", "ef"]
