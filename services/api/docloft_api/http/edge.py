"""Handles what all requests and responses have in common: limits, errors as problems, headers, one line in the access
log. It is the resolver's outermost middleware, so it also handles unknown routes.
"""

import json
import re
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response

from docloft import correlation, faults
from docloft.ids import new_id
from docloft_api.http import bodies, deadline, operations, problems
from docloft_api.http.operations import Operation
from docloft_api.request_errors import DeadlineError, ResponseTooLargeError

MAX_RESPONSE_BYTES = 5 * 1024 * 1024
"""Lambda returns 6 MB at most (AWS Lambda quotas, synchronous payload); the rest is left for headers and escaping."""

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "Vary": "Origin",
}
_CORRELATION_ID = re.compile(r"[A-Za-z0-9._:-]{8,64}")
_DEFAULT_SECONDS = 25.0

logger = Logger()


class Next(Protocol):
    """The rest of the middleware chain."""

    def __call__(self, app: APIGatewayRestResolver) -> Response[Any]: ...


def guard_of(served: Sequence[Operation]) -> Callable[[APIGatewayRestResolver, Next], Response[Any]]:
    """The outermost middleware of a function that serves these operations. It never raises, and the body of every
    response is text.
    """

    def guard(app: APIGatewayRestResolver, next_middleware: Next) -> Response[Any]:
        started = time.perf_counter()
        correlation_id = _correlation_id(app)
        app.context["correlation_id"] = correlation_id
        event = app.current_event
        operation = operations.find(served, event.http_method.upper(), event.path)
        problem = None
        try:
            with correlation.scope(correlation_id), deadline.enforced(_remaining_seconds(app)):
                limit = operation.max_body_bytes if operation else bodies.MAX_BODY_BYTES
                bodies.raw(event.body, is_base64=bool(event.is_base64_encoded), limit=limit)
                response = next_middleware(app)
                response.body = _text(response.body)
        except (Exception, DeadlineError) as error:  # noqa: BLE001 - every failure becomes a problem here
            problem = problems.problem_of(error)
            if problem.status >= 500:
                _log_fault(error, correlation_id)
            response = _problem_response(app, error, problem, correlation_id)
        response.headers.update({**SECURITY_HEADERS, "Correlation-Id": correlation_id})
        _log_access(app, operation, response.status_code, problem, started)
        return response

    return guard


def _correlation_id(app: APIGatewayRestResolver) -> str:
    """The caller's own id if it is safe in a log and a header, else the gateway's request id, else a new one."""
    event = app.current_event
    candidates = (event.headers.get("Correlation-Id"), event.raw_event.get("requestContext", {}).get("requestId"))
    for candidate in candidates:
        if isinstance(candidate, str) and _CORRELATION_ID.fullmatch(candidate):
            return candidate
    return new_id()


def _remaining_seconds(app: APIGatewayRestResolver) -> float:
    remaining = getattr(app.lambda_context, "get_remaining_time_in_millis", None)
    return float(remaining()) / 1000 if remaining else _DEFAULT_SECONDS + deadline.RESERVE_SECONDS


def _text(body: Any) -> str:
    """The body as JSON text. Raises ResponseTooLargeError if it is too large for Lambda to return."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        # The text of a document may have lone surrogates, which JSON can contain only as escapes.
        text = json.dumps(body, separators=(",", ":"))
        size = len(text)
    # Lambda wraps the body in a JSON string, in which each of these takes one more byte.
    if size + text.count('"') + text.count("\\") > MAX_RESPONSE_BYTES:
        raise ResponseTooLargeError("The response would be larger than 5 MB. Request fewer items at a time.")
    return text


def _problem_response(
    app: APIGatewayRestResolver, error: BaseException, problem: problems.Problem, correlation_id: str
) -> Response[Any]:
    body = problems.details(error, problem, instance=app.current_event.path, correlation_id=correlation_id)
    headers: dict[str, Any] = {**problems.headers(error, problem)}
    return Response(problem.status, PROBLEM_JSON, json.dumps(body), headers=headers)


def _log_fault(error: BaseException, correlation_id: str) -> None:
    """Logs no message, because it may contain text of a document."""
    logger.error("fault", correlation_id=correlation_id, fault=faults.describe(error))


def _log_access(
    app: APIGatewayRestResolver,
    operation: Operation | None,
    status: int,
    problem: problems.Problem | None,
    started: float,
) -> None:
    """Logs only ids, numbers and the operation's name; a path may contain private text."""
    person = app.context.get("person")
    logger.info(
        "request",
        correlation_id=app.context["correlation_id"],
        request_id=getattr(app.lambda_context, "aws_request_id", None),
        operation=operation.name if operation else None,
        status=status,
        problem=problem.code if problem else None,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        user_id=person.user_id if person else None,
        library_id=person.library_id if person else None,
    )
