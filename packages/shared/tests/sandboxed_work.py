"""Functions that the tests of the sandbox call in the child. Most of them fail in the ways that parsers fail."""

import fcntl
import os
import stat
import struct
import sys
import time
from pathlib import Path
from typing import Any

from docloft import reasons, step_reports
from docloft.errors import Refused
from docloft.file_kinds import FileKind

_calls: list[None] = []
_kept: list[bytearray] = []


def double(number: int) -> dict[str, Any]:
    return {"number": number * 2}


def count() -> dict[str, Any]:
    _calls.append(None)
    return {"calls": len(_calls), "pid": os.getpid()}


def refuse() -> dict[str, Any]:
    raise Refused(reasons.NOT_ACCEPTED.having(kind=FileKind.FONT))


def stumble() -> dict[str, Any]:
    raise ValueError("secret text of a document")


def advance(failure: str) -> dict[str, Any]:
    for step in range(3):
        step_reports.report(step)
    {"spin": spin, "stumble": stumble, "crash": crash}.get(failure, dict)()
    return {"number": 7}


def spin() -> dict[str, Any]:
    while True:
        pass


def compute(seconds: float) -> dict[str, Any]:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return {"pid": os.getpid()}


def sleep() -> dict[str, Any]:
    time.sleep(60)
    return {}


def swallow() -> dict[str, Any]:
    return {"size": len(bytearray(2_000_000_000))}


def fill(megabytes: int, seen_in: str) -> dict[str, Any]:
    """Aborts after using that much memory, as PDFium does when an allocation fails, once a file in the folder `seen_in`
    has the process id of the child as its name.
    """
    taken = bytearray(megabytes * 1024 * 1024)
    # Page by page: memory that is never written to does not count.
    taken[::4096] = bytes(len(range(0, len(taken), 4096)))
    while not Path(seen_in, str(os.getpid())).exists():
        time.sleep(0.01)
    os.abort()


def crash() -> dict[str, Any]:
    os.abort()


def chatter() -> dict[str, Any]:
    print("noise on standard output")
    os.write(1, b"\x00" * 100)
    return {"read": sys.stdin.read()}


def spill(path: str) -> dict[str, Any]:
    with Path(path).open("ab") as file:
        file.write(b"x")
    return {}


def ramble(characters: int) -> dict[str, Any]:
    return {"text": "x" * characters}


def echo(text: str) -> dict[str, Any]:
    return {"text": text}


def take_over(response: str) -> dict[str, Any]:
    """Writes its own response into the pipe of the protocol."""
    (pipe,) = (one for one in range(3, 64) if _is_written_pipe(one))
    os.write(pipe, struct.pack(">Q", len(response)) + response.encode())
    return {"number": 1}


def report_without_end() -> dict[str, Any]:
    """Writes reports forever, thousands at a time, so that the reader cannot keep up."""
    (pipe,) = (one for one in range(3, 64) if _is_written_pipe(one))
    report = b'{"reached": 1}'
    reports = (struct.pack(">Q", len(report)) + report) * 2_000
    while True:
        os.write(pipe, reports)


def _is_written_pipe(descriptor: int) -> bool:
    try:
        is_pipe = stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    except OSError:
        return False
    return is_pipe and fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY


def sleep_in(pid: int) -> dict[str, Any]:
    if os.getpid() == pid:
        time.sleep(60)
    return {"pid": os.getpid()}


def abort_in(pid: int) -> dict[str, Any]:
    if os.getpid() == pid:
        os.abort()
    return {"pid": os.getpid()}


def run_out_of_memory_in(pid: int) -> dict[str, Any]:
    if os.getpid() == pid:
        raise MemoryError
    return {"pid": os.getpid()}


def stumble_in(pid: int) -> dict[str, Any]:
    """As the import of an extension module fails when the child has no memory left."""
    if os.getpid() == pid:
        raise ImportError("failed to map segment from shared object")
    return {"pid": os.getpid()}


def keep(megabytes: int) -> dict[str, Any]:
    """Leaks that much memory."""
    _kept.append(bytearray(megabytes * 1024 * 1024))
    return count()


def refuse_keeping(megabytes: int) -> dict[str, Any]:
    keep(megabytes)
    return refuse()


def environment() -> dict[str, Any]:
    return {"names": sorted(os.environ)}
