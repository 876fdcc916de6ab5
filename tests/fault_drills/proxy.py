"""An HTTP proxy between the functions and the emulator that injects faults. Each call says in its User-Agent which
function and process makes it (local/interpreter), so a fault can concern one function, or kill the process.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs, unquote, urlsplit

SLOW_SECONDS = 3.0
_CHILD_SECONDS = 1.0
# Headers of one connection, which a proxy does not pass on (RFC 9110, 7.6.1), and Expect, which the server handles.
_OF_CONNECTION = frozenset({"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "expect"})
_MAKER = re.compile(r"app/docloft-\w+-(\w+)-(\d+)")
_LIBRARY = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TARGETS = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs"}
_REFUSALS = {
    "s3": (
        503,
        "application/xml",
        "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>",
    ),
    "dynamodb": (
        400,
        "application/x-amz-json-1.0",
        '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"Too much."}',
    ),
    "sqs": (503, "application/x-amz-json-1.0", '{"__type":"com.amazonaws.sqs#ServiceUnavailable","message":"Later."}'),
}


class Fault(StrEnum):
    """What happens to one call."""

    REFUSED = "refused"
    """AWS is overloaded; the call has no effect."""
    SLOW = "slow"
    CUT = "cut after the effect"
    """The call takes effect, and the connection ends without a response."""
    KILLED_BEFORE = "killed before the effect"
    """The process that makes the call is killed."""
    KILLED_AFTER = "killed after the effect"
    CHILD_KILLED = "child killed"
    """The call is made, then the sandboxed child of the process is killed."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of AWS. `function` is empty for a call of a browser; `library_id` for one that names none. `attempt` is
    from 1: the SDK repeats a call that failed.
    """

    function: str
    process: int
    service: str
    operation: str
    library_id: str
    attempt: int


Plan = Callable[[Call], Fault | None]


class Proxy:
    """Runs in this process, at `url`, while it is a context. `plan` may be replaced at any time."""

    def __init__(self, emulator: int) -> None:
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._lock = threading.Lock()
        self.emulator = emulator
        self.plan: Plan = lambda _call: None
        self.injected: Counter[Fault] = Counter()
        self.calls: list[Call] = []
        self.problems: list[str] = []
        """Faults that had no effect."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fault_of(self, call: Call) -> Fault | None:
        with self._lock:
            self.calls.append(call)
            fault = self.plan(call)
            if fault is not None:
                self.injected[fault] += 1
            return fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Prints nothing about the connections of processes that were killed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: ClassVar[Proxy]

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call = call_of(self.command, self.path, dict(self.headers), body)
        match self.proxy.fault_of(call):
            case None:
                self._pass_on(body)
            case Fault.REFUSED:
                status, content_type, refusal = _REFUSALS[call.service]
                self._respond(status, [("Content-Type", content_type)], refusal.encode())
            case Fault.SLOW:
                time.sleep(SLOW_SECONDS)
                self._pass_on(body)
            case Fault.CUT:
                self._forward(body)
                self._cut()
            case Fault.KILLED_BEFORE:
                _kill(call.process)
                self._cut()
            case Fault.KILLED_AFTER:
                self._forward(body)
                _kill(call.process)
                self._cut()
            case Fault.CHILD_KILLED:
                self._pass_on(body)
                threading.Thread(target=self._kill_child, args=(call,), daemon=True).start()

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve  # noqa: N815 - the server calls them by these names

    def _pass_on(self, body: bytes) -> None:
        status, headers, content = self._forward(body)
        self._respond(status, headers, content)

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = HTTPConnection("127.0.0.1", self.proxy.emulator, timeout=300)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in _OF_CONNECTION:
                    connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        except (OSError, HTTPException):
            return 502, [], b""
        finally:
            connection.close()

    def _respond(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        with suppress(OSError):
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in _OF_CONNECTION and (name.lower() != "content-length" or self.command == "HEAD"):
                    self.send_header(name, value)
            if self.command != "HEAD":
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def _kill_child(self, call: Call) -> None:
        if not _child_killed(call.process):
            self.proxy.problems.append(f"{call.function} had no child to kill.")

    def _cut(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Logs nothing."""


def call_of(method: str, path: str, headers: dict[str, str], body: bytes) -> Call:
    named = {name.lower(): value for name, value in headers.items()}
    maker = _MAKER.search(named.get("user-agent", ""))
    library = _LIBRARY.search(unquote(path).encode() + b" " + body[:65536])
    attempt = re.search(r"attempt=(\d+)", named.get("amz-sdk-request", ""))
    service, operation = _operation(method, path, named)
    return Call(
        function=maker[1] if maker else "",
        process=int(maker[2]) if maker else 0,
        service=service,
        operation=operation,
        library_id=library[0].decode() if library else "",
        attempt=int(attempt[1]) if attempt else 1,
    )


def _operation(method: str, path: str, headers: dict[str, str]) -> tuple[str, str]:
    """Service and operation as AWS names them, as far as Docloft calls them."""
    target, _, operation = headers.get("x-amz-target", "").partition(".")
    if target in _TARGETS:
        return _TARGETS[target], operation
    url = urlsplit(path)
    query = parse_qs(url.query, keep_blank_values=True)
    if "list-type" in query or "versions" in query:
        return "s3", "ListObjects"
    if method == "POST":
        return "s3", "DeleteObjects" if "delete" in query else "PostObject"
    if method == "PUT":
        return "s3", "CopyObject" if "x-amz-copy-source" in headers else "PutObject"
    return "s3", f"{method.title()}Object"


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _child_killed(process: int) -> bool:
    """Kills the sandboxed child of a function's process as soon as there is one; False if there is none in a second."""
    deadline = time.monotonic() + _CHILD_SECONDS
    while time.monotonic() < deadline:
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(process)], capture_output=True, text=True, check=False
        )
        children = [int(line.split()[0]) for line in listed.stdout.splitlines() if "sandbox_child" in line]
        if children:
            _kill(children[0])
            return True
        time.sleep(0.01)
    return False
