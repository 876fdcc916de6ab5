"""The resolver of a Lambda function, made from the operations it serves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response

from docloft.settings import settings
from docloft_api.errors import MethodNotAllowedError, NoSuchRouteError
from docloft_api.http import bodies, edge, preconditions, validation
from docloft_api.http.operations import Operation
from docloft_api.http.requests import Answer, PublicRequest, Request
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
        if operation.is_public:
            # Its function takes a PublicRequest.
            act: Callable[[Any], Answer] = operation.act
            return _response(operation, act(_validated(resolver, operation, path)))
        request = _request(resolver, operation, path)
        return _response(operation, _paged(operation, request, operation.act(request)))

    answer.__name__ = operation.name
    resolver.route(operation.path.replace("{", "<").replace("}", ">"), operation.method)(answer)


def _request(resolver: APIGatewayRestResolver, operation: Operation, path: Mapping[str, str]) -> Request:
    if operation.needs is None:
        person = machines.current(resolver)
    else:
        person = people.current(resolver)
        person.require(operation.needs)
    valid = _validated(resolver, operation, path)
    query = dict(valid.query)
    if operation.paging:
        cursor = query.pop("cursor", None)
        query["after"] = None if cursor is None else operation.paging.after(cursor, person.library_id, query)
    return Request(
        person=person,
        path=valid.path,
        query=query,
        body=valid.body,
        headers=valid.headers,
        correlation_id=valid.correlation_id,
        content=valid.content,
        content_type=valid.content_type,
        if_match=valid.headers.get("If-Match"),
        idempotency_key=valid.headers.get("Idempotency-Key"),
    )


def _validated(resolver: APIGatewayRestResolver, operation: Operation, path: Mapping[str, str]) -> PublicRequest:
    event = resolver.current_event
    content_type = bodies.media_type(event.headers.get("Content-Type"))
    content = _content(resolver, operation.max_body_bytes) if content_type in operation.takes_bytes else None
    return PublicRequest(
        path={name: unquote(value) for name, value in path.items()},
        query=validation.load(operation.query, validation.query_of(event.raw_event)) if operation.query else {},
        body=validation.load(operation.body, _body(resolver)) if operation.body and content is None else {},
        headers=event.headers,
        correlation_id=resolver.context["correlation_id"],
        content=content,
        content_type=content_type,
    )


def _paged(operation: Operation, request: Request, answer: Answer) -> Answer:
    """The answer with the cursor of the next page in its body, if it is a page of a list."""
    if operation.paging is None:
        return answer
    cursor = None
    if answer.next is not None:
        cursor = operation.paging.cursor(answer.next, request.person.library_id, request.query)
    return replace(answer, body={**answer.body, "cursor": cursor})


def _body(resolver: APIGatewayRestResolver) -> dict[str, Any]:
    return bodies.parse(_content(resolver, bodies.MAX_BODY_BYTES), resolver.current_event.headers.get("Content-Type"))


def _content(resolver: APIGatewayRestResolver, limit: int) -> bytes:
    event = resolver.current_event
    return bodies.raw(event.body, is_base64=bool(event.is_base64_encoded), limit=limit)


def _response(operation: Operation, answer: Answer) -> Response[Any]:
    schema = operation.answers[answer.status]
    body = validation.instance(schema).dump(answer.body) if schema else answer.body
    headers = dict(answer.headers)
    if answer.version is not None:
        headers["ETag"] = preconditions.etag(answer.version)
    return Response(answer.status, edge.JSON, body, headers=headers)
