"""Scripts that run for longer than an ID token is valid stay signed in."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter

from tests.recording import recording
from tools import api_client
from tools.api_client import Client

OUTPUTS = {"auth": "cognito", "api_url": "http://api", "endpoint_url": "http://pool", "client_id": "client"}


class Response:
    def __init__(self, body):
        self.body = body

    def json(self):
        return self.body

    def raise_for_status(self):
        pass


def test_client_signs_in_again_before_its_token_expires(monkeypatch):
    moments, signed_in = [0.0], []
    sent: list[Any] = []

    def sign_in(*_, **__):
        signed_in.append(moments[0])
        return Response({"AuthenticationResult": {"IdToken": f"token-{len(signed_in)}"}})

    monkeypatch.setattr(api_client.time, "monotonic", lambda: moments[0])
    monkeypatch.setattr(requests, "post", sign_in)
    monkeypatch.setattr(
        requests.Session,
        "request",
        recording(sent, lambda *_, **__: Response({}), lambda session, *_, **__: session.headers["Authorization"]),
    )
    client = Client(OUTPUTS, "ada@example.org", "secret")

    for moment in (1.0, 240.0, 241.0, 299.0):
        moments[0] = moment
        client.request("GET", "/v1/me")

    assert sent == ["Bearer token-1", "Bearer token-1", "Bearer token-2", "Bearer token-2"]
    assert signed_in == [0.0, 241.0]


def test_only_reads_are_repeated_while_the_server_is_busy():
    client = Client({"auth": "api_key", "api_url": "http://api", "owner_key": "key"})
    adapter = client.session.get_adapter("http://api/v1/documents")
    assert isinstance(adapter, HTTPAdapter)
    retries = adapter.max_retries

    assert retries.is_retry("GET", 503)
    assert not retries.is_retry("POST", 503)
    assert not retries.is_retry("GET", 500)
