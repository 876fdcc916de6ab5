import struct
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.errors import InvalidRequestError
from docloft.ids import new_id
from docloft_api.http.cursors import ByCount, ById, ByPosition, ByText
from tests.fixtures import LIBRARY, OTHER_LIBRARY

SEARCH = ByCount(("q",), limit=100)
QUERY = {"q": "rent", "sort": "newest", "limit": 20}


@dataclass(frozen=True)
class Position:
    number: int

    def encode(self):
        return struct.pack(">H", self.number)


def decoded(content):
    if len(content) != 2:
        raise ValueError("Not a position.")
    return Position(*struct.unpack(">H", content))


POSITIONS = ByPosition(("q", "sort"), decoded)


def test_cursor_read_back_gives_its_id():
    document_id = new_id()

    cursor = ById().cursor(document_id, LIBRARY, {})

    assert ById().after(cursor, LIBRARY, {}) == document_id
    assert document_id not in cursor
    assert cursor.replace("-", "").replace("_", "").isalnum()


@given(st.text(max_size=80) | st.sampled_from(["W10", "e30", "bnVsbA", "eyJiZWZvcmUiOjF9", "W" * 400]))
def test_unknown_cursor_is_refused(text):
    with pytest.raises(InvalidRequestError):
        ById().after(text, LIBRARY, {})


@pytest.mark.parametrize(
    ("paging", "after", "expected"),
    [
        # Cursors in links that were made by earlier releases must remain valid.
        (ById(), "01JDDRKX3W5N8V7Q2M4T6Y9ZBC", "eyJiZWZvcmUiOiIwMUpERFJLWDNXNU44VjdRMk00VDZZOVpCQyJ9"),
        (ByText(), "a", "eyJhZnRlciI6ImEifQ"),
        (ByText(), "ab", "eyJhZnRlciI6ImFiIn0"),
        (ByText(), "abc", "eyJhZnRlciI6ImFiYyJ9"),
        (SEARCH, 1, "WzEsIjAxNjc1MWQ4ODMwNDUwNzMiXQ"),
    ],
)
def test_cursor_is_the_same_in_every_release(paging, after, expected):
    query = {"q": "M\u00fcller \ud800"}

    assert paging.cursor(after, LIBRARY, query) == expected
    assert paging.after(expected, LIBRARY, query) == after


def test_key_of_an_index_may_have_a_hundred_characters_of_ascii():
    longest = "~ " * 50

    assert ByText().after(ByText().cursor(longest, LIBRARY, {}), LIBRARY, {}) == longest
    wrongs: tuple[Any, ...] = (f"{longest}a", "", "ü", "a\n", 7, None)
    for wrong in wrongs:
        with pytest.raises(InvalidRequestError, match="not valid for this list"):
            ByText().after(ByText().cursor(wrong, LIBRARY, {}), LIBRARY, {})


@pytest.mark.parametrize("text", ["", "W10", "e30", "bnVsbA", "é"])
def test_text_that_is_not_a_cursor_is_refused_by_every_list(text):
    for paging, query in ((ById(), {}), (ByText(), {}), (SEARCH, {"q": "rent"})):
        with pytest.raises(InvalidRequestError, match="not valid"):
            paging.after(text, LIBRARY, query)


@pytest.mark.parametrize("count", [0, -1, True, "1"])
def test_place_that_no_page_ends_at_is_refused(count):
    with pytest.raises(InvalidRequestError):
        SEARCH.after(SEARCH.cursor(count, LIBRARY, {"q": "rent"}), LIBRARY, {"q": "rent"})


def test_cursor_of_a_search_gives_its_place():
    cursor = SEARCH.cursor(100, LIBRARY, {"q": "rent", "limit": 20})

    assert SEARCH.after(cursor, LIBRARY, {"q": "rent", "limit": 50}) == 100


@pytest.mark.parametrize(
    ("count", "library_id", "text"), [(20, OTHER_LIBRARY, "rent"), (20, LIBRARY, "rents"), (101, LIBRARY, "rent")]
)
def test_cursor_of_another_search_is_refused(count, library_id, text):
    cursor = SEARCH.cursor(count, library_id, {"q": text})

    with pytest.raises(InvalidRequestError):
        SEARCH.after(cursor, LIBRARY, {"q": "rent"})


@pytest.mark.parametrize("number", [0, 7, 0x5D17, 0xFFFF])
def test_cursor_of_a_position_gives_it_back_for_the_same_list(number):
    cursor = POSITIONS.cursor(Position(number), LIBRARY, QUERY)

    assert cursor.replace("-", "").replace("_", "").isalnum()
    assert POSITIONS.after(cursor, LIBRARY, QUERY | {"limit": 50}) == Position(number)


def test_cursor_of_a_position_keeps_its_last_characters():
    # An X at the end is not padding.
    whole = next(
        cursor for number in range(0x10000) if (cursor := POSITIONS.cursor(Position(number), LIBRARY, QUERY))[-1] == "X"
    )

    assert POSITIONS.cursor(POSITIONS.after(whole, LIBRARY, QUERY), LIBRARY, QUERY) == whole


@pytest.mark.parametrize(
    ("library_id", "query"),
    [(OTHER_LIBRARY, QUERY), (LIBRARY, QUERY | {"q": "rents"}), (LIBRARY, QUERY | {"sort": "oldest"})],
)
def test_cursor_of_a_position_in_another_list_is_refused(library_id, query):
    cursor = POSITIONS.cursor(Position(7), library_id, query)

    with pytest.raises(InvalidRequestError, match="not valid for this search"):
        POSITIONS.after(cursor, LIBRARY, QUERY)


@pytest.mark.parametrize("cursor", ["", "é", "W10", "A", "bm90IGEgcG9zaXRpb24"])
def test_text_that_is_not_a_position_is_refused(cursor):
    longer = ByPosition(("q", "sort"), decoded).cursor(Position(7), LIBRARY, QUERY) + "AAAA"

    for text in (cursor, longer):
        with pytest.raises(InvalidRequestError, match="not valid for this search"):
            POSITIONS.after(text, LIBRARY, QUERY)
