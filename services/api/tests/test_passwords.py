"""The password of a locked document: it is passed on to the function that reads it, and kept nowhere."""

import json
from io import BytesIO

import pytest
from botocore.exceptions import ReadTimeoutError

from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
from docloft.reasons import (
    LOCKED,
    TOO_SLOW,
    WRONG_PASSWORD,
)
from docloft_api.features.document_remedies import work_function
from services.api.tests.needing_attention import changed, failed, remedies_of
from tests.fixtures import make_document


def test_unlocked_scan_with_pages_left_offers_the_password_and_no_retry(call):
    document = changed(make_document(State.READY), {"partial": [Gap.OCR_LOCKED]})

    assert remedies_of(call, document) == ["password", "keep", "delete"]


def test_locked_document_that_is_kept_can_still_get_its_password(call, monkeypatch):
    document = failed(LOCKED)
    call("POST", f"/v1/documents/{document.document_id}/keep")
    assert call("GET", f"/v1/documents/{document.document_id}").json["remedies"] == ["password"]
    work = Work(monkeypatch, document, {"state": State.READY, "reason_code": None, "kept": None})

    assert unlock(call, document).json["remedies"] == []
    assert work.requests


def test_wrong_password_for_a_document_that_is_kept_leaves_it_kept(call, monkeypatch):
    document = failed(LOCKED)
    call("POST", f"/v1/documents/{document.document_id}/keep")
    Work(monkeypatch, document, {"state": State.READY, **WRONG_PASSWORD.attributes})

    assert unlock(call, document).code == "invalid-request"
    assert call("GET", f"/v1/documents/{document.document_id}").json["remedies"] == ["password"]


class Work:
    """The work function as Lambda's API offers it: each invocation changes the document as given."""

    def __init__(self, monkeypatch, document, values):
        self.document, self.values, self.requests = document, values, []
        monkeypatch.setattr(work_function, "client", lambda: self)

    def invoke(self, *, FunctionName, Payload):  # noqa: N803 - Lambda's own names
        assert FunctionName == "docloft-test-work"
        self.requests.append(json.loads(Payload))
        changed(self.document, {"state": State.WORKING})
        if self.values is None:
            raise ReadTimeoutError(endpoint_url="https://lambda")
        changed(self.document, self.values)
        return {"Payload": BytesIO(json.dumps({"outcome": self.values["state"]}).encode())}


def unlock(call, document):
    return call("POST", f"/v1/documents/{document.document_id}/password", body={"password": "s3cret-word"})


def test_locked_document_is_read_with_its_password(call, monkeypatch):
    document = failed(LOCKED)
    work = Work(monkeypatch, document, {"state": State.READY, "reason_code": None, "has_text": True})

    reply = unlock(call, document)

    assert (reply.json["state"], reply.json["attention"]) == ("ready", None)
    [request] = work.requests
    assert request["unlock"]["password"] == "s3cret-word"
    assert request["unlock"]["document_id"] == document.document_id


def test_wrong_password_is_refused_and_the_document_waits_again(call, monkeypatch):
    document = failed(LOCKED)
    Work(monkeypatch, document, {"state": State.FAILED, **WRONG_PASSWORD.attributes})

    reply = unlock(call, document)

    assert (reply.code, reply.json["errors"][0]["pointer"]) == ("invalid-request", "/password")
    assert remedies_of(call, document) == ["password", "keep", "delete"]


@pytest.mark.parametrize("reason", [LOCKED, WRONG_PASSWORD])
def test_document_that_takes_long_to_read_is_returned_as_it_is(call, monkeypatch, reason):
    document = failed(reason)
    Work(monkeypatch, document, None)

    assert unlock(call, document).json["state"] == "working"


@pytest.mark.parametrize(
    "response",
    [
        {"Payload": BytesIO(b'{"outcome": "error"}')},
        {"FunctionError": "Unhandled", "Payload": BytesIO(b'{"errorType": "Sandbox.Timedout"}')},
    ],
)
def test_work_function_that_fails_is_reported(call, monkeypatch, response):
    document = failed(LOCKED)
    work = Work(monkeypatch, document, None)
    monkeypatch.setattr(work, "invoke", lambda **_: response)

    assert unlock(call, document).code == "try-again"


def test_document_that_is_not_locked_takes_no_password(call, monkeypatch):
    document = failed(TOO_SLOW)
    work = Work(monkeypatch, document, None)

    assert unlock(call, document).code == "conflict"
    assert work.requests == []


def test_password_is_not_logged(call, monkeypatch, capsys):
    document = failed(LOCKED)
    Work(monkeypatch, document, {"state": State.READY, "reason_code": None})

    unlock(call, document)

    assert "s3cret-word" not in "".join(capsys.readouterr())
