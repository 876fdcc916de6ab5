"""Queries and bodies, validated by the schemas of an operation."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError

from docloft.errors import InvalidRequestError
from docloft_api.http import bodies
from docloft_api.request_errors import InvalidFieldsError


def query_of(event: Mapping[str, Any]) -> dict[str, str]:
    """The query of a proxy event. Raises InvalidRequestError for a repeated parameter, or one that is not text."""
    single = event.get("queryStringParameters") or {}
    for name, values in (event.get("multiValueQueryStringParameters") or {}).items():
        if len(values) > 1:
            raise InvalidRequestError("This parameter is in the query more than once.", f"/{bodies.escaped(name)}")
    bodies.check(single, "")
    return {name: value or "" for name, value in single.items()}


def load(schema: type[Schema], content: Mapping[str, Any]) -> dict[str, Any]:
    """Loads a query or a body with its schema. Raises InvalidFieldsError, which names every invalid field."""
    try:
        loaded: dict[str, Any] = instance(schema).load(content)
    except ValidationError as error:
        fields = list(_flattened(error.messages, ""))
        raise InvalidFieldsError("Parts of the request are not valid. Nothing was changed.", fields) from error
    return loaded


@cache
def instance(schema: type[Schema]) -> Schema:
    """The schema's one instance in this process: creating an instance costs more than using it."""
    return schema()


def _flattened(messages: Any, pointer: str) -> list[tuple[str, str]]:
    if isinstance(messages, Mapping):
        found = []
        for name, inner in messages.items():
            below = pointer if name == "_schema" else f"{pointer}/{bodies.escaped(str(name))}"
            found += _flattened(inner, below)
        return found
    found = messages if isinstance(messages, list) else [messages]
    return [(pointer, message if isinstance(message, str) else str(message)) for message in found]
