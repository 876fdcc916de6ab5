"""A client of the public API, as a script or a scanner would use it. Uses no internals."""

import hashlib
import time
from base64 import b64encode
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

FINAL = {"ready", "failed", "rejected"}
_SIGNED_IN_SECONDS = 240
"""ID tokens are valid for five minutes (services/api/resources/auth-cognito.yml)."""
_TIMEOUT_SECONDS = 120
"""The gateway of AWS waits 29 s at most. The emulator waits longer, while a busy machine starts many functions."""
_BUSY_SECONDS = 60
"""How long creating a document is tried while the server is too busy for it."""


_PATIENT = Retry(
    total=5,
    read=2,
    status_forcelist=(503,),
    allowed_methods=("GET",),
    backoff_factor=1,
    respect_retry_after_header=True,
    raise_on_status=False,
)
"""Reads are repeated while the server is too busy for them, as the API asks its clients to do (Retry-After)."""


def attempts(seconds: float) -> Iterator[None]:
    """Yields for each attempt of something that succeeds later: at once, then after pauses of a tenth of the time that
    has passed, between 0.1 and 1 s, and for the last time when `seconds` have passed. On a small machine, each attempt
    takes processor time from what it waits for.
    """
    started = time.monotonic()
    while (passed := time.monotonic() - started) < seconds:
        yield
        time.sleep(min(max(passed / 10, 0.1), 1, seconds - passed))
    yield


class Client:
    """A client that is signed in by password, which only the local stage allows; as the demo user unless an email is
    given. On a stage for one owner, it uses the owner's key. Methods return parsed JSON and raise requests.HTTPError;
    `request` returns the response.
    """

    def __init__(self, outputs: dict[str, Any], email: str | None = None, password: str | None = None) -> None:
        self.api_url = outputs["api_url"]
        self.session = requests.Session()
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=_PATIENT))
        self.tokens: dict[str, Any] = {}
        if outputs["auth"] == "api_key":
            self.session.headers["x-api-key"] = outputs["owner_key"]
            return
        self.email = email or outputs["demo_user"]["email"]
        self.password = password or outputs["demo_user"]["password"]
        self._endpoint_url = outputs["endpoint_url"]
        self._client_id = outputs["client_id"]
        self._sign_in()

    def _sign_in(self) -> None:
        response = requests.post(
            self._endpoint_url,
            headers={
                "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
                "Content-Type": "application/x-amz-json-1.1",
            },
            json={
                "AuthFlow": "USER_PASSWORD_AUTH",
                "ClientId": self._client_id,
                "AuthParameters": {"USERNAME": self.email, "PASSWORD": self.password},
            },
            timeout=30,
        )
        response.raise_for_status()
        self.tokens = response.json()["AuthenticationResult"]
        self.session.headers["Authorization"] = f"Bearer {self.tokens['IdToken']}"
        self._signed_in_at = time.monotonic()

    @property
    def id_token(self) -> str:
        return str(self.tokens["IdToken"])

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        if self.tokens and time.monotonic() - self._signed_in_at > _SIGNED_IN_SECONDS:
            self._sign_in()
        return self.session.request(method, self.api_url + path, timeout=_TIMEOUT_SECONDS, **options)

    def get(self, path: str, **query: Any) -> Any:
        response = self.request("GET", path, params=query)
        response.raise_for_status()
        return response.json()

    def create(self, name: str, content: bytes, media_type: str = "application/octet-stream") -> Any:
        """Announces a file, again while the server is too busy; the Idempotency-Key keeps it one document."""
        announcement = self.announcement(name, content, media_type)
        key = {"Idempotency-Key": uuid4().hex}
        for _ in attempts(_BUSY_SECONDS):
            response = self.request("POST", "/v1/documents", json=announcement, headers=key)
            if response.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                break
        response.raise_for_status()
        return response.json()

    @staticmethod
    def announcement(name: str, content: bytes, media_type: str) -> dict[str, Any]:
        """The body that announces a file."""
        return {
            "file_name": name,
            "media_type": media_type,
            "size": len(content),
            "checksum_sha256": b64encode(hashlib.sha256(content).digest()).decode(),
        }

    def send(self, upload: dict[str, Any], content: bytes) -> requests.Response:
        """Sends the presigned POST: every field first, the file last."""
        parts: list[tuple[str, Any]] = [(name, (None, value)) for name, value in upload["fields"].items()]
        return requests.post(upload["url"], files=[*parts, ("file", ("file", content))], timeout=60)

    def drop(self, name: str, content: bytes, media_type: str = "application/octet-stream") -> str:
        """Creates and uploads a document and returns its id without waiting."""
        created = self.create(name, content, media_type)
        if created["upload"] is not None:
            response = self.send(created["upload"], content)
            response.raise_for_status()
        return str(created["document"]["id"])

    def make_drop_key(self, name: str) -> Any:
        """`{"drop_key": {...}, "key": "<value>"}`: the value is in this response only."""
        response = self.request("POST", "/v1/drop-keys", json={"name": name})
        response.raise_for_status()
        return response.json()

    def wait(self, document_id: str, seconds: float = 300) -> Any:
        """The document, once its state is final. Raises TimeoutError."""
        document = {}
        for _ in attempts(seconds):
            document = self.get(f"/v1/documents/{document_id}")
            if document["state"] in FINAL:
                return document
        raise TimeoutError(f"Still {document['state']} after {seconds} s")

    def find(self, words: str, document_id: str | None = None, seconds: float = 120) -> Any:
        """The hit for this document, or the first of any, once search finds it. Raises TimeoutError."""
        for _ in attempts(seconds):
            for hit in self.get("/v1/search", q=words, limit=50)["hits"]:
                if document_id in (None, hit["document"]["id"]):
                    return hit
        raise TimeoutError(f"Not found after {seconds} s: {words}")
