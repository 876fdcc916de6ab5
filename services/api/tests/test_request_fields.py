"""Fields of requests: which values each accepts."""

import hashlib
from base64 import b64encode
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from docloft import reasons
from docloft.lifecycle.metadata import MOST_TAGS
from docloft_api.http import request_fields
from docloft_api.http.request_fields import (
    MAX_LISTED,
    MOST_CHOSEN,
    CountField,
    DayField,
    IdField,
    IdsField,
    TitleField,
    ValuesField,
)

ID = "01JDA0ZQ5T8M3N7K2V4W6X8Y91"


def refused(field, value):
    with pytest.raises(ValidationError) as caught:
        field.deserialize(value)
    return caught.value.messages


@pytest.mark.parametrize(
    ("make", "value", "read"),
    [
        (TitleField, " two \n words\u202e ", "two words"),
        (TitleField, "", ""),
        (TitleField, " ", ""),
        (partial(TitleField, allow_none=True), None, None),
        (DayField, "2024-05-01", date(2024, 5, 1)),
        (IdField, ID, ID),
        (ValuesField, {ID: None}, {ID: None}),
        (ValuesField, {ID: [1]}, {ID: [1]}),
        (IdsField, ID, [ID]),
        (IdsField, f"{ID},{ID}", [ID, ID]),
        (IdsField, ",".join([ID] * MAX_LISTED), [ID] * MAX_LISTED),
        (CountField, "007", 7),
        (CountField, "9" * 9, 999_999_999),
        (partial(request_fields.limit_field, 7), "1", 1),
        (partial(request_fields.limit_field, 7), str(MAX_LISTED), MAX_LISTED),
        (request_fields.chosen_field, [ID], [ID]),
        (request_fields.chosen_field, [ID] * MOST_CHOSEN, [ID] * MOST_CHOSEN),
        (partial(request_fields.tags_field, ""), [], []),
        (partial(request_fields.tags_field, ""), [ID] * MOST_TAGS, [ID] * MOST_TAGS),
        (request_fields.cursor_field, "a" * 400, "a" * 400),
        (partial(request_fields.cursor_field, 500), "a" * 500, "a" * 500),
    ],
)
def test_value_is_read(make, value, read):
    assert make().deserialize(value) == read


@pytest.mark.parametrize(
    ("make", "value"),
    [
        (TitleField, 3),
        (TitleField, "\u2060"),
        (DayField, "20240501"),
        (DayField, "2024-5-1"),
        (DayField, "2024-05-01\n"),
        (DayField, "2023-02-29"),
        (DayField, 20240501),
        (DayField, date(2024, 5, 1)),
        (IdField, ID.lower()),
        (IdField, ""),
        (IdField, 3),
        (ValuesField, {"x": 1}),
        (ValuesField, []),
        (IdsField, ""),
        (IdsField, f"{ID},"),
        (IdsField, f"{ID}, {ID}"),
        (IdsField, ",".join([ID] * (MAX_LISTED + 1))),
        (CountField, "1" * 10),
        (CountField, "+1"),
        (CountField, " 1"),
        (CountField, "1_0"),
        (CountField, "\u0663"),
        (CountField, ""),
        (CountField, 7),
        (partial(request_fields.limit_field, 7), "0"),
        (partial(request_fields.limit_field, 7), str(MAX_LISTED + 1)),
        (request_fields.chosen_field, []),
        (request_fields.chosen_field, ["x"]),
        (request_fields.chosen_field, [ID] * (MOST_CHOSEN + 1)),
        (partial(request_fields.tags_field, ""), [ID] * (MOST_TAGS + 1)),
        (partial(request_fields.tags_field, ""), ["x"]),
        (request_fields.cursor_field, "a" * 401),
        (partial(request_fields.cursor_field, 500), "a" * 501),
    ],
)
def test_other_value_is_refused(make, value):
    refused(make(), value)


def test_refusal_has_the_reason_that_the_site_shows():
    assert refused(TitleField(), "\u2060") == [reasons.INVISIBLE]
    assert refused(DayField(), "x") == [reasons.NO_DATE]
    assert refused(request_fields.limit_field(7), "0") == ["Must be from 1 to 100."]
    assert refused(request_fields.chosen_field(), []) == ["From 1 to 1000 ids."]
    assert refused(request_fields.tags_field(""), [ID] * 51) == ["A document has at most 50 tags."]


def test_page_has_as_many_items_as_its_route_says():
    assert request_fields.limit_field(7).load_default == 7


def test_number_of_values_is_limited():
    many = {f"01JDA0ZQ5T8M3N7K2V4W6X{number:04}": 1 for number in range(MAX_LISTED + 1)}

    assert len(ValuesField().deserialize(dict(list(many.items())[:MAX_LISTED]))) == MAX_LISTED
    assert refused(ValuesField(), many) == [f"At most {MAX_LISTED} values are allowed."]


def test_description_says_what_a_value_is():
    each = "By the id of a field of GET /v1/names. Only the given values are changed; null removes one. "
    assert ValuesField().metadata["description"] == each + request_fields.VALUES
    assert ValuesField("For all. ").metadata["description"] == f"For all. {request_fields.VALUES}"
    assert ValuesField(required=True).required
    assert request_fields.cursor_field().metadata == {"description": "The `cursor` of the previous page."}
    assert request_fields.tags_field("Sorted.").metadata["description"] == "Ids of GET /v1/names. Sorted."


@pytest.mark.parametrize("content", [b"", b"abc"])
def test_digest_in_base64_is_accepted(content):
    request_fields.is_sha256(b64encode(hashlib.sha256(content).digest()).decode())


@pytest.mark.parametrize("value", ["", "x", "A" * 43, "A" * 44, "A" * 42 + "==", "A" * 42 + "B=", "A" * 43 + "=\n"])
def test_other_text_than_a_digest_is_refused(value):
    with pytest.raises(ValidationError):
        request_fields.is_sha256(value)


@given(st.text())
def test_title_is_one_line(text):
    field = TitleField()
    try:
        line = field.deserialize(text)
    except ValidationError:
        return
    assert line == field.deserialize(line) == " ".join(line.split())
