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
