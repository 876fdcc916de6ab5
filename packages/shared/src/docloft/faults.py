"""The format in which every function logs a failure: what failed and where, never a message, because messages may
contain text of a document.
"""

import errno
import re
import traceback
from collections.abc import Iterator
from typing import Any, TypedDict

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own name
    HTTPClientError,
)

from docloft.errors import DocloftError, FaultCause
from docloft.settings import SettingError, resources

_MOST_FRAMES = 12

# Error codes of DynamoDB, S3 and SQS (AWS: their API references, common errors). HEAD responses have no body, so
# botocore uses their status.
_DENIED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "403",
        "ExpiredToken",
        "InvalidAccessKeyId",
        "UnrecognizedClientException",
    }
)
_MISSING = frozenset(
    {
        "ResourceNotFoundException",
        "NoSuchBucket",
        "QueueDoesNotExist",
        "AWS.SimpleQueueService.NonExistentQueue",
        "AWS.SimpleQueueService.QueueDoesNotExist",
    }
)
_THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "SlowDown",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        "ProvisionedThroughputExceeded",
    }
)
"""Lambda, API Gateway and Cognito refuse with TooManyRequestsException. The codes without "Exception" are reasons of a
cancelled transaction (DynamoDB: TransactWriteItems, errors).
"""
_INVALID = frozenset({"ValidationException", "ValidationError", "InvalidParameterValue", "MalformedXML"})
"""A request that AWS will never accept: our own fault."""
_SOON_OVER = frozenset({"TransactionInProgressException"})
_SERVER_ERROR = 500
_CAUSES = (
    (_DENIED, FaultCause.PERMISSION),
    (_MISSING, FaultCause.MISSING),
    (_THROTTLED, FaultCause.THROTTLED),
    (_INVALID, FaultCause.BUG),
)
_KINDS = (
    ((SettingError,), FaultCause.MISSING),
    ((ClientError, BotoCoreError), FaultCause.UNAVAILABLE),
    ((MemoryError, OSError), FaultCause.RESOURCES),
)
"""For errors without one of these codes, in this order."""
_SHORTAGES = frozenset({errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.ENOSPC})
_OF_THREADS = ("can't start new thread", "Failed to spawn")
"""Messages of Python and the search engine, in errors that have no number."""
_NUMBER_OF_THE_SYSTEM = re.compile(r"\(os error (\d+)\)|Os \{ code: (\d+),")
"""In the two forms in which Rust writes an error of the operating system (`std::io::Error`, Display and Debug)."""
_OF_PYTHON = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    RecursionError,
    TypeError,
    ValueError,
)


class Fault(TypedDict):
    """`types`: names of the exceptions, outermost first. `code` and `operation`: AWS's error code and the refused call,
    None if AWS refused nothing. `resources`: `VARIABLE=value` of the tables, bucket or queue that the refused call was
    for, as far as they are known. `frames`: `module:line` of Docloft's own code, outermost first, at most 12.
    """

    types: list[str]
    code: str | None
    operation: str | None
    resources: list[str]
    frames: list[str]


def describe(error: BaseException) -> Fault:
    """The fault of an error and of what caused it, for the field `fault` of a log line."""
    links = list(chain(error))
    refusal = refusal_of(error)
    return {
        "types": [type(link).__name__ for link in links],
        "code": code_of(refusal) if refusal else None,
        "operation": refusal.operation_name if refusal else None,
        "resources": _resources_of(refusal) if refusal else [],
        "frames": [frame for link in links for frame in _own_frames(link)][-_MOST_FRAMES:],
    }


def cause_of(error: BaseException) -> FaultCause:
    """The cause of a failure that no document caused."""
    links = list(chain(error))
    refusal = refusal_of(error)
    code = code_of(refusal) if refusal else ""
    for codes, cause in _CAUSES:
        if code in codes:
            return cause
    for kinds, cause in _KINDS:
        if any(isinstance(link, kinds) for link in links):
            return cause
    return FaultCause.RESOURCES if is_shortage(error) else FaultCause.BUG


def is_overload(error: BaseException) -> bool:
    """Whether AWS was overloaded or could not be reached, so that the same call may succeed soon. PynamoDB's error
    has no status, but the botocore error that it was raised from does.
    """
    for link in chain(error):
        if isinstance(link, (ConnectionError, HTTPClientError)):
            return True
        if isinstance(link, ClientError):
            status = link.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            if status >= _SERVER_ERROR or code_of(link) in _THROTTLED | _SOON_OVER:
                return True
    return False


def is_shortage(error: BaseException) -> bool:
    """Whether the process lacked threads, memory, file descriptors or disk space. Recognises the errors of the search
    engine too, which are panics or ValueErrors.
    """
    return any(_is_shortage(link) for link in chain(error))


def _is_shortage(error: BaseException) -> bool:
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _SHORTAGES
    if not isinstance(error, (RuntimeError, ValueError, OSError)) and type(error).__name__ != "PanicException":
        return False
    message = str(error)
    numbers = {int(number) for found in _NUMBER_OF_THE_SYSTEM.findall(message) for number in found if number}
    return any(words in message for words in _OF_THREADS) or not numbers.isdisjoint(_SHORTAGES)


def is_bug(error: BaseException) -> bool:
    """Whether the same work would fail in the same way again: a bug, or a request that AWS will never accept. False
    when in doubt.
    """
    links = list(chain(error))
    if (refusal := refusal_of(error)) is not None:
        return code_of(refusal) in _INVALID
    unsure = (BotoCoreError, OSError, MemoryError, DocloftError, SettingError)
    return (
        isinstance(error, _OF_PYTHON) and not any(isinstance(link, unsure) for link in links) and not is_shortage(error)
    )


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, outermost first."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def refusal_of(error: BaseException) -> ClientError | None:
    """The AWS error in the chain. PynamoDB wraps botocore's errors, so it is rarely the outermost one."""
    return next((link for link in chain(error) if isinstance(link, ClientError)), None)


def code_of(refusal: ClientError) -> str:
    """AWS's error code, such as `AccessDenied`; empty when the response has none. Of a transaction that was cancelled
    because of too many writes, that reason.
    """
    reasons = [reason.get("Code") for reason in _cancellation_reasons(refusal)]
    throttled = next((code for code in reasons if code in _THROTTLED), None)
    return throttled or str(refusal.response.get("Error", {}).get("Code", ""))


def _cancellation_reasons(refusal: ClientError) -> list[dict[str, Any]]:
    """Only botocore's error has them as they were sent; PynamoDB's is raised from it."""
    cause = refusal.__cause__
    sent: dict[str, Any] = dict((cause if isinstance(cause, ClientError) else refusal).response)
    return list(sent.get("CancellationReasons", []))


def _resources_of(refusal: ClientError) -> list[str]:
    """PynamoDB's message names the tables; the operation shows whether it is S3 or SQS."""
    kind = "BUCKET" if "Object" in refusal.operation_name else "QUEUE" if "Message" in refusal.operation_name else ""
    return [
        f"{variable}={value}"
        for variable, value in resources().items()
        if (kind and kind in variable) or re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", str(refusal))
    ]


def _own_frames(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = frame.f_globals.get("__name__", "")
        if module.split(".")[0] == "docloft" or module.startswith("docloft_"):
            yield f"{module}:{line}"
