"""The site and an API that exists only in the test, over HTTP: Playwright cannot serve service workers, and turns the
browser's cache off when it serves anything else. Both are at one address of this machine, which browsers trust like
HTTPS.
"""

import json
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.browser.site_without_stage import PAPER, POLICY, Library, SiteFile, files
from tests.conftest import ROOT

KEY = "k" * 40
KEEP_KEY = """(key) => {
  sessionStorage.setItem("docloft-sign-in", key);
  localStorage.setItem("docloft-known", "yes");
}"""
FRESH = "no-cache"


class Published:
    """What is published now, and what browsers have requested."""

    def __init__(self) -> None:
        self.library = Library(0)
        self.files = files(ROOT / "frontend", POLICY)
        self.missing: list[str] = []
        self.received: list[str] = []
        """The names of the files that were uploaded."""
        self.url = ""

    def show(self, library: Library) -> None:
        """From now on the API has this library."""
        library.url = self.url
        self.library = library

    @property
    def assets(self) -> str:
        """The address that this version's modules share."""
        return next(address for address in self.files if address.endswith("/src/app/main.js")).split("/src/")[0]

    def publish(self, folder: Path, name: str) -> None:
        """Publishes another version, which only differs in a stylesheet, and removes the one before."""
        copy = folder / name
        shutil.copytree(ROOT / "frontend", copy, ignore=shutil.ignore_patterns("tests"))
        modules = folder / "node_modules"
        if not modules.exists():
            modules.symlink_to(ROOT / "node_modules")
        (copy / "src/ui/card.css").write_text(f"@layer ui {{\n  .{name} {{\n    color: red;\n  }}\n}}\n")
        self.files = files(copy, POLICY)

    def respond(self, method: str, target: str, sent: bytes) -> tuple[int, SiteFile]:
        """The status of the response, and its body with headers."""
        url = urlsplit(target)
        if url.path == "/bucket":
            self.received.append(sent.split(b'filename="')[1].split(b'"')[0].decode())
            return 204, SiteFile("text/plain", FRESH, b"")
        if url.path == "/paper.pdf":
            return 200, SiteFile("application/pdf", FRESH, PAPER)
        if url.path.startswith("/v1/"):
            query = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
            found = self._of_api(method, url.path, query, json.loads(sent) if sent else {})
            status = 404 if found is None else 200
            missing = {"title": "Not found", "status": 404, "code": "not-found", "detail": url.path}
            return status, _json(missing if found is None else found)
        if url.path == "/config.json":
            config = {"auth": "api_key", "api_url": self.url, "region": "eu-central-1"}
            return 200, _json(config)
        if "." in url.path.rsplit("/", 1)[1] and url.path not in self.files:
            self.missing.append(url.path)
            return 404, SiteFile("text/plain", FRESH, b"")
        return 200, self.files.get(url.path) or self.files["/index.html"]

    def _of_api(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Any:
        return self.library.respond(method, path, query, body)


class Installable(Published):
    """Documents can be uploaded, and lists and texts be kept by the browser."""

    def _of_api(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Any:
        if (method, path) == ("POST", "/v1/documents"):
            upload = {"url": f"{self.url}/bucket", "fields": {}, "expires_at": "2030-01-01T00:00:00Z"}
            document = self.library.document(len(self.received)) | {"state": "awaiting_upload"}
            return {"document": document, "upload": upload}
        if path == "/v1/documents":
            listed = [self.library.document(number) for number in range(self.library.size)]
            return {"documents": [] if "state" in query else listed, "cursor": None}
        if path.endswith("/text"):
            page = int(path.split("/")[-2])
            return {"page": page, "pages": 1, "text": f"The words of page {page}", "truncated": False, "marks": []}
        return super()._of_api(method, path, query, body)


def _json(value: Any) -> SiteFile:
    return SiteFile("application/json", FRESH, json.dumps(value).encode())


Site = TypeVar("Site", bound=Published)


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """Serves a site at a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _respond(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, found = site.respond(self.command, self.path, sent)
            self.send_response(status)
            self.send_header("Content-Type", found.kind)
            self.send_header("Cache-Control", found.cache)
            self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _respond  # noqa: N815 - names of the standard library

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
            """Logs nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A browser that closes a page ends its requests."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    site.url = f"http://localhost:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


def open_signed_in(page: Page, site: Published, path: str = "/") -> None:
    """Opens an address of the site with a key that was stored earlier."""
    page.goto(f"{site.url}/config.json")
    page.evaluate(KEEP_KEY, KEY)
    page.goto(site.url + path)


def visit(page: Page, site: Published) -> None:
    """Opens the site signed in, and waits until its worker has kept everything and controls this page."""
    open_signed_in(page, site)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("() => navigator.serviceWorker.controller")
