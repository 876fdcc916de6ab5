"""What holds for every request and answer, whatever the route: limits, errors as problems, headers, one access line.

Runs as the resolver's outermost middleware, so that unknown routes pass through it too.
"""

import json
import re
import time
from typing import Any, Protocol

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response

from docloft import correlation, faults
from docloft.identity import new_id
from docloft_api.http import bodies, deadline, problems
from docloft_api.errors import AnswerTooLargeError, DeadlineError
from docloft_api.http.operations import operation_of

MAX_ANSWER_BYTES = 5 * 1024 * 1024
"""Lambda takes 6 MB (AWS Lambda quotas, synchronous payload); the rest is for headers and escaping."""

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
    """The rest of the chain."""

    def __call__(self, app: APIGatewayRestResolver) -> Response[Any]: ...


def guard(app: APIGatewayRestResolver, next_middleware: Next) -> Response[Any]:
    """Answers every request with a Response whose body is text already; nothing is raised from here."""
    started = time.perf_counter()
    correlation_id = _correlation_id(app)
    app.context["correlation_id"] = correlation_id
    problem = None
    try:
        with correlation.scope(correlation_id), deadline.kept(_remaining_seconds(app)):
            event = app.current_event
            operation = operation_of(event.http_method.upper(), event.path)
            at_most = operation.at_most_bytes if operation else bodies.MAX_BODY_BYTES
            bodies.raw(event.body, is_base64=bool(event.is_base64_encoded), at_most=at_most)
            answer = next_middleware(app)
            answer.body = _text(answer.body)
    except (Exception, DeadlineError) as error:  # noqa: BLE001 - the edge: whatever it is, people get a problem
        problem = problems.problem_of(error)
        if problem.status >= 500:
            _log_fault(error, correlation_id)
        answer = _answer(app, error, problem, correlation_id)
    answer.headers.update({**SECURITY_HEADERS, "Correlation-Id": correlation_id})
    _log_access(app, answer.status_code, problem, started, correlation_id)
    return answer


def _correlation_id(app: APIGatewayRestResolver) -> str:
    """The caller's own when it is harmless in a log and a header, else the gateway's, else a new one."""
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
    """JSON of a body, as text that fits through Lambda. Raises AnswerTooLargeError."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        # Half a surrogate pair from some document's text: legal JSON only as an escape.
        text = json.dumps(body, separators=(",", ":"))
        size = len(text)
    # Lambda wraps the body as a JSON string: each of these grows by one.
    if size + text.count('"') + text.count("\\") > MAX_ANSWER_BYTES:
        raise AnswerTooLargeError("The answer would be larger than 5 MB. Ask for fewer at a time.")
    return text


def _answer(
    app: APIGatewayRestResolver, error: BaseException, problem: problems.Problem, correlation_id: str
) -> Response[Any]:
    body = problems.details(error, problem, instance=app.current_event.path, correlation_id=correlation_id)
    headers: dict[str, Any] = {**problems.headers(error, problem)}
    return Response(problem.status, PROBLEM_JSON, json.dumps(body), headers=headers)


def _log_fault(error: BaseException, correlation_id: str) -> None:
    logger.error("fault", correlation_id=correlation_id, fault=faults.describe(error))


def _log_access(
    app: APIGatewayRestResolver, status: int, problem: problems.Problem | None, started: float, correlation_id: str
) -> None:
    """Ids and numbers only; the operation's name, never the path."""
    person = app.context.get("person")
    event = app.current_event
    operation = operation_of(event.http_method.upper(), event.path)
    logger.info(
        "request",
        correlation_id=correlation_id,
        request_id=getattr(app.lambda_context, "aws_request_id", None),
        operation=operation.name if operation else None,
        status=status,
        problem=problem.code if problem else None,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        user_id=person.user_id if person else None,
        library_id=person.library_id if person else None,
    )
