"""Serves the site at `http://localhost:8080`: a proxy in front of the emulator's CloudFront, which is reached by host
name. Headers, paths and files are CloudFront's own; nothing is added. Run as `python -m local.site <domain>`.
"""

import json
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from local import emulator
from tools.failure import OperatorError
from tools.local_stage import ROOT, environment, settings

# Headers of one connection, which a proxy does not pass on (RFC 9110, 7.6.1).
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length"})
_START_SECONDS = 20


class Proxy(BaseHTTPRequestHandler):
    """Passes GET and HEAD on; a static site needs no other method."""

    protocol_version = "HTTP/1.1"
    domain: ClassVar[str] = ""

    def do_GET(self) -> None:
        self._pass_on()

    def do_HEAD(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        if self.path == "/.well-known/docloft-local":
            self._respond(200, [("Content-Type", "text/plain")], self.domain.encode())
            return
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() in {"accept", "if-none-match", "if-modified-since", "range", "accept-language"}
        }
        connection = HTTPConnection("127.0.0.1", settings().port, timeout=30)
        try:
            connection.request(self.command, self.path, headers={**headers, "Host": self.domain})
            response = connection.getresponse()
            body = response.read()
            passed_on = [(name, value) for name, value in response.getheaders() if name.lower() not in _HOP_BY_HOP]
            self._respond(response.status, passed_on, body)
        except (OSError, HTTPException):
            self._respond(502, [("Content-Type", "text/plain")], b"The emulator does not respond. Run: make run")
        finally:
            connection.close()

    def _respond(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Logs nothing: requests are in the emulator's log."""


def start(domain: str) -> None:
    """Starts it in the background unless it is up. Raises OperatorError when another program has the port."""
    here = settings()
    if _serves(domain):
        return
    stop()
    emulator.require_free(here.site_port, "DOCLOFT_PORT=5566 make run")
    with (here.home / "site.log").open("ab") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "local.site", domain],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _pid_file().write_text(json.dumps(started.pid))
    deadline = time.monotonic() + _START_SECONDS
    while not _serves(domain):
        if started.poll() is not None or time.monotonic() > deadline:
            raise OperatorError(f"The site did not start:\n{emulator.last_lines(here.home / 'site.log')}")
        time.sleep(0.05)


def stop() -> None:
    """Idempotent."""
    with suppress(FileNotFoundError, ValueError):
        pid = int(json.loads(_pid_file().read_text()))
        found = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
        # The process id alone may belong to another program by now.
        if "local.site" in found.stdout:
            emulator.end(pid, 5)
    _pid_file().unlink(missing_ok=True)


def _serves(domain: str) -> bool:
    connection = HTTPConnection("127.0.0.1", settings().site_port, timeout=5)
    try:
        connection.request("GET", "/.well-known/docloft-local")
        return connection.getresponse().read() == domain.encode()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _pid_file() -> Path:
    return settings().home / "site.pid"


def serve(domain: str) -> None:
    """Serves on the loopback interface until it is stopped."""
    Proxy.domain = domain
    with ThreadingHTTPServer(("127.0.0.1", settings().site_port), Proxy) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve(sys.argv[1])
