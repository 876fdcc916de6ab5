"""RFC 9457 problems: the table of errors and the problems they become. No other module sets the status of a failure."""

from dataclasses import dataclass
from typing import Any

from docloft import errors as shared
from docloft import faults
from docloft_api import request_errors

RETRY_AFTER_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is the last part of the type URN and never changes its meaning; `title` is the same every time."""

    code: str
    status: int
    title: str
    headers: tuple[tuple[str, str], ...] = ()


_SOON = (("Retry-After", str(RETRY_AFTER_SECONDS)),)

INVALID_REQUEST = Problem("invalid-request", 400, "The request is not valid")
UNAUTHORIZED = Problem("unauthorized", 401, "Sign in first")
FORBIDDEN = Problem("forbidden", 403, "Not allowed")
NOT_FOUND = Problem("not-found", 404, "Not found")
METHOD_NOT_ALLOWED = Problem("method-not-allowed", 405, "Method not allowed")
CONFLICT = Problem("conflict", 409, "Not possible in the current state")
PRECONDITION_FAILED = Problem("precondition-failed", 412, "Changed in the meantime")
TOO_LARGE = Problem("too-large", 413, "Too large")
UNSUPPORTED_MEDIA_TYPE = Problem("unsupported-media-type", 415, "Media type not supported")
IDEMPOTENCY_KEY_REUSED = Problem("idempotency-key-reused", 422, "Idempotency-Key already used for another request")
TOO_MANY_REQUESTS = Problem("too-many-requests", 429, "Too many requests", _SOON)
INTERNAL_ERROR = Problem("internal-error", 500, "Internal error")
TRY_AGAIN = Problem("try-again", 503, "Temporarily unavailable", _SOON)

PROBLEMS: dict[str, Problem] = {
    problem.code: problem
    for problem in (
        INVALID_REQUEST,
        UNAUTHORIZED,
        FORBIDDEN,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        CONFLICT,
        PRECONDITION_FAILED,
        TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        IDEMPOTENCY_KEY_REUSED,
        TOO_MANY_REQUESTS,
        INTERNAL_ERROR,
        TRY_AGAIN,
    )
}

_TABLE: dict[type[BaseException], Problem] = {
    shared.InvalidRequestError: INVALID_REQUEST,
    request_errors.UnauthorizedError: UNAUTHORIZED,
    request_errors.ForbiddenError: FORBIDDEN,
    shared.NotFoundError: NOT_FOUND,
    request_errors.NoSuchRouteError: NOT_FOUND,
    request_errors.MethodNotAllowedError: METHOD_NOT_ALLOWED,
    shared.ConflictError: CONFLICT,
    shared.PreconditionFailedError: PRECONDITION_FAILED,
    shared.TooLargeError: TOO_LARGE,
    request_errors.ResponseTooLargeError: TOO_LARGE,
    request_errors.UnsupportedMediaTypeError: UNSUPPORTED_MEDIA_TYPE,
    shared.IdempotencyKeyReusedError: IDEMPOTENCY_KEY_REUSED,
    request_errors.TryAgainError: TRY_AGAIN,
    request_errors.DeadlineError: TRY_AGAIN,
}

_UNEXPECTED = "Something went wrong on our side. Try again. If it keeps happening, report it with the correlation id."
_LATER = "Docloft could not respond in time. Nothing that was accepted is lost. Try again in a moment."


def problem_of(error: BaseException) -> Problem:
    """The problem that an error becomes; INTERNAL_ERROR for an unexpected one."""
    for kind in type(error).__mro__:
        if kind in _TABLE:
            return _TABLE[kind]
    return TRY_AGAIN if faults.is_overload(error) or faults.is_shortage(error) else INTERNAL_ERROR


def details(error: BaseException, problem: Problem, *, instance: str, correlation_id: str) -> dict[str, Any]:
    """The body of application/problem+json. It does not contain the message of an unexpected error."""
    content: dict[str, Any] = {
        "type": f"urn:docloft:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": _detail(error, problem),
        "instance": instance,
        "correlation_id": correlation_id,
    }
    if isinstance(error, shared.ConflictError) and isinstance(error.detail, shared.Reason):
        content |= {"reason_code": error.detail.code, "reason_values": dict(error.detail.values)}
    if fields := _fields(error):
        content["errors"] = [_part(pointer, detail) for pointer, detail in fields]
    return content


def headers(error: BaseException, problem: Problem) -> dict[str, str]:
    extra = {"Allow": ", ".join(error.allowed)} if isinstance(error, request_errors.MethodNotAllowedError) else {}
    return {**dict(problem.headers), **extra}


def _detail(error: BaseException, problem: Problem) -> str:
    if isinstance(error, shared.DocloftError) and problem is not INTERNAL_ERROR:
        return str(error)
    return _LATER if problem is TRY_AGAIN else _UNEXPECTED


def _fields(error: BaseException) -> list[tuple[str, str]]:
    if isinstance(error, request_errors.InvalidFieldsError):
        return list(error.fields)
    if isinstance(error, shared.InvalidRequestError) and error.pointer is not None:
        return [(error.pointer, error.detail)]
    return []


def _part(pointer: str, detail: str) -> dict[str, Any]:
    """An invalid part of a request, as WrongPartSchema describes it."""
    named = {"code": detail.code, "values": dict(detail.values)} if isinstance(detail, shared.Reason) else {}
    return {"pointer": pointer, "detail": str(detail), **named}
