import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.errors import InvalidRequestError
from docloft.ids import new_id
from docloft_api.http.cursors import ByCount, ById
from tests.fixtures import LIBRARY, OTHER_LIBRARY

SEARCH = ByCount("q", limit=100)


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
