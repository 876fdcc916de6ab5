from contextlib import nullcontext, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.errors import InvalidRequestError, PreconditionFailedError
from docloft.tables.documents import Document
from docloft_api.http import preconditions

DOCUMENT = Document("library", "document", version=3)


@pytest.mark.parametrize("if_match", [None, "*", " * ", '"3"', '"1","3"', ' "1" ,\t"3" ', 'W/"3", "3"', '"a,b", "3"'])
def test_condition_that_names_the_version_holds(if_match):
    preconditions.require(DOCUMENT, if_match)


@pytest.mark.parametrize("if_match", ['"4"', 'W/"3"', '""', '"03"', '"1", "2"', '"a,3"'])
def test_condition_that_names_other_versions_fails(if_match):
    with pytest.raises(PreconditionFailedError):
        preconditions.require(DOCUMENT, if_match)


@pytest.mark.parametrize(
    "if_match", ["", "3", '"3', "*,*", '"3";"4"', '"3" x', ",", '"3",', '"3 "', "W/3", '"\n"', 'X"3"X', '"3"\n']
)
def test_header_that_is_not_a_condition_is_refused(if_match):
    with pytest.raises(InvalidRequestError):
        preconditions.require(DOCUMENT, if_match)


_TAGS, _WRONG = ['"3"', 'W/"3"', '"4"', '"a,3"'], ["3", '"3', "*", ""]


@given(st.lists(st.sampled_from(_TAGS + _WRONG), min_size=2, max_size=4), st.sampled_from([",", ", ", " ,\t"]))
def test_list_of_tags_holds_if_each_is_a_tag_and_one_is_the_version(tags, separator):
    expected: type[Exception] | None = None
    if not {*tags} <= {*_TAGS}:
        expected = InvalidRequestError
    elif '"3"' not in tags:
        expected = PreconditionFailedError

    with pytest.raises(expected) if expected else nullcontext():
        preconditions.require(DOCUMENT, separator.join(tags))


@given(st.text(max_size=200))
def test_no_header_is_an_error_of_the_program(if_match):
    with suppress(InvalidRequestError, PreconditionFailedError):
        preconditions.require(DOCUMENT, if_match)
