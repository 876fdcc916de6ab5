"""Request bodies: their size, their encoding, and which JSON is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.errors import InvalidRequestError, TooLargeError
from docloft_api.http import bodies
from docloft_api.http.bodies import MAX_BODY_BYTES, MAX_DEPTH
from docloft_api.request_errors import UnsupportedMediaTypeError

JSON = "application/json"


def refused(content):
    with pytest.raises(InvalidRequestError) as caught:
        bodies.parse(content, JSON)
    return caught.value


@pytest.mark.parametrize(
    ("body", "is_base64", "content"),
    [("ä", False, "ä".encode()), ("w6Q=", True, "ä".encode()), (None, False, b""), (None, True, b""), ("", True, b"")],
)
def test_body_is_bytes(body, is_base64, content):
    assert bodies.raw(body, is_base64=is_base64) == content


@pytest.mark.parametrize(
    ("body", "is_base64"), [("\ud800", False), ("w6Q", True), ("w6Q=\n", True), ("!w6Q=", True), ("ä", True)]
)
def test_body_that_cannot_be_decoded_is_refused(body, is_base64):
    with pytest.raises(InvalidRequestError):
        bodies.raw(body, is_base64=is_base64)


def test_body_has_a_limit_in_bytes():
    assert bodies.raw("ä", is_base64=False, limit=2) == "ä".encode()
    with pytest.raises(TooLargeError):
        bodies.raw("ä", is_base64=False, limit=1)
    assert len(bodies.raw("a" * MAX_BODY_BYTES, is_base64=False)) == MAX_BODY_BYTES
    with pytest.raises(TooLargeError, match="larger than 1 MB"):
        bodies.raw("a" * (MAX_BODY_BYTES + 1), is_base64=False)


def test_limit_is_reported_in_whole_megabytes():
    with pytest.raises(TooLargeError, match="larger than 4 MB"):
        bodies.require_size(b"a" * (5 * 1024 * 1024), 4 * 1024 * 1024)


@pytest.mark.parametrize("media_type", [JSON, "Application/JSON; charset=utf-8", " application/merge-patch+json "])
def test_json_is_parsed(media_type):
    assert bodies.parse('{"a": [1, "ä", null]}'.encode(), media_type) == {"a": [1, "ä", None]}


@pytest.mark.parametrize("media_type", [None, "", "text/plain", "application/jsonp", "text/plain; application/json"])
def test_other_media_types_are_refused(media_type):
    with pytest.raises(UnsupportedMediaTypeError):
        bodies.parse(b"{}", media_type)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000, b'{"a": 1}x'])
def test_invalid_json_is_refused(content):
    assert "not valid JSON" in str(refused(content))


def test_number_that_no_response_could_have_is_refused():
    error = refused(b'{"a": [1, -1e999]}')

    assert (str(error), error.pointer) == ("This number is too large. Nothing was changed.", "/a/1")


@pytest.mark.parametrize("content", [b"[]", b"1", b"null", b'"a"'])
def test_other_json_than_an_object_is_refused(content):
    error = refused(content)

    assert (str(error), error.pointer) == ("The body must be one JSON object. Nothing was changed.", "")


@pytest.mark.parametrize("content", [b'{"a": 1, "a": 1}', b'{"b": [{"a": 1, "a": 2}]}'])
def test_name_that_is_twice_in_one_object_is_refused(content):
    assert "same name twice" in str(refused(content))
    assert bodies.parse(b'{"a": {"a": 1}}', JSON) == {"a": {"a": 1}}


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ({"a": "\0"}, "/a"),
        ({"a": ["b", "c\ud800"]}, "/a/1"),
        ({"a": {"b/c~d": "\udfff"}}, "/a/b~1c~0d"),
        ({"a": {"\0": 1}}, "/a"),
        ({"\0": 1}, ""),
    ],
)
def test_text_with_an_incomplete_character_is_refused_with_its_place(value, pointer):
    error = refused(json.dumps(value).encode())

    assert "incomplete character" in str(error)
    assert error.pointer == pointer


@pytest.mark.parametrize("text", ["\ud7ff", "\ue000", "\u0001", "\U0001f600"])
def test_text_with_any_other_character_is_accepted(text):
    assert bodies.parse(json.dumps({"a": text}).encode(), JSON) == {"a": text}


def nested(depth, inner):
    for _ in range(depth):
        inner = {"a": inner}
    return inner


def test_lists_count_as_levels():
    levels = MAX_DEPTH - 1

    assert bodies.parse(f'{{"a": {"[" * levels}1{"]" * levels}}}'.encode(), JSON)
    with pytest.raises(InvalidRequestError):
        bodies.parse(f'{{"a": {"[" * levels}[1]{"]" * levels}}}'.encode(), JSON)


def test_nesting_has_a_limit():
    assert bodies.parse(json.dumps(nested(MAX_DEPTH, 1)).encode(), JSON) == nested(MAX_DEPTH, 1)
    for inner in (nested(MAX_DEPTH + 1, 1), nested(MAX_DEPTH, [1])):
        error = refused(json.dumps(inner).encode())
        assert (str(MAX_DEPTH) in str(error), error.pointer is not None) == (True, True)
        assert str(error.pointer).startswith("/a" * MAX_DEPTH)


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda part: st.lists(part) | st.dictionaries(st.text(), part))
)
def test_pointer_of_a_refused_text_leads_to_it(value):
    """Where a pointer leads, by its own definition (RFC 6901)."""
    try:
        bodies.check(value, "")
    except InvalidRequestError as error:
        found = value
        for token in (error.pointer or "").split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            found = found[int(name)] if isinstance(found, list) else found[name]
        texts = list(found) if isinstance(found, dict) else [found]
        assert any("\0" in one for one in texts if isinstance(one, str))
