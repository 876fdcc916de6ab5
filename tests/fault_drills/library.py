"""A person who uploads as a patient browser does, and checks afterwards what happened to each document."""

import secrets
import time
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any, Self

import requests

from tests.conftest import Stack
from tests.e2e.conftest import make_person
from tests.fault_drills.contents import PASSWORD, Content, Make, text
from tests.overdue import sweep_later
from tools.api_client import FINAL, Client

_PATIENCE_SECONDS = 600.0
_TABLE = "docloft-local-history"


@dataclass
class Verdict:
    """What happened to the documents of a drill. A document survived if it is there once, complete, and found."""

    documents: int = 0
    survived: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Verdict") -> Self:
        self.documents += other.documents
        self.survived += other.survived
        self.lost += other.lost
        self.doubled += other.doubled
        return self


class Library:
    """One person with a library of their own. `contents` has what was uploaded, by id. `kinds` are uploaded in turn."""

    def __init__(self, stack: Stack, kinds: Sequence[Make] = (text,)) -> None:
        self._stack = stack
        self._kinds = kinds
        self._numbers = count()
        self.person = make_person(stack)
        self.id = str(self.patiently("GET", "/v1/me").json()["library"]["id"])
        self.contents: dict[str, Content] = {}
        self._settled: set[str] = set()

    def patiently(self, method: str, path: str, *, missing: bool = False, **options: Any) -> requests.Response:
        """Repeats a request while the API is overloaded or unreachable. Raises HTTPError for other errors, but not for
        404 with `missing`.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                response = self.person.request(method, path, **options)
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(1)
                continue
            if response.status_code not in {429, 502, 503, 504}:
                if not (missing and response.status_code == 404):
                    response.raise_for_status()
                return response
            time.sleep(float(response.headers.get("Retry-After", 1)))
        raise TimeoutError(f"{method} {path} failed for {_PATIENCE_SECONDS:.0f} seconds.")

    def add(self) -> str:
        """Uploads a new document and returns its id. From then on it must not be lost."""
        number = next(self._numbers)
        content = self._kinds[number % len(self._kinds)](number)
        announcement = Client.announcement(content.name, content.data, "application/octet-stream")
        key = {"Idempotency-Key": secrets.token_hex(8)}
        created = self.patiently("POST", "/v1/documents", json=announcement, headers=key).json()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._sent(created["upload"], content.data):
            if time.monotonic() > deadline:
                raise TimeoutError(f"The upload of {content.name} was never accepted.")
            time.sleep(0.5)
        document_id = str(created["document"]["id"])
        self.contents[document_id] = content
        return document_id

    def _sent(self, upload: dict[str, Any], content: bytes) -> bool:
        try:
            return self.person.send(upload, content).ok
        except (requests.ConnectionError, requests.Timeout):
            return False

    def is_settled(self) -> bool:
        """Whether every document is finished and found, with the part of an archive. Each is checked until it is. A
        locked document is given its password.
        """
        for document_id, content in list(self.contents.items()):
            if document_id not in self._settled:
                self._unlock(document_id)
                if self._state(document_id) not in FINAL or document_id not in self._hits(content.word):
                    return False
                if content.part_word and not self._hits(content.part_word):
                    return False
                self._settled.add(document_id)
        return True

    def _unlock(self, document_id: str) -> None:
        """An attempt that fails is repeated when the document is locked again."""
        document = self.patiently("GET", f"/v1/documents/{document_id}", missing=True).json()
        if "password" in ((document.get("attention") or {}).get("remedies") or []):
            with suppress(requests.ConnectionError, requests.Timeout):
                self.person.request("POST", f"/v1/documents/{document_id}/password", json={"password": PASSWORD})

    def verdict(self) -> Verdict:
        verdict = Verdict(len(self.contents))
        parts: list[str] = []
        listed = [document["id"] for document in self._listing()]
        for document_id, content in self.contents.items():
            hits = self._hits(content.word)
            events = self._events(document_id)
            complete = self._state(document_id) == "ready" and document_id in hits and self._is_whole(document_id)
            if content.part_word:
                found = self._parts(document_id)
                complete = complete and len(found) == 1 and self._hits(content.part_word) == found
                parts += found
            if not complete:
                verdict.lost.append(f"{document_id} ({self._state(document_id)}, found: {document_id in hits})")
            twice = any(events.count(one) > 1 for one in ("received", "ready"))
            if twice or len(hits) > 1 or listed.count(document_id) > 1:
                verdict.doubled.append(f"{document_id} ({', '.join(events)})")
            elif complete:
                verdict.survived += 1
        strangers = set(listed) - set(self.contents) - set(parts)
        verdict.doubled += sorted(strangers)
        return verdict

    def _listing(self) -> list[Any]:
        found: list[Any] = []
        cursor: dict[str, str] = {}
        while True:
            page = self.patiently("GET", "/v1/documents", params={"limit": 100, **cursor}).json()
            found += page["documents"]
            if page["cursor"] is None:
                return found
            cursor = {"cursor": page["cursor"]}

    def _state(self, document_id: str) -> str:
        response = self.patiently("GET", f"/v1/documents/{document_id}", missing=True)
        return "missing" if response.status_code == 404 else str(response.json().get("state"))

    def _parts(self, document_id: str) -> list[str]:
        children = self.patiently("GET", f"/v1/documents/{document_id}/children").json()["children"]
        return [child["document"]["id"] for child in children if child["document"]]

    def _hits(self, word: str) -> list[str]:
        hits = self.patiently("GET", "/v1/search", params={"q": word}).json()["hits"]
        return [hit["document"]["id"] for hit in hits]

    def _is_whole(self, document_id: str) -> bool:
        link = self.patiently("GET", f"/v1/documents/{document_id}/original").json()["url"]
        stored = requests.get(link, timeout=30).content
        return b64encode(sha256(stored).digest()) == b64encode(sha256(self.contents[document_id].data).digest())

    def _events(self, document_id: str) -> list[str]:
        found = self._stack.client("dynamodb").query(
            TableName=_TABLE,
            KeyConditionExpression="subject = :subject",
            ExpressionAttributeValues={":subject": {"S": f"{self.id}#{document_id}"}},
            ConsistentRead=True,
        )["Items"]
        return [item["event"]["S"] for item in found]


def settle(stack: Stack, libraries: list[Library], *, seconds: float, sweep_every: float = 10.0) -> None:
    """Waits until every document is finished and found, or `seconds` have passed. Lets the sweep run as if time had
    passed, because leases and queues wait for minutes.
    """
    deadline, swept = time.monotonic() + seconds, time.monotonic()
    waiting = list(libraries)
    while waiting and time.monotonic() < deadline:
        waiting = [one for one in waiting if not one.is_settled()]
        if waiting and time.monotonic() - swept > sweep_every:
            sweep_later(stack)
            swept = time.monotonic()
        time.sleep(0.3)
