"""Requests of docloft-upload: repeated while the service is busy, and signed in again when a token has expired."""

import json
import urllib.error
from email.message import Message
from io import BytesIO

import pytest

import docloft_upload
from docloft_upload import (
    NoAccessError,
    Response,
    UploadError,
    open_url,
    upload,
)
from packages.uploader.tests.service import written


def signed_in(monkeypatch, exchanged):
    """A client that is signed in; `exchanged` records what is requested at the token endpoint."""

    def exchange(_url, form):
        exchanged.append(form["refresh_token"])
        if len(exchanged) > 2:
            raise NoAccessError("The sign-in has expired.")
        return {"id_token": f"token-{len(exchanged)}", "refresh_token": f"refresh-{len(exchanged)}"}

    monkeypatch.setattr(docloft_upload, "exchange", exchange)
    client = object.__new__(docloft_upload.Client)
    tokens = {"id_token": "token-0", "refresh_token": "refresh-0"}
    client.credentials = docloft_upload.SignIn("http://pool", "client", tokens)
    client.api_url, client._library, client.may_read = "http://api", {}, True
    return client


def test_token_that_was_refused_is_replaced_once_and_each_refresh_token_used_once(monkeypatch):
    accepted = {"Bearer token-1"}
    exchanged: list[str] = []
    client = signed_in(monkeypatch, exchanged)
    monkeypatch.setattr(
        docloft_upload,
        "open_url",
        lambda _url, _data, _method, headers: Response(200 if headers["Authorization"] in accepted else 401, None),
    )

    assert client.request("GET", "/v1/me").status == 200
    accepted.clear()
    assert client.request("GET", "/v1/me").status == 401
    assert exchanged == ["refresh-0", "refresh-1"]


def test_expired_sign_in_is_not_a_refusal_of_a_file(monkeypatch, tmp_path, journal):
    client = signed_in(monkeypatch, ["", ""])
    client.credentials.since -= docloft_upload.TOKEN_SECONDS + 1
    path = written(tmp_path)

    with pytest.raises(NoAccessError):
        upload(client, path, journal)
    assert journal.entry(str(path)) == {}


class Web:
    """Responses of urlopen, one after the other."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.pauses = []

    def open(self, _request, timeout):
        assert timeout
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class Fine(BytesIO):
    status = 200


def refused(status, body=b"{}", **headers):
    fields = Message()
    for name, value in headers.items():
        fields[name.replace("_", "-")] = value
    return urllib.error.HTTPError("http://api", status, "", fields, BytesIO(body))


@pytest.fixture
def web(monkeypatch):
    web = Web()
    monkeypatch.setattr(docloft_upload.urllib.request, "urlopen", web.open)
    monkeypatch.setattr(docloft_upload.time, "sleep", web.pauses.append)
    monkeypatch.setattr(docloft_upload.random, "uniform", lambda low, _high: low)
    return web


def test_busy_service_is_tried_again_when_it_says(web):
    web.outcomes = [refused(429, Retry_After="7"), urllib.error.URLError("no route"), Fine(b'{"a": 1}')]

    assert open_url("http://api", None, "GET", {}).body == {"a": 1}
    assert web.pauses == [7, 1]


def test_refusal_is_returned_at_once(web):
    web.outcomes = [refused(409, json.dumps({"detail": "No."}).encode())]

    assert open_url("http://api", None, "GET", {}) == Response(409, {"detail": "No."})


def test_unreachable_service_is_named_after_the_last_attempt(web):
    web.outcomes = [OSError("refused")] * docloft_upload.ATTEMPTS

    with pytest.raises(UploadError, match=r"api\.example could not be reached"):
        open_url("http://api.example/v1", None, "GET", {})
    assert len(web.pauses) == docloft_upload.ATTEMPTS - 1
    assert max(web.pauses) <= docloft_upload.LONGEST_PAUSE


def test_body_is_made_again_for_each_attempt(web):
    made = []
    web.outcomes = [refused(503), Fine(b"")]

    def body():
        made.append(1)
        return iter([b"x"])

    open_url("http://bucket", body, "POST", {"Content-Length": "1"})

    assert len(made) == 2


def test_address_of_another_site_is_refused(web, tmp_path, capsys):
    web.outcomes = [Fine(b"<html>")]

    assert docloft_upload.main(["papers.example.org", str(written(tmp_path))]) == 1
    assert "https://papers.example.org is not the address of a Docloft site." in capsys.readouterr().err
