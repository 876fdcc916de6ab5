import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.errors import InvalidRequestError
from docloft.identity import new_id
from docloft_api.http import cursors


def test_cursor_leads_back_to_its_id():
    document_id = new_id()

    cursor = cursors.before(document_id)

    assert cursors.read_before(cursor) == document_id
    assert document_id not in cursor
    assert cursor.replace("-", "").replace("_", "").isalnum()


def test_no_cursor_is_the_beginning():
    assert cursors.read_before(None) is None


@given(st.text(max_size=80) | st.sampled_from(["W10", "e30", "bnVsbA", "eyJiZWZvcmUiOjF9", "W" * 400]))
def test_cursor_nobody_gave_out_is_refused(text):
    with pytest.raises(InvalidRequestError):
        cursors.read_before(text)
