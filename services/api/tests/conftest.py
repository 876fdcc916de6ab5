"""Calls the API as API Gateway does, with its real events. Every response is validated against the OpenAPI description,
so that no test can pass with a response that is not described.
"""

import json
import math
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import boto3
import pytest
from jsonschema import Draft202012Validator

from docloft import tables
from docloft.lifecycle.states import State
from docloft.roles import Role
from docloft.search import api as search
from docloft.settings import settings
from docloft.tables import transactions
from docloft.tables.records import Member
from docloft_api import features, handler, keys_handler, search_handler
from docloft_api.features.drop_keys import gateway_keys
from docloft_api.features.page_text import page
from docloft_api.http.operations import Operation, find
from docloft_api.identity import people
from docloft_api.representations import thumbnails
from services.api import openapi
from tests.fixtures import LIBRARY, make_document
from tests.lambda_context import Context

SERVICE = Path(__file__).parents[1]
EVENT = json.loads((SERVICE / "events" / "me.json").read_text())
DESCRIPTION = json.loads(openapi.text())
ORIGIN = "https://docs.example.org"


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The code of a problem, after checking its shape."""
        problem = self.json
        assert self.headers["Content-Type"] == "application/problem+json", self.text
        assert problem["status"] == self.status
        assert problem["correlation_id"] == self.headers["Correlation-Id"]
        assert problem["detail"].endswith(".")
        prefix, _, code = problem["type"].rpartition(":")
        assert prefix == "urn:docloft:problem"
        return code


def function_of(operation: Operation) -> Any:
    """The handler of the Lambda function that serves an operation."""
    return {"api": handler, "keys": keys_handler, "search": search_handler}[features.function_of(operation)].handle


def path_of(operation: Operation, an_id: str) -> str:
    """A path of an operation with the same id for everything that has one; the rest is as in its sample."""
    values = operation.sample.path.items() if operation.sample else ()
    return operation.path.format(**{name: an_id if name.endswith("_id") else value for name, value in values})


class Caller:
    """`sub` is the person's id, `claims` override the token's claims, and `raw` is sent as the body unchanged."""

    def __init__(self, handle=handler.handle) -> None:
        self.handle = handle

    def event(self, method, target, *, body=None, raw=None, headers=None, sub=LIBRARY, claims=None) -> dict[str, Any]:
        event = deepcopy(EVENT)
        url = urlsplit(target)
        query = parse_qsl(url.query, keep_blank_values=True)
        event["httpMethod"], event["path"] = method, url.path
        event["requestContext"]["path"] = "/prod" + url.path
        event["requestContext"]["authorizer"]["claims"] |= {"sub": sub} | (claims or {})
        event["queryStringParameters"] = dict(query) or None
        event["multiValueQueryStringParameters"] = {
            name: [value for other, value in query if other == name] for name, _ in query
        } or None
        event["body"] = raw if body is None else json.dumps(body)
        if body is not None:
            event["headers"]["Content-Type"] = "application/json"
        event["headers"] |= headers or {}
        event["multiValueHeaders"] = {name: [value] for name, value in event["headers"].items()}
        return event

    def __call__(self, method, target, *, context=None, **request) -> Reply:
        return self.send(self.event(method, target, **request), context)

    def send(self, event, context=None) -> Reply:
        response = self.handle(event, context or Context(seconds=29))
        assert len(json.dumps(response).encode()) < 6 * 1024 * 1024
        headers = {name: ", ".join(values) for name, values in response["multiValueHeaders"].items()}
        reply = Reply(int(response["statusCode"]), headers, response["body"])
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert_described(event["httpMethod"], event["path"], reply)
        return reply


def assert_described(method: str, path: str, reply: Reply) -> None:
    operation = find(features.all_operations(), method, path)
    if reply.status >= 400:
        assert reply.code
        if operation is None:
            return
    assert operation is not None, f"{method} {path} is not described"
    response = DESCRIPTION["paths"][operation.path][method.lower()]["responses"].get(str(reply.status))
    assert response is not None, f"{reply.status} of {operation.name} is not described: {reply.text}"
    if "$ref" in response:
        response = DESCRIPTION["components"]["responses"][response["$ref"].rpartition("/")[2]]
    for name in response["headers"]:
        assert name in reply.headers
    [schema] = [content["schema"] for content in response["content"].values()]
    Draft202012Validator({**schema, "components": DESCRIPTION["components"]}).validate(reply.json)


@pytest.fixture
def call(cloud) -> Iterator[Caller]:
    """A new container with empty tables."""
    people.forget()
    thumbnails.forget()
    page._loaded.cache_clear()
    settings.cache_clear()
    yield Caller()
    settings.cache_clear()


@pytest.fixture
def fresh_indexes() -> Iterator[None]:
    """No copy of an index is open, before and after the test."""
    search.forget()
    yield
    search.forget()


PLAN = "docloft-test-drop-keys"


@pytest.fixture
def keys(call, monkeypatch) -> Iterator[Caller]:
    """Calls the keys function, with the usage plan of the API's stack."""
    monkeypatch.setenv("USAGE_PLAN_NAME", PLAN)
    settings.cache_clear()
    gateway_keys.client.cache_clear()
    gateway_keys._plan.cache_clear()
    boto3.client("apigateway", region_name="eu-central-1").create_usage_plan(name=PLAN)
    yield Caller(keys_handler.handle)
    gateway_keys.client.cache_clear()
    gateway_keys._plan.cache_clear()


@pytest.fixture
def offline(monkeypatch) -> Caller:
    """Calls without a cloud, for requests that must be refused before anything is read or written."""

    def unreachable(*_: Any, **__: Any) -> None:
        raise AssertionError("An invalid request reached the tables.")

    monkeypatch.setattr(tables.library, "find", unreachable)
    monkeypatch.setattr(transactions, "commit", unreachable)
    monkeypatch.setattr(people, "_roles", {(LIBRARY, LIBRARY): (math.inf, Role.OWNER)})
    return Caller()


@pytest.fixture
def ready(call):
    """A document that has been read."""
    return make_document(
        State.READY,
        pages=3,
        has_text=True,
        ocr_pages_total=40,
        ocr_pages_done=7,
        partial=["text_cut"],
        thumbnail_width=354,
        thumbnail_height=500,
    )


@pytest.fixture
def member(call):
    """Adds a person to LIBRARY; returns the arguments to call with as that person."""

    def make(role: str, sub: str = "viewer-1") -> dict[str, Any]:
        Member(LIBRARY, Member.key(sub), created_at="2026-01-01T00:00:00.000Z", role=Role(role), user_id=sub).save()
        return {"sub": sub, "headers": {"Docloft-Library": LIBRARY}}

    return make


@pytest.fixture
def new_document():
    """The body of a create, as a browser would send it."""
    return {
        "file_name": "Invoice 2024.pdf",
        "media_type": "application/pdf",
        "size": 12345,
        "checksum_sha256": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
    }


@pytest.fixture
def search_for(call):
    """Searches as the site does."""
    call.handle = search_handler.handle

    def search_for(typed, **request):
        parameters = "".join(f"&{name}={quote(str(value))}" for name, value in request.pop("also", {}).items())
        return call("GET", f"/v1/search?q={quote(typed)}{parameters}", **request)

    search_for.call = call  # type: ignore[attr-defined]
    return search_for


@pytest.fixture
def make_name(call: Caller) -> Callable[..., Any]:
    """Creates a tag, sender, kind or field as a person does."""

    def make(what, name, **more):
        reply = call("POST", "/v1/names", body={"what": what, "name": name, **more})
        assert reply.status in {200, 201}, reply.text
        return reply.json

    return make
