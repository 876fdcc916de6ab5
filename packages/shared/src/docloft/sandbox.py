"""Foreign bytes are only ever parsed in a child process with limits: what hangs, crashes or eats memory there costs
its own document and nothing else (design.md "Reading documents"; 178 damaged PDFs hung or crashed every PDF library).

The child (docloft.sandbox_child) starts warm once, answers one call at a time, and is replaced after every call that
went wrong and after CALLS_PER_CHILD good ones. It gets no credentials: its environment is made from nothing.
"""

import atexit
import json
import os
import selectors
import signal
import struct
import subprocess
import sys
import time
from contextlib import suppress
from typing import IO, Any, cast

from docloft.errors import Cause, Refused

CALLS_PER_CHILD = 50
"""A parser that leaks a little with every file is gone before it matters."""

MAX_ANSWER_BYTES = 64 * 1024 * 1024

_HEADER = struct.Struct(">Q")


class ChildFailed(Refused):
    """The child died of these bytes, or had to be stopped. `how` is for logs: time, memory, crash, answer, or the name
    of the exception the parser raised.
    """

    def __init__(self, how: str, reason: str) -> None:
        super().__init__(reason, Cause.TOO_HEAVY if how in _REASONS else Cause.DAMAGED)
        self.how = how


class SandboxBrokenError(RuntimeError):
    """The child cannot do its work at all (a missing module, no process to be had): a fault of ours or of the machine,
    never of the bytes. The caller lets it rise, so that the queue tries again.
    """


_REASONS = {
    "time": "This file took too long to read, so reading it was stopped. The original is kept and can be downloaded.",
    "memory": "Reading this file needs more memory than is allowed, so it was stopped. The original is kept and can be"
    " downloaded.",
    # PDFium ends its process when it gets no memory: from here that looks like any other crash.
    "crash": "This file could not be read: it is damaged, or reading it needs more memory than is allowed. The original"
    " is kept and can be downloaded.",
    "answer": "This file holds more than can be taken in. The original is kept and can be downloaded.",
}
_DAMAGED = "This file seems to be damaged: it could not be read. The original is kept and can be downloaded."


class Sandbox:
    """One warm child for one kind of work. Not for use by several threads at once (a Lambda function handles one event
    at a time).

    `memory_bytes` bounds the child's address space (RLIMIT_AS; Linux only), `cpu_seconds` its processor time for one
    call (RLIMIT_CPU), `wall_seconds` the time one call may take in all, `file_bytes` what it may write to one file.
    """

    def __init__(
        self, *, memory_bytes: int, cpu_seconds: int, wall_seconds: float, file_bytes: int = 16 * 1024 * 1024
    ) -> None:
        self._limits = [str(memory_bytes), str(cpu_seconds), str(file_bytes)]
        self._wall_seconds = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._calls = 0
        atexit.register(self.close)

    def call(self, target: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Calls `target` ("module:function") in the child with keyword arguments that JSON can carry and answers its
        dict. Raises the Refused that the function raised, ChildFailed when it failed otherwise, SandboxBrokenError when
        it could not even be tried.
        """
        deadline = time.monotonic() + self._wall_seconds
        child = self._ready_child()
        self._calls += 1
        try:
            answer = _exchange(child, {"target": target, "arguments": arguments}, deadline)
        except BaseException:
            self.close()
            raise
        if "result" in answer:
            return cast("dict[str, Any]", answer["result"])
        if "refused" in answer:
            raise Refused(str(answer["refused"]), Cause(answer["cause"]))
        self.close()
        if "missing" in answer:
            raise SandboxBrokenError(f"The sandbox cannot import {answer['missing']}.")
        how = str(answer["failed"])
        raise ChildFailed(how, _REASONS.get(how, _DAMAGED))

    def close(self) -> None:
        """Ends the child, if there is one, and whatever it started. The next call starts a fresh one."""
        child, self._child, self._calls = self._child, None, 0
        if child is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def _ready_child(self) -> subprocess.Popen[bytes]:
        if self._calls >= CALLS_PER_CHILD or (self._child is not None and self._child.poll() is not None):
            self.close()
        if self._child is None:
            self._child = self._started()
        return self._child

    def _started(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                [sys.executable, "-m", "docloft.sandbox_child", *self._limits],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxBrokenError("No child process could be started.") from error


def _environment() -> dict[str, str]:
    """What Python needs to find the same code, and nothing else: no keys, no names of tables."""
    kept = {name: os.environ[name] for name in ("LANG", "LD_LIBRARY_PATH", "TZ", "TMPDIR") if name in os.environ}
    return kept | {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join(path or os.curdir for path in sys.path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def _exchange(child: subprocess.Popen[bytes], request: dict[str, Any], deadline: float) -> dict[str, Any]:
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - both are pipes, for mypy
    body = json.dumps(request).encode()
    try:
        child.stdin.write(_HEADER.pack(len(body)) + body)
        child.stdin.flush()
    except BrokenPipeError as error:
        raise _death(child) from error
    (size,) = _HEADER.unpack(_read_exactly(child, child.stdout, _HEADER.size, deadline))
    if size > MAX_ANSWER_BYTES:
        raise ChildFailed("answer", _REASONS["answer"])
    return cast("dict[str, Any]", json.loads(_read_exactly(child, child.stdout, size, deadline)))


def _read_exactly(child: subprocess.Popen[bytes], pipe: IO[bytes], size: int, deadline: float) -> bytes:
    received = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(received) < size:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise ChildFailed("time", _REASONS["time"])
            chunk = os.read(pipe.fileno(), min(size - len(received), 1 << 20))
            if not chunk:
                raise _death(child)
            received += chunk
    return bytes(received)


def _death(child: subprocess.Popen[bytes]) -> Exception:
    """Why the child ended without an answer."""
    status = child.wait()
    if status == -signal.SIGXCPU:
        return ChildFailed("time", _REASONS["time"])
    if status == -signal.SIGXFSZ:
        return ChildFailed("answer", _REASONS["answer"])
    return ChildFailed("crash", _REASONS["crash"])
