"""The child of docloft.sandbox: `python -m docloft.sandbox_child <memory bytes> <cpu seconds> <file bytes>`. Reads
requests from standard input until it is closed, calls the function named in each request, and writes the response to
standard output.
"""

import importlib
import json
import os
import resource
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from docloft.errors import Refused

_HEADER = struct.Struct(">Q")
_OPEN_FILES = 64


def main(memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    requests, responses = _own_pipes()
    # macOS has RLIMIT_AS but refuses to set it.
    if sys.platform != "darwin":
        _limit(resource.RLIMIT_AS, memory_bytes)
    _limit(resource.RLIMIT_FSIZE, file_bytes)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    while header := requests.read(_HEADER.size):
        (size,) = _HEADER.unpack(header)
        request = json.loads(requests.read(size))
        # The limit counts from the start of the process, not of the call.
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, resource.RLIM_INFINITY))
        body = _response(request["target"], request["arguments"])
        responses.write(_HEADER.pack(len(body)) + body)
        responses.flush()


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output under other descriptors: a parser that reads or prints must not break the protocol."""
    requests, responses = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return requests, responses


def _limit(what: int, most: int) -> None:
    """Sets a limit, but never above the one the process already has."""
    _, hard = resource.getrlimit(what)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (allowed, allowed))


def _response(target: str, arguments: dict[str, Any]) -> bytes:
    try:
        called = _found(target)
    except ImportError as error:
        return _encoded({"missing": error.name or target})
    try:
        return _encoded({"result": called(**arguments)})
    except Refused as refusal:
        return _encoded({"refused": str(refusal), "cause": refusal.cause})
    except (MemoryError, RecursionError):
        return _encoded({"failed": "memory"})
    except BaseException as error:  # noqa: BLE001 - a parser may raise anything
        return _encoded({"failed": type(error).__name__})


def _found(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _encoded(response: dict[str, Any]) -> bytes:
    return json.dumps(response).encode()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
