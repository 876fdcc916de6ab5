"""Queries and bodies, and which parts of them are invalid."""

import pytest
from marshmallow import Schema, ValidationError, fields, validates_schema

from docloft import reasons
from docloft.errors import InvalidRequestError, Reason
from docloft_api.http import validation
from docloft_api.request_errors import InvalidFieldsError


def query(single=None, several=None):
    return validation.query_of({"queryStringParameters": single, "multiValueQueryStringParameters": several})


class Part(Schema):
    number = fields.Integer(required=True)


class Whole(Schema):
    name = fields.String()
    parts = fields.List(fields.Nested(Part))
    values = fields.Dict(keys=fields.String(), values=fields.Integer())

    @validates_schema
    def _check(self, content, **_):
        if content.get("name") == "wrong":
            raise ValidationError("Not together.")
        if content.get("name") == "worse":
            raise ValidationError({"name": "Worse."})
        if content.get("name") == "late":
            raise ValidationError(reasons.NO_DATE)
        if content.get("name") == "worst":
            raise ValidationError({"name": 3})


def test_query_is_text():
    assert query({"q": "a", "limit": None}, {"q": ["a"]}) == {"q": "a", "limit": ""}
    assert query() == {}
    assert validation.query_of({}) == {}


def test_parameter_that_is_repeated_is_refused():
    with pytest.raises(InvalidRequestError) as caught:
        query({"a/b": "2"}, {"x": ["1"], "a/b": ["1", "2"]})
    assert caught.value.pointer == "/a~1b"


def test_parameter_with_an_incomplete_character_is_refused():
    with pytest.raises(InvalidRequestError) as caught:
        query({"q": "\0"})
    assert caught.value.pointer == "/q"


def test_valid_content_is_loaded():
    assert validation.load(Whole, {"name": "a", "parts": [{"number": "3"}]}) == {"name": "a", "parts": [{"number": 3}]}


def test_schema_has_one_instance():
    assert validation.instance(Whole) is validation.instance(Whole)
    assert isinstance(validation.instance(Part), Part)


@pytest.mark.parametrize(
    ("content", "invalid"),
    [
        ({"name": 3}, [("/name", "Not a valid string.")]),
        ({"x/y": 1}, [("/x~1y", "Unknown field.")]),
        (
            {"parts": [{"number": 1}, {}, {"number": "a"}]},
            [("/parts/1/number", "Missing data for required field."), ("/parts/2/number", "Not a valid integer.")],
        ),
        ({"name": "wrong"}, [("", "Not together.")]),
        ({"name": "worse"}, [("/name", "Worse.")]),
        ({"name": "worst"}, [("/name", "3")]),
        ({"values": {"a~b": "c"}}, [("/values/a~0b/value", "Not a valid integer.")]),
    ],
)
def test_each_invalid_part_is_named_by_its_pointer(content, invalid):
    with pytest.raises(InvalidFieldsError) as caught:
        validation.load(Whole, content)
    assert caught.value.fields == invalid


def test_reason_of_an_invalid_part_keeps_its_code():
    with pytest.raises(InvalidFieldsError) as caught:
        validation.load(Whole, {"name": "late"})
    ((_, message),) = caught.value.fields
    assert isinstance(message, Reason)
    assert message.code == "no_date"
