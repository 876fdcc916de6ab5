"""The resolver of a Lambda function, made from the operations it serves."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response

from docloft.settings import settings
from docloft_api.errors import MethodNotAllowedError, NoSuchRouteError
from docloft_api.http import bodies, edge, validation
from docloft_api.http.operations import Operation
from docloft_api.http.requests import Answer, Request
from docloft_api.identity import machines, people

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


def make_resolver(operations: Sequence[Operation]) -> APIGatewayRestResolver:
    """Serves the operations, behind what is the same for all of them: CORS for the site's origin, the guard of `edge`,
    and problems for unknown routes and methods.
    """
    cors = CORSConfig(
        allow_origin=settings().site_origin,
        allow_headers=REQUEST_HEADERS,
        expose_headers=EXPOSED_HEADERS,
        max_age=7200,
    )
    resolver = APIGatewayRestResolver(cors=cors)
    resolver.use(middlewares=[edge.guard_of(operations)])

    @resolver.not_found
    def unknown(_: Exception) -> Response[Any]:
        method, path = resolver.current_event.http_method.upper(), resolver.current_event.path
        allowed = sorted({operation.method for operation in operations if operation.matches(path)})
        if allowed and method not in allowed:
            raise MethodNotAllowedError(f"This address does not support {method}. Nothing was changed.", allowed)
        raise NoSuchRouteError("There is nothing at this address. /v1/openapi.json lists all addresses.")

    for operation in operations:
        _serve(resolver, operation)
    return resolver


def _serve(resolver: APIGatewayRestResolver, operation: Operation) -> None:
    """Calls the operation's function once the caller is known, their role suffices, and query and body are valid."""

    def answer(**path: str) -> Response[Any]:
        caller = machines.current(resolver) if operation.keyed else None
        if operation.needs is not None:
            caller = people.current(resolver)
            caller.require(operation.needs)
        event = resolver.current_event
        content_type = bodies.media_type(event.headers.get("Content-Type"))
        content = _content(resolver, operation.max_body_bytes) if content_type in operation.takes_bytes else None
        request = Request(
            caller=caller,
            path={name: unquote(value) for name, value in path.items()},
            query=validation.load(operation.query, validation.query_of(event.raw_event)) if operation.query else {},
            body=validation.load(operation.body, _body(resolver)) if operation.body and content is None else {},
            headers=event.headers,
            correlation_id=resolver.context["correlation_id"],
            content=content,
            content_type=content_type,
        )
        return _response(operation, operation.act(request))

    answer.__name__ = operation.name
    resolver.route(operation.path.replace("{", "<").replace("}", ">"), operation.method)(answer)


def _body(resolver: APIGatewayRestResolver) -> dict[str, Any]:
    return bodies.parse(_content(resolver, bodies.MAX_BODY_BYTES), resolver.current_event.headers.get("Content-Type"))


def _content(resolver: APIGatewayRestResolver, limit: int) -> bytes:
    event = resolver.current_event
    return bodies.raw(event.body, is_base64=bool(event.is_base64_encoded), limit=limit)


def _response(operation: Operation, answer: Answer) -> Response[Any]:
    schema = operation.answers[answer.status]
    body = validation.instance(schema).dump(answer.body) if schema else answer.body
    return Response(answer.status, edge.JSON, body, headers=dict(answer.headers))
