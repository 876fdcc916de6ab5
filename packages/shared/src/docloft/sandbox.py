"""Parses untrusted bytes in a child process with limits, so that a file that hangs or crashes its parser affects no
other document: some of 178 damaged PDFs hung or crashed every PDF library. A file that takes over its parser finds no
credentials, no network and nothing to write to (docloft.confinement).

One child (docloft.sandbox_child) is kept for the next call and executes one call at a time. It is replaced after a
failed call, after CALLS_PER_CHILD successful ones, when it keeps much of its memory in use, and before it reads a file
of another library (`served`).

The file is long because starting, calling, watching and replacing the child share its state.
"""

import atexit
import json
import os
import resource
import selectors
import signal
import struct
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any
from weakref import WeakSet

from aws_lambda_powertools import Logger

from docloft import confinement, reasons
from docloft.errors import Cause, Reason, Refused
from docloft.shapes import conforms

CALLS_PER_CHILD = 200
"""Limits how much memory can leak when a parser leaks some with every file, and how many files a parser that was taken
over can read. Starting a child takes 0.15 s of processor time, as long as reading 100 pages.
"""

_WITHOUT_BLAME = frozenset({"crash", "memory"})
"""A child may be killed or run out of memory for a reason other than the file, so a fresh one tries again."""

_LIMITS_OF_A_CALL = frozenset({"time", "size"})
"""Failures that do not depend on what the child read before."""

_HEADER = struct.Struct(">Q")
_MUCH = 0.5
"""As a share of the limit. A buffer that grows by doubling cannot double any more at a third of the limit."""

_MOST_READ = 1 << 20
_LOOK_SECONDS = 0.01
"""How often the child's memory is checked. Filling the other half takes longer than that."""


class ChildFailed(Refused):
    """The child crashed on these bytes, was stopped at a limit, or its parser raised an exception. `how` is for logs:
    time, memory, crash, size, or the name of the exception. `reached` is the last step that the function reported
    (docloft.step_reports); None if it reported none. `was_used`: the child had read other files before.
    """

    reached: int | None = None
    was_used = False

    def __init__(self, how: str, reason: Reason) -> None:
        super().__init__(reason, Cause.TOO_HEAVY if how in _REASONS else Cause.DAMAGED)
        self.how = how

    @property
    def may_be_innocent(self) -> bool:
        """Whether the cause may be something other than the bytes."""
        return self.how in _WITHOUT_BLAME or (self.was_used and self.how not in _LIMITS_OF_A_CALL)

    @property
    def is_costly(self) -> bool:
        """Whether the bytes need more memory or time than allowed, which does not mean that they are damaged."""
        return self.how in {"memory", "time"}


class SandboxBrokenError(RuntimeError):
    """The child cannot work at all: a module is missing, or it does not start. Never caused by the bytes, so callers do
    not catch it, and the queue tries again.
    """


_REASONS = {
    "time": reasons.TOO_SLOW,
    "memory": reasons.TOO_MUCH_MEMORY,
    "crash": reasons.CRASHED,
    "size": reasons.TOO_MUCH_TEXT,
}
_LONGEST_VALUE = 200


@dataclass(slots=True)
class Served:
    """The library whose files the next calls read. A child that has read another library's files is replaced
    first: a file that took over its parser must not see or change what is read from other libraries.
    """

    library_id: str = ""


served = Served()
"""Set by each handler."""

_exclusive: "WeakSet[Sandbox]" = WeakSet()
"""The exclusive sandbox of this process that may have a child."""


class _Child(subprocess.Popen[bytes]):
    """`most_memory`: its limit, in bytes. `seen_memory`: the most address space that was seen in use."""

    most_memory = 0
    seen_memory = 0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # One selector for everything that it writes: creating one takes as long as reading a page.
        self._written = selectors.DefaultSelector()
        self._written.register(self._output, selectors.EVENT_READ)
        self._ahead = bytearray()

    @property
    def _output(self) -> IO[bytes]:
        assert self.stdout is not None  # noqa: S101 - for mypy: it is a pipe
        return self.stdout

    def read(self, size: int, deadline: float) -> bytes:
        """The next `size` bytes that it writes. Raises ChildFailed when it ends before, or after `deadline`."""
        while len(self._ahead) < size:
            # Checked even while there is something to read: a child may write forever.
            if time.monotonic() >= deadline:
                raise ChildFailed("time", _REASONS["time"])
            if not self._written.select(_LOOK_SECONDS):
                self.look_at_memory()
                continue
            chunk = os.read(self._output.fileno(), _MOST_READ)
            if not chunk:
                raise self.failure()
            self._ahead += chunk
        taken = bytes(self._ahead[:size])
        del self._ahead[:size]
        return taken

    def close_pipes(self) -> None:
        self._written.close()
        for pipe in (self.stdin, self.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def look_at_memory(self) -> int:
        """The address space in use; 0 without /proc, as on macOS, where a lack of memory looks like any other crash."""
        used = 0
        with suppress(OSError, ValueError, IndexError):
            pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[0])
            used = pages * resource.getpagesize()
            self.seen_memory = max(self.seen_memory, used)
        return used

    def is_full(self) -> bool:
        """Whether it keeps so much memory after a call that the next file may not have enough: it is fragmented,
        or a parser leaks.
        """
        return self.look_at_memory() >= self.most_memory * _MUCH

    def failure(self) -> ChildFailed:
        """Why it ended without a response. Libraries such as PDFium abort when an allocation fails, so a child that was
        killed with much of its memory in use has run out of memory.
        """
        status = self.wait()
        if status == -signal.SIGXCPU:
            return ChildFailed("time", _REASONS["time"])
        was_full = self.seen_memory >= self.most_memory * _MUCH
        how = "memory" if status < 0 and was_full else "crash"
        return ChildFailed(how, _REASONS[how])


class Sandbox:
    """One child process, kept between calls. Not safe for several threads at once; a Lambda function handles one event
    at a time.

    `memory_bytes` limits the child's address space (RLIMIT_AS; not on macOS). The other limits are for one call:
    `cpu_seconds` for its processor time (RLIMIT_CPU), `wall_seconds` for its elapsed time, including a second attempt,
    and `result_bytes` for its result as JSON in UTF-8. Only one `exclusive` sandbox of a process has a child at a time:
    an idle child keeps its memory, and two do not fit into a function's 512 MB.
    """

    def __init__(
        self,
        *,
        memory_bytes: int,
        cpu_seconds: int,
        wall_seconds: float,
        result_bytes: int,
        exclusive: bool = False,
    ) -> None:
        self._limits = [str(memory_bytes), str(cpu_seconds)]
        self._wall_seconds = wall_seconds
        self._result_bytes = result_bytes
        self._child: _Child | None = None
        self._calls = 0
        self._library_id = ""
        self._exclusive = exclusive
        atexit.register(self.close)

    def call(self, target: str, arguments: dict[str, Any], shape: Any = dict) -> dict[str, Any]:
        """Calls `target` ("module:function") in the child with keyword arguments of JSON types; returns the dict it
        returns, which has the shape of the TypedDict `shape`. Raises the Refused that the function raised, ChildFailed
        when it failed in any other way, and SandboxBrokenError when it could not be called. A child that is killed or
        out of memory, or fails after it has read other files, is replaced by a fresh one, which is called once more.
        """
        request = {"target": target, "arguments": arguments}
        deadline = time.monotonic() + self._wall_seconds
        try:
            return self._attempt(request, shape, deadline)
        except ChildFailed as failure:
            if not failure.may_be_innocent or time.monotonic() > deadline:
                raise
        return self._attempt(request, shape, deadline)

    def close(self) -> None:
        """Kills the child, if there is one, and its own children. The next call starts a new one."""
        child, self._child, self._calls = self._child, None, 0
        if child is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        child.close_pipes()

    def _attempt(self, request: dict[str, Any], shape: Any, deadline: float) -> dict[str, Any]:
        child = self._ready_child(deadline)
        was_used = self._calls > 0
        self._calls += 1
        try:
            _send(child, request)
            result = self._result(child, shape, deadline)
        except SandboxBrokenError as error:
            self.close()
            if request["arguments"] is None:
                raise
            # A file that took over its parser could report this, too, so a fresh child imports the target without the
            # file.
            self._attempt({**request, "arguments": None}, dict, deadline)
            raise ChildFailed("crash", _REASONS["crash"]) from error
        except BaseException as error:
            # A child that refused a file is still healthy, so it is used again, unless the file has filled it.
            if type(error) is not Refused or child.is_full():
                self.close()
            if isinstance(error, ChildFailed):
                error.was_used = was_used
            raise
        if child.is_full():
            self.close()
        return result

    def _result(self, child: _Child, shape: Any, deadline: float) -> dict[str, Any]:
        """The result in the response, after the reports before it."""
        reached: int | None = None
        try:
            while True:
                match response := _receive(child, self._result_bytes, deadline):
                    case {"reached": int(step), **others} if not others:
                        reached = step
                    case _:
                        return _result_of(response, shape)
        except ChildFailed as failure:
            failure.reached = reached
            raise

    def _ready_child(self, deadline: float) -> _Child:
        is_over = self._calls >= CALLS_PER_CHILD or (self._child is not None and self._child.poll() is not None)
        if is_over or self._library_id != served.library_id:
            self.close()
        if self._child is None:
            if self._exclusive:
                self._close_others()
            hidden = _hide_credentials()
            self._library_id = served.library_id
            self._child = self._started()
            try:
                confined = _receive(self._child, self._result_bytes, deadline)
            except BaseException as error:
                self.close()
                if isinstance(error, ChildFailed):
                    raise SandboxBrokenError(f"The child does not start: {error.how}.") from error
                raise
            _warn_of((*hidden, *confined["unavailable"]))
        return self._child

    def _close_others(self) -> None:
        for other in [*_exclusive]:
            other.close()
        _exclusive.clear()
        _exclusive.add(self)

    def _started(self) -> _Child:
        try:
            child = _Child(
                [sys.executable, "-m", "docloft.sandbox_child", *self._limits],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxBrokenError("No child process could be started.") from error
        child.most_memory = int(self._limits[0])
        return child


@cache
def _hide_credentials() -> tuple[str, ...]:
    return tuple(confinement.hide_credentials())


@cache
def _warn_of(unavailable: tuple[str, ...]) -> None:
    """Logs, once per process, which measures of docloft.confinement the system does not allow."""
    if unavailable:
        Logger().warning("sandbox", extra={"unavailable": unavailable})


def _environment() -> dict[str, str]:
    """Only what Python needs to find the same code: no credentials and no names of tables. The variables passed on are
    the system's, not settings of Docloft, so they are not read from docloft.settings.
    """
    kept = {name: os.environ[name] for name in ("LANG", "LD_LIBRARY_PATH", "TZ", "TMPDIR") if name in os.environ}
    return kept | {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join(path or os.curdir for path in sys.path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def _send(child: _Child, request: dict[str, Any]) -> None:
    assert child.stdin is not None  # noqa: S101 - for mypy: it is a pipe
    body = json.dumps(request).encode()
    try:
        child.stdin.write(_HEADER.pack(len(body)) + body)
        child.stdin.flush()
    except BrokenPipeError as error:
        raise child.failure() from error


def _receive(child: _Child, most: int, deadline: float) -> dict[str, Any]:
    (size,) = _HEADER.unpack(child.read(_HEADER.size, deadline))
    if size > most:
        raise ChildFailed("size", _REASONS["size"])
    try:
        response = json.loads(child.read(size, deadline))
    except (ValueError, RecursionError, MemoryError) as error:
        raise ChildFailed("crash", _REASONS["crash"]) from error
    return response if isinstance(response, dict) else {}


def _result_of(response: dict[str, Any], shape: Any) -> dict[str, Any]:
    """Raises whatever the response reports. One that docloft.sandbox_child does not write, or a result of another
    shape, comes from a file that took over its parser, and counts as a crash.
    """
    match response:
        case {"result": dict(result)} if conforms(result, shape):
            return result
        case {"refused": str(code), "cause": str(cause), "values": dict(values)} if cause in list(Cause) and conforms(
            [*values.values()], list[str]
        ):
            raise Refused(_reason_of(code, values), Cause(cause))
        case {"missing": str(module)}:
            raise SandboxBrokenError(f"The sandbox cannot import {module}.")
        case {"failed": str(how)}:
            raise ChildFailed(how, _REASONS.get(how, reasons.UNREADABLE))
    raise ChildFailed("crash", _REASONS["crash"])


def _reason_of(code: str, values: dict[str, str]) -> Reason:
    """The declared reason: the child chooses its code and values only."""
    try:
        return reasons.REASONS[code].having(**{name: value[:_LONGEST_VALUE] for name, value in values.items()})
    except KeyError:
        raise ChildFailed("crash", _REASONS["crash"]) from None
