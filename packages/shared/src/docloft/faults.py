"""The format in which every function logs a failure: what failed and where, never a message, because messages may
contain text of a document.
"""

import traceback
from collections.abc import Iterator
from typing import TypedDict

from botocore.exceptions import ClientError

_MOST_FRAMES = 12


class Fault(TypedDict):
    """`types`: names of the exceptions, outermost first. `code` and `operation`: AWS's error code and the refused call,
    None when AWS refused nothing. `frames`: `module:line` of Docloft's own code, outermost first, at most 12.
    """

    types: list[str]
    code: str | None
    operation: str | None
    frames: list[str]


def describe(error: BaseException) -> Fault:
    """The fault of an error and of what caused it, for the field `fault` of a log line."""
    links = list(chain(error))
    refusal = refusal_of(error)
    return {
        "types": [type(link).__name__ for link in links],
        "code": code_of(refusal) if refusal else None,
        "operation": refusal.operation_name if refusal else None,
        "frames": [frame for link in links for frame in _own_frames(link)][-_MOST_FRAMES:],
    }


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
    """AWS's error code, such as `AccessDenied`; empty when the response has none."""
    return str(refusal.response.get("Error", {}).get("Code", ""))


def _own_frames(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = frame.f_globals.get("__name__", "")
        if module.split(".")[0] == "docloft" or module.startswith("docloft_"):
            yield f"{module}:{line}"
