"""The resolver of a Lambda function, made from the operations it serves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response

from docloft.errors import DocloftError
from docloft.settings import settings
from docloft_api.http import bodies, edge, idempotency, preconditions, requests, validation
from docloft_api.http.headers import EXPOSED_HEADERS, REQUEST_HEADERS
from docloft_api.http.idempotency import Ticket
from docloft_api.http.operations import Operation
from docloft_api.http.requests import PublicRequest, Request
from docloft_api.identity import machines, people
from docloft_api.identity.people import Person
from docloft_api.request_errors import MethodNotAllowedError, NoSuchRouteError, UnsupportedMediaTypeError


def make_resolver(operations: Sequence[Operation]) -> APIGatewayRestResolver:
    """A resolver that serves these operations, with CORS for the site's origin, the guard of `edge`, and problems for
    unknown paths and methods.
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
        raise NoSuchRouteError("There is nothing at this address. See /v1/openapi.json for all addresses.")

    for operation in operations:
        _serve(resolver, operation)
    return resolver


def _serve(resolver: APIGatewayRestResolver, operation: Operation) -> None:
    """Calls the operation's function once the caller is known, their role suffices, and query and body are valid."""

    def respond(**path: str) -> Response[Any]:
        if operation.is_public:
            # Its function takes a PublicRequest.
            handle: Callable[[Any], requests.Response] = operation.handler
            return _serialized(operation, handle(_validated(resolver, operation, path)))
        request = _request(resolver, operation, path)
        return _serialized(operation, _paged(operation, request, operation.handler(request)))

    respond.__name__ = operation.name
    resolver.route(operation.path.replace("{", "<").replace("}", ">"), operation.method)(respond)


def _request(resolver: APIGatewayRestResolver, operation: Operation, path: Mapping[str, str]) -> Request:
    if operation.needs is None:
        person = machines.current(resolver)
    else:
        person = people.current(resolver)
        person.require(operation.needs)
    try:
        valid = _validated(resolver, operation, path)
    except DocloftError:
        if operation.refuse:
            headers, named = resolver.current_event.headers, resolver.current_event.query_string_parameters
            operation.refuse(person, named.get("file_name"), bodies.media_type(headers.get("Content-Type")))
        raise
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
        if_match=valid.headers.get("If-Match"),
        ticket=_ticket(operation, person, valid),
    )


def _validated(resolver: APIGatewayRestResolver, operation: Operation, path: Mapping[str, str]) -> PublicRequest:
    event = resolver.current_event
    content_type = bodies.media_type(event.headers.get("Content-Type"))
    content = _content(resolver, operation.max_body_bytes) if content_type in operation.takes_bytes else None
    query = validation.load(operation.query, validation.query_of(event.raw_event)) if operation.query else {}
    if content is not None and operation.describe:
        body = operation.describe(content, content_type, query)
    else:
        _refuse_form(operation, content_type)
        body = validation.load(operation.body, _body(resolver, operation)) if operation.body else {}
    return PublicRequest(
        path={name: unquote(value) for name, value in path.items()},
        query=query,
        body=body,
        headers=event.headers,
        correlation_id=resolver.context["correlation_id"],
        content=content,
    )


def _refuse_form(operation: Operation, content_type: str) -> None:
    """Says how to send a file to a program that sends a form, as browsers do."""
    if operation.takes_bytes and content_type == "multipart/form-data":
        raise UnsupportedMediaTypeError(
            "Send the bytes of the file as the body, not a form (curl: --data-binary @file instead of --form), and its "
            "name as ?file_name=. Nothing was stored."
        )


def _ticket(operation: Operation, person: Person, valid: PublicRequest) -> Ticket | None:
    key = valid.headers.get("Idempotency-Key") if operation.idempotency_key else None
    return idempotency.ticket(person, key, valid.body, valid.path)


def _paged(operation: Operation, request: Request, response: requests.Response) -> requests.Response:
    """Adds the cursor of the next page to the body if the response is a page of a list."""
    if operation.paging is None:
        return response
    cursor = None
    if response.next is not None:
        cursor = operation.paging.cursor(response.next, request.person.library_id, request.query)
    return replace(response, body={**response.body, "cursor": cursor})


def _body(resolver: APIGatewayRestResolver, operation: Operation) -> dict[str, Any]:
    content = _content(resolver, bodies.MAX_BODY_BYTES)
    if not content and not operation.requires_body:
        return {}
    return bodies.parse(content, resolver.current_event.headers.get("Content-Type"))


def _content(resolver: APIGatewayRestResolver, limit: int) -> bytes:
    event = resolver.current_event
    return bodies.raw(event.body, is_base64=bool(event.is_base64_encoded), limit=limit)


def _serialized(operation: Operation, response: requests.Response) -> Response[Any]:
    schema = operation.responses[response.status]
    body = validation.instance(schema).dump(response.body) if schema else response.body
    headers = dict(response.headers)
    if response.version is not None:
        headers["ETag"] = preconditions.etag(response.version)
    return Response(response.status, edge.JSON, body, headers=headers)
