"""Uploads files and folders to Docloft: `docloft-upload https://papers.example.org FILE_OR_FOLDER ...`.

With `--watch` it continues and uploads what appears in the folders, as a scanner or another program writes it. A key
is in DOCLOFT_KEY or in a file (`--key-file`), never on the command line, where other users of the machine could read
it: a drop key, which can add documents and read nothing, or the key of a single owner. Without a key, it opens the
sign-in page in a browser.

What was sent is recorded in a journal. Run again after any interruption, it continues with what is missing; the service
recognises files that it has. The exit status is 0 if everything was sent, 1 if a file was refused or could not be sent,
2 for a wrong command line.

One file without dependencies, although it is long, so that it can be copied to any machine with Python 3.11 or newer.
"""

import argparse
import base64
import hashlib
import http.client
import http.server
import json
import mimetypes
import os
import random
import secrets
import shutil
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import webbrowser
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

KEY = "DOCLOFT_KEY"
CALLBACK_PORT = 18423
"""Where the browser comes back after the sign-in: registered in services/api/resources/auth-cognito.yml."""
SIGN_IN_SECONDS = 300
TOKEN_SECONDS = 240
"""A new token is requested before the old one expires after five minutes."""
ATTEMPTS = 8
LONGEST_PAUSE = 60.0
TIMEOUT = 60.0
PARALLEL = 4
"""Files that are sent at once."""
CHUNK = 1024 * 1024
SETTLED_SECONDS = 3.0
"""A file in a watched folder is complete when neither its size nor its time has changed for this long."""
PARTIAL = (".part", ".tmp", ".crdownload", ".download", ".partial")
T = TypeVar("T")
R = TypeVar("R")
_SAME_AGAIN = {429, 500, 502, 503, 504}


class UploadError(Exception):
    """What went wrong, in a sentence for the person who runs the command. `lasting`: trying again would not help."""

    def __init__(self, sentence: str, *, lasting: bool = False) -> None:
        super().__init__(sentence)
        self.lasting = lasting


class NoAccessError(UploadError):
    """The key or the sign-in is not accepted."""


@dataclass(frozen=True)
class Response:
    status: int
    body: Any


def open_url(
    url: str, data: bytes | Callable[[], Iterable[bytes]] | None, method: str, headers: Mapping[str, str]
) -> Response:
    """One request, repeated with growing pauses while the network or the service fails. The body is parsed JSON, or
    None. `data` may be a function that returns the parts of the body, once for each attempt. Raises UploadError when
    every attempt failed; a response that refuses the request is returned.
    """
    last = ""
    for attempt in range(ATTEMPTS):
        body = data() if callable(data) else data
        request = urllib.request.Request(url, data=body, method=method, headers=dict(headers))  # noqa: S310 - http(s) only
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
                return Response(response.status, _parsed(response.read()))
        except urllib.error.HTTPError as error:
            if error.code not in _SAME_AGAIN:
                return Response(error.code, _parsed(error.read()))
            last, wait = f"the service responded with {error.code}", error.headers.get("Retry-After", "")
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            last, wait = f"{getattr(error, 'reason', error)}", ""
        if attempt < ATTEMPTS - 1:
            pause = float(wait) if wait.isdigit() else 0.5 * 2**attempt
            time.sleep(min(pause, LONGEST_PAUSE) * random.uniform(1, 1.25))  # noqa: S311 - spreads retries
    host = urllib.parse.urlsplit(url).netloc
    raise UploadError(f"{host} could not be reached ({last}). Nothing was lost; run the same command again later.")


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


@dataclass
class Key:
    """A drop key, or the key of a single owner."""

    value: str

    def headers(self) -> dict[str, str]:
        return {"x-api-key": self.value}


@dataclass
class SignIn:
    """A person who is signed in. The tokens are kept in memory only; each refresh token works once."""

    token_url: str
    client_id: str
    tokens: dict[str, Any]
    since: float = field(default_factory=time.monotonic)
    _lock: Lock = field(default_factory=Lock)

    def headers(self) -> dict[str, str]:
        with self._lock:
            if time.monotonic() - self.since > TOKEN_SECONDS:
                self._renew()
        return {"Authorization": f"Bearer {self.tokens['id_token']}"}

    def replace(self, refused: Mapping[str, str]) -> None:
        """Gets a new token in place of one that was refused: the clock that measures its age stops while the machine
        sleeps.
        """
        with self._lock:
            if refused["Authorization"] == f"Bearer {self.tokens['id_token']}":
                self._renew()

    def _renew(self) -> None:
        refresh_token = self.tokens["refresh_token"]
        form = {"grant_type": "refresh_token", "client_id": self.client_id, "refresh_token": refresh_token}
        self.tokens.update(exchange(self.token_url, form))
        self.since = time.monotonic()


def exchange(token_url: str, form: Mapping[str, str]) -> dict[str, Any]:
    """Requests tokens from the token endpoint (RFC 6749, 4.1.3 and 6)."""
    response = open_url(
        token_url,
        urllib.parse.urlencode(form).encode(),
        "POST",
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    if response.status != 200 or not isinstance(response.body, dict):
        raise NoAccessError("The sign-in has expired. Nothing was lost; run the same command again to sign in.")
    return response.body


def sign_in(config: Mapping[str, str]) -> SignIn:
    """Signs in on the hosted page in a browser, which redirects back to this machine (RFC 8252, 7.3; RFC 7636)."""
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    back = f"http://localhost:{CALLBACK_PORT}/"
    client_id, auth_url = config["command_line_client_id"], config["auth_url"]
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": back,
        "scope": "openid email",
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = f"{auth_url}/oauth2/authorize?{urllib.parse.urlencode(query)}"
    code = _code_from_browser(address, state)
    token_url = f"{auth_url}/oauth2/token"
    form = {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    return SignIn(token_url, client_id, exchange(token_url, form))


def _code_from_browser(address: str, state: str) -> str:
    received: dict[str, str] = {}

    class Landing(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
            if secrets.compare_digest(query.get("state", "").encode(), state.encode()):
                received.update(query)
            said = "You are signed in. You can close this page." if received.get("code") else "Nothing to see here."
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in http.server
            """Nothing: the address has the code."""

    try:
        server = http.server.HTTPServer(("127.0.0.1", CALLBACK_PORT), Landing)
    except OSError:
        raise UploadError(
            f"Another program uses port {CALLBACK_PORT}, which the sign-in needs.", lasting=True
        ) from None
    with server:
        server.timeout = 1
        print(f"Sign in at {address}", file=sys.stderr)
        webbrowser.open(address)
        until = time.monotonic() + SIGN_IN_SECONDS
        while not received and time.monotonic() < until:
            server.handle_request()
    if "error" in received:
        raise UploadError(f"The sign-in was refused: {received.get('error_description') or received['error']}.")
    if "code" not in received:
        raise UploadError("The sign-in took longer than five minutes. Run the same command again.", lasting=True)
    return received["code"]


class Client:
    """The API of one stage, for one library."""

    def __init__(self, site: str, key: str | None, library: str | None = None) -> None:
        """Raises UploadError if this is not the address of a Docloft site."""
        if not site.startswith(("https://", "http://")):
            site = f"https://{site}"
        found = open_url(f"{site.rstrip('/')}/config.json", None, "GET", {})
        if found.status != 200 or not isinstance(found.body, dict) or "api_url" not in found.body:
            raise UploadError(f"{site} is not the address of a Docloft site.", lasting=True)
        self.api_url: str = found.body["api_url"]
        if key is None and found.body.get("auth") != "cognito":
            raise UploadError(f"This site has no sign-in by e-mail. Put the owner's key in {KEY}.", lasting=True)
        self.credentials: Key | SignIn = Key(key) if key else sign_in(found.body)
        self._library = {"Docloft-Library": library} if library else {}
        # A drop key may not read anything, not even whom it belongs to.
        self.may_read = self.request("GET", "/v1/me").status == 200

    def request(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Response:
        credentials = self.credentials.headers()
        response = self._send(method, path, body, {**credentials, **(headers or {})})
        if response.status == 401 and isinstance(self.credentials, SignIn):
            self.credentials.replace(credentials)
            response = self._send(method, path, body, {**self.credentials.headers(), **(headers or {})})
        return response

    def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Response:
        sent = {**self._library, **headers}
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            sent["Content-Type"] = "application/json"
        return open_url(self.api_url + path, data, method, sent)

    def get(self, path: str) -> Any:
        return require(self.request("GET", path))


def require(response: Response) -> Any:
    """The body of a successful response. Raises UploadError with the service's sentence."""
    if response.status < 300:
        return response.body
    problem = response.body if isinstance(response.body, dict) else {}
    errors = "; ".join(error.get("detail", "") for error in problem.get("errors", []))
    sentence = (
        errors or problem.get("detail") or problem.get("title") or f"The service responded with {response.status}."
    )
    if response.status in {401, 403}:
        raise NoAccessError(f"{sentence} Check the key, or sign in again.")
    raise UploadError(sentence, lasting=response.status in {400, 413, 415, 422})


@dataclass(frozen=True)
class Sent:
    """`is_new`: false if the library already had these bytes. A drop key cannot know."""

    document_id: str
    is_new: bool


def send(
    client: Client,
    path: Path,
    file_name: str | None = None,
    *,
    origin: str | None = None,
    announced: Callable[[Sent], None] | None = None,
) -> Sent:
    """Uploads one file. Repeated with the same `origin`, by default its path and time, it creates nothing twice.
    `announced` is called before the bytes are sent. Raises UploadError.
    """
    facts = facts_of(path, file_name)
    origin = origin or f"{path.resolve()}\n{path.stat().st_mtime_ns}"
    created = require(announce(client, "/v1/documents" if client.may_read else "/v1/inbox", facts, origin))
    document, upload = created["document"], created["upload"]
    if announced:
        announced(Sent(document["id"], is_new=upload is not None))
    if upload is None:
        return Sent(document["id"], is_new=False)
    post_form(upload, path, facts["size"], facts["file_name"])
    if client.may_read:
        return _received(client, document["id"])
    return Sent(document["id"], is_new=True)


def facts_of(path: Path, file_name: str | None = None) -> dict[str, Any]:
    """What the API has to know about a file before its bytes are sent. Raises UploadError for an empty one."""
    size = path.stat().st_size
    if size == 0:
        raise UploadError("This file is empty.", lasting=True)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    name = file_name or path.name
    return {
        "file_name": name,
        "media_type": mimetypes.guess_type(name)[0] or "application/octet-stream",
        "size": size,
        "checksum_sha256": base64.b64encode(digest.digest()).decode(),
    }


def announce(client: Client, where: str, facts: Mapping[str, Any], origin: str) -> Response:
    """Requests the upload form of a file. Repeated with the same `origin`, it creates nothing twice."""
    same = hashlib.sha256(f"{origin}\n{base64.b64decode(facts['checksum_sha256']).hex()}".encode()).hexdigest()
    return client.request("POST", where, facts, {"Idempotency-Key": same})


def post_form(upload: Mapping[str, Any], path: Path, size: int, name: str) -> None:
    """A presigned POST (AWS: browser-based uploads): the fields in their order, then the file."""
    boundary = secrets.token_hex(16)
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field_name}"\r\n\r\n{value}\r\n'
        for field_name, value in upload["fields"].items()
    )
    head += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n\r\n'
    tail = f"\r\n--{boundary}--\r\n"

    def body() -> Iterator[bytes]:
        yield head.encode()
        left = size
        with path.open("rb") as file:
            while left and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk
        if left:
            raise UploadError(f"{name} became shorter while it was sent. It is sent again by the next run.")
        yield tail.encode()

    headers = {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Content-Length": str(len(head.encode()) + size + len(tail)),
    }
    stored = open_url(upload["url"], body, "POST", headers)
    if stored.status >= 300:
        raise UploadError(f"The bucket refused the upload ({stored.status}). Run the same command again.")


def _received(client: Client, document_id: str) -> Sent:
    """Waits up to a minute until the file was examined. Another upload of the same bytes may have been received first.
    Raises UploadError with the reason if the file was rejected.
    """
    until = time.monotonic() + 60
    pause = 0.2
    while time.monotonic() < until:
        document = client.get(f"/v1/documents/{document_id}")
        if document["state"] == "rejected":
            if document.get("reason_code") == "duplicate" and document.get("duplicate_of"):
                return Sent(document["duplicate_of"], is_new=False)
            raise UploadError(document.get("reason") or "This file was rejected.", lasting=True)
        if document["state"] != "awaiting_upload":
            break
        time.sleep(pause)
        pause = min(pause * 1.5, 3)
    return Sent(document_id, is_new=True)


class Journal:
    """What was sent, one JSON object per line, so that an interruption loses at most the last one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sent: dict[str, dict[str, Any]] = {}
        self._lock = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                entry = _parsed(line.encode())
                if isinstance(entry, dict) and "file" in entry:
                    self._sent[entry["file"]] = {**self._sent.get(entry["file"], {}), **entry}

    def entry(self, name: str) -> dict[str, Any]:
        return self._sent.get(name, {})

    def record(self, name: str, **facts: Any) -> None:
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            self._sent[name] = {**self._sent.get(name, {}), **facts}
            file.write(json.dumps({"file": name, **facts}) + "\n")


def default_journal(site: str, library: str | None, key: str | None) -> Path:
    """One for each site and library. A key belongs to one library, so it identifies that."""
    root = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state"
    host = urllib.parse.urlsplit(site if "//" in site else f"//{site}").netloc.replace(":", "-")
    whose = hashlib.sha256(f"{library or ''}\n{key or ''}".encode()).hexdigest()[:12]
    return Path(root) / "docloft" / f"{host}-{whose}.jsonl"


@dataclass(frozen=True)
class Outcome:
    """What happened to a file: `sent`, `already there`, `known` from an earlier run, `refused` for a lasting reason
    (`refused earlier` in a later run), or `not sent`.
    """

    path: Path
    word: str
    reason: str = ""

    @property
    def is_sent(self) -> bool:
        return self.word in {"sent", "already there", "known"}


class Totals(Counter[str]):
    """The number of files for each outcome."""

    def __str__(self) -> str:
        known = self["already there"] + self["known"]
        return f"{self['sent']} sent, {known} were there already, {self.failed} not sent"

    @property
    def failed(self) -> int:
        return self["refused"] + self["refused earlier"] + self["not sent"]


def files_under(paths: Iterable[Path], without: Iterable[Path] = ()) -> Iterator[Path]:
    """Files to upload, in order. Hidden ones, those that programs are still writing, and the files and folders in
    `without` are left out.
    """
    skipped = {path.resolve() for path in without}
    for path in paths:
        if path.is_file():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(
                name for name in folders if not name.startswith(".") and Path(folder, name).resolve() not in skipped
            )
            for name in sorted(names):
                file = Path(folder, name)
                is_hidden_or_partial = name.startswith(".") or name.lower().endswith(PARTIAL)
                if not is_hidden_or_partial and file.resolve() not in skipped:
                    yield file


def upload(client: Client, path: Path, journal: Journal) -> Outcome:
    """Sends a file, unless it was sent before and has not changed since. Raises NoAccessError: no other file could be
    sent either.
    """
    try:
        stat = path.stat()
        fingerprint = f"{stat.st_size}-{stat.st_mtime_ns}"
        name = str(path.resolve())
        earlier = journal.entry(name)
        if earlier.get("fingerprint") == fingerprint:
            refused = earlier.get("refused")
            return Outcome(path, "refused earlier", refused) if refused else Outcome(path, "known")
        sent = send(client, path)
    except NoAccessError:
        raise
    except UploadError as error:
        if error.lasting:
            journal.record(name, fingerprint=fingerprint, refused=str(error))
        return Outcome(path, "refused" if error.lasting else "not sent", str(error))
    except OSError as error:
        return Outcome(path, "not sent", error.strerror or str(error))
    journal.record(name, fingerprint=fingerprint, refused=None, document_id=sent.document_id)
    return Outcome(path, "sent" if sent.is_new else "already there")


def conclude(outcome: Outcome, totals: Totals, move_to: Path | None) -> None:
    """Counts and prints an outcome, and moves a file that was sent. Not for several threads at once: two files of one
    name would overwrite each other.
    """
    totals[outcome.word] += 1
    if outcome.word != "known":
        print(f"{outcome.word}  {outcome.path}{': ' if outcome.reason else ''}{outcome.reason}")
    if move_to and outcome.is_sent:
        try:
            _move(outcome.path, move_to)
        except OSError as error:
            print(f"not moved  {outcome.path}: {error.strerror or error}")


def in_parallel(act: Callable[[T], R], items: Iterable[T]) -> Generator[R, None, None]:
    """The results in the order of `items`, PARALLEL of them at once. Close it after an interruption: what has not begun
    is then left out.
    """
    with ThreadPoolExecutor(PARALLEL) as pool:
        futures = [pool.submit(act, item) for item in items]
        try:
            for future in futures:
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _move(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem} ({number}){path.suffix}"
    shutil.move(path, target)


def watch(client: Client, paths: Sequence[Path], journal: Journal, totals: Totals, move_to: Path | None) -> None:
    """Uploads files as they appear, until it is interrupted. A file is sent when it has not changed for
    SETTLED_SECONDS.
    """
    seen: dict[Path, tuple[str, float]] = {}
    tried: dict[Path, str] = {}
    without = [journal.path, *([move_to] if move_to else [])]
    while True:
        present = list(files_under(paths, without))
        for path in present:
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            now, fingerprint = time.monotonic(), f"{stat.st_size}-{stat.st_mtime_ns}"
            if stat.st_size == 0 or seen.get(path, ("", 0.0))[0] != fingerprint:
                seen[path] = (fingerprint, now)
            elif now - seen[path][1] >= SETTLED_SECONDS and tried.get(path) != fingerprint:
                outcome = upload(client, path, journal)
                conclude(outcome, totals, move_to)
                if outcome.word != "not sent":
                    tried[path] = fingerprint
        seen = {path: seen[path] for path in present if path in seen}
        time.sleep(1)


def key_of(arguments: argparse.Namespace) -> str | None:
    if arguments.key_file:
        return str(Path(arguments.key_file).read_text(encoding="utf-8").strip())
    return os.environ.get(KEY) or None


def add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", help="the address of the site, such as https://papers.example.org")
    parser.add_argument("--key-file", help=f"a file with a key; without it, {KEY} or the sign-in page is used")
    parser.add_argument("--library", help="the id of a library, if you belong to more than one")
    parser.add_argument("--journal", type=Path, help="where to record what was sent")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="docloft-upload", description="Upload files and folders to Docloft.")
    add_common(parser)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--watch", action="store_true", help="continue, and upload what appears in the folders")
    parser.add_argument("--move-to", type=Path, metavar="FOLDER", help="move files there after they were sent")
    given = parser.parse_args(arguments)
    if missing := [str(path) for path in given.paths if not path.exists()]:
        parser.error(f"{missing[0]} does not exist")
    totals = Totals()
    try:
        client = Client(given.site, key_of(given), given.library)
        journal = Journal(given.journal or default_journal(given.site, given.library, key_of(given)))
        if given.watch:
            watch(client, given.paths, journal, totals, given.move_to)
        files = files_under(given.paths, [journal.path, *([given.move_to] if given.move_to else [])])
        with closing(in_parallel(lambda path: upload(client, path, journal), files)) as outcomes:
            for outcome in outcomes:
                conclude(outcome, totals, given.move_to)
    except UploadError as error:
        print(f"docloft-upload: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"Stopped: {totals}. Run the same command again to continue.")
        return 130
    print(f"{totals}.")
    return int(totals.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
