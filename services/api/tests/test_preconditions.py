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


@given(st.text(max_size=200))
def test_any_header_passes_fails_or_is_refused(if_match):
    try:
        preconditions.require(DOCUMENT, if_match)
    except (InvalidRequestError, PreconditionFailedError):
        return
    assert if_match.strip() == "*" or '"3"' in if_match
