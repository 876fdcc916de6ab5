"""The resolver, and how a declared operation becomes a route of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response
from marshmallow import Schema, ValidationError

from docloft.errors import InvalidRequestError
from docloft.settings import settings
from docloft_api.http import bodies, edge
from docloft_api.identity import machines, people
from docloft_api.errors import InvalidFieldsError, MethodNotAllowedError, NoSuchRouteError
from docloft_api.http.operations import OPERATIONS, Operation
from docloft_api.identity.people import Person

REQUEST_HEADERS = [
    "Authorization",
    "Content-Type",
    "Correlation-Id",
    "Docloft-Library",
    "Idempotency-Key",
    "If-Match",
    "x-api-key",
]
EXPOSED_HEADERS = ["Correlation-Id", "ETag", "Location", "Retry-After"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request that has been checked: `query` and `body` are what the operation's schemas made of them. `content` is
    a body that was taken as it is, of the type `content_type`.
    """

    asker: Person | None
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    correlation_id: str
    content: bytes | None = None
    content_type: str = ""

    @property
    def person(self) -> Person:
        """Who asks. Only for operations that need somebody."""
        if self.asker is None:
            raise LookupError("A public operation knows no person.")
        return self.asker


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers: `body` in wire form, dumped by the schema declared for `status`; text is sent as it
    is.
    """

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Act = Callable[[Request], Answer]


def make_resolver() -> APIGatewayRestResolver:
    """A resolver without routes: exact-origin CORS, problems for whatever is raised, correlation id in and out, one
    access line a request, our own limits.
    """
    cors = CORSConfig(
        allow_origin=settings().site_origin,
        allow_headers=REQUEST_HEADERS,
        expose_headers=EXPOSED_HEADERS,
        max_age=7200,
    )
    resolver = APIGatewayRestResolver(cors=cors)
    resolver.use(middlewares=[edge.guard])

    @resolver.not_found
    def nothing_here(_: Exception) -> Response[Any]:
        method, path = resolver.current_event.http_method.upper(), resolver.current_event.path
        allowed = sorted({operation.method for operation in OPERATIONS if operation.matches(path)})
        if allowed and method not in allowed:
            raise MethodNotAllowedError(f"This address does not know {method}. Nothing was changed.", allowed)
        raise NoSuchRouteError("There is nothing at this address. See /v1/openapi.json for what there is.")

    return resolver


def serve(resolver: APIGatewayRestResolver, operation: Operation, act: Act) -> None:
    """Makes `act` answer an operation: the person is known, their role suffices, query and body are valid."""

    def answer(**path: str) -> Response[Any]:
        asker = machines.current(resolver) if operation.keyed else None
        if operation.needs is not None:
            asker = people.current(resolver)
            asker.require(operation.needs)
        event = resolver.current_event
        content_type = bodies.media_type(event.headers.get("Content-Type"))
        content = _content(resolver, operation.at_most_bytes) if content_type in operation.takes_bytes else None
        request = Request(
            asker=asker,
            path={name: unquote(value) for name, value in path.items()},
            query=validated(operation.query, query_of(event.raw_event)) if operation.query else {},
            body=validated(operation.body, _body(resolver)) if operation.body and content is None else {},
            headers=event.headers,
            correlation_id=resolver.context["correlation_id"],
            content=content,
            content_type=content_type,
        )
        return _shaped(operation, act(request))

    answer.__name__ = operation.name
    resolver.route(operation.path.replace("{", "<").replace("}", ">"), operation.method)(answer)


def query_of(event: Mapping[str, Any]) -> dict[str, str]:
    """The query of a proxy event. Raises InvalidRequestError for a parameter that is there twice or is no text."""
    single = event.get("queryStringParameters") or {}
    for name, values in (event.get("multiValueQueryStringParameters") or {}).items():
        if len(values) > 1:
            raise InvalidRequestError("A parameter stands in the query twice.", f"/{bodies.escaped(name)}")
    bodies.check(single, "")
    return {name: value or "" for name, value in single.items()}


def validated(schema: type[Schema], content: Mapping[str, Any]) -> dict[str, Any]:
    """What a schema makes of a query or a body. Raises InvalidFieldsError naming every wrong part."""
    try:
        loaded: dict[str, Any] = _instance(schema).load(content)
    except ValidationError as error:
        fields = list(_flattened(error.messages, ""))
        raise InvalidFieldsError("Some of the request is not valid. Nothing was changed.", fields) from error
    return loaded


def _flattened(messages: Any, pointer: str) -> list[tuple[str, str]]:
    if isinstance(messages, Mapping):
        found = []
        for name, inner in messages.items():
            below = pointer if name == "_schema" else f"{pointer}/{bodies.escaped(str(name))}"
            found += _flattened(inner, below)
        return found
    return [(pointer, str(message)) for message in (messages if isinstance(messages, list) else [messages])]


def _body(resolver: APIGatewayRestResolver) -> dict[str, Any]:
    return bodies.parse(_content(resolver, bodies.MAX_BODY_BYTES), resolver.current_event.headers.get("Content-Type"))


def _content(resolver: APIGatewayRestResolver, at_most: int) -> bytes:
    event = resolver.current_event
    return bodies.raw(event.body, is_base64=bool(event.is_base64_encoded), at_most=at_most)


def _shaped(operation: Operation, answer: Answer) -> Response[Any]:
    schema = operation.answers[answer.status]
    body = _instance(schema).dump(answer.body) if schema else answer.body
    return Response(answer.status, edge.JSON, body, headers=dict(answer.headers))


@cache
def _instance(schema: type[Schema]) -> Schema:
    return schema()
