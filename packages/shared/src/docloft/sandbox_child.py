"""The child of docloft.sandbox: `python -m docloft.sandbox_child <memory> <cpu seconds> <file bytes>`. Reads a request
from standard input, calls what it names, writes the answer; until standard input ends.
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
    requests, answers = _own_pipes()
    # macOS knows RLIMIT_AS and refuses to set it: there the processor and the clock are the only limits.
    if sys.platform != "darwin":
        _limit(resource.RLIMIT_AS, memory_bytes)
    _limit(resource.RLIMIT_FSIZE, file_bytes)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    while header := requests.read(_HEADER.size):
        (size,) = _HEADER.unpack(header)
        request = json.loads(requests.read(size))
        # The limit counts from the start of the process; each call gets its own share.
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, resource.RLIM_INFINITY))
        body = _answer(request["target"], request["arguments"])
        answers.write(_HEADER.pack(len(body)) + body)
        answers.flush()


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output under other numbers: a parser that reads or prints must not break the conversation."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return requests, answers


def _limit(what: int, most: int) -> None:
    """Never above what the process was given: a function's own memory limit may be lower."""
    _, hard = resource.getrlimit(what)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (allowed, allowed))


def _answer(target: str, arguments: dict[str, Any]) -> bytes:
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
    except BaseException as error:  # noqa: BLE001 - whatever foreign bytes do to a parser is an answer, too
        return _encoded({"failed": type(error).__name__})


def _found(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _encoded(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
