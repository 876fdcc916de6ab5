"""The child of docloft.sandbox: `python -m docloft.sandbox_child <memory bytes> <cpu seconds>`. Confines itself, then
reads requests from standard input until it is closed, calls the function named in each request, and writes the response
to standard output, after the reports of docloft.step_reports. A request whose arguments are null only imports the
function. The first response is {"unavailable": [...]}: the measures that the system refused.
"""

import importlib
import json
import os
import resource
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from docloft import confinement, step_reports
from docloft.errors import Refused

_HEADER = struct.Struct(">Q")
_OPEN_FILES = 64


def main(memory_bytes: int, cpu_seconds: int) -> None:
    requests, responses = _own_pipes()
    # macOS has RLIMIT_AS but refuses to set it.
    if sys.platform != "darwin":
        _limit(resource.RLIMIT_AS, memory_bytes)
    # Not a single byte may be written to any file.
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    _respond(responses, _encoded({"unavailable": confinement.confine()}))
    step_reports.send_to(lambda step: _respond(responses, _encoded({"reached": step})))
    while header := requests.read(_HEADER.size):
        (size,) = _HEADER.unpack(header)
        request = json.loads(requests.read(size))
        # The limit counts from the start of the process, not of the call.
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, resource.RLIM_INFINITY))
        _respond(responses, _response(request["target"], request["arguments"]))


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Moves standard input and output to other descriptors: a parser that reads or prints must not break the
    protocol.
    """
    requests, responses = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return requests, responses


def _respond(responses: BinaryIO, body: bytes) -> None:
    responses.write(_HEADER.pack(len(body)) + body)
    responses.flush()


def _limit(what: int, most: int) -> None:
    """Sets a limit, but never above the one the process already has."""
    _, hard = resource.getrlimit(what)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (allowed, allowed))


def _response(target: str, arguments: dict[str, Any] | None) -> bytes:
    try:
        called = _found(target)
    except ImportError as error:
        return _encoded({"missing": error.name or target})
    if arguments is None:
        return _encoded({"result": {}})
    try:
        return _encoded({"result": called(**arguments)})
    except Refused as refusal:
        reason = refusal.reason
        return _encoded({"refused": reason.code, "cause": refusal.cause, "values": dict(reason.values)})
    except (MemoryError, RecursionError):
        return _encoded({"failed": "memory"})
    except BaseException as error:  # noqa: BLE001 - a parser may raise anything
        return _encoded({"failed": type(error).__name__})


def _found(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _encoded(response: dict[str, Any]) -> bytes:
    # A text may contain half of a surrogate pair; json.loads accepts it in UTF-8.
    return json.dumps(response, ensure_ascii=False).encode("utf-8", "surrogatepass")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
