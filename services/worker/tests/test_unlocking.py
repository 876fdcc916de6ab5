"""Locked documents that are read with the password their owner types."""

import json
import time
from io import StringIO

import pytest
from aws_lambda_powertools import Logger

from docloft import objects, texts
from docloft.documents.states import State
from docloft_worker import handler, reading
from services.worker.tests import originals
from services.worker.tests.documents import Context, received, reload
from tests.fixtures import LIBRARY

pytestmark = pytest.mark.usefixtures("cloud")

PASSWORD = "s3cret-wörd"


@pytest.fixture
def locked():
    """A locked PDF that has been read without its password."""
    body = originals.pdf("zebrawood", owner_password="o", user_password=PASSWORD)
    document = received(body, media_type="application/pdf")
    reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)
    assert (reload(document).state, reload(document).reason_code) == (State.FAILED, "locked")
    return document


def unlock(document, password):
    request = {
        "library_id": LIBRARY,
        "document_id": document.document_id,
        "password": password,
        "correlation_id": "browser-0123456789",
    }
    return handler.work({"unlock": request}, Context())["outcome"]


def test_locked_pdf_is_read_with_its_password_and_its_original_stays_locked(locked):
    before = objects.read(objects.original_key(LIBRARY, locked.document_id))

    assert unlock(locked, PASSWORD) == "ready"

    after = reload(locked)
    assert (after.state, after.has_text, after.reason_code, after.attention_at) == (State.READY, True, None, None)
    assert texts.load(LIBRARY, locked.document_id).pages == ("zebrawood",)
    assert objects.read(objects.original_key(LIBRARY, locked.document_id)) == before


def test_wrong_password_leaves_the_document_waiting(locked):
    assert unlock(locked, "another") == "failed"

    after = reload(locked)
    assert (after.state, after.reason_code, after.lease_token) == (State.FAILED, "wrong_password", None)
    assert unlock(locked, PASSWORD) == "ready"


def test_document_that_is_not_locked_is_left_as_it_is():
    document = received(b"words", state=State.READY)

    assert unlock(document, PASSWORD) == "already_done"


@pytest.mark.parametrize("password", [PASSWORD, "s3cret-wrong"], ids=["right", "wrong"])
def test_password_is_neither_logged_nor_stored(locked, monkeypatch, capsys, request, password):
    log = StringIO()
    monkeypatch.setattr(handler, "logger", Logger(service=request.node.name, stream=log))

    unlock(locked, password)

    written = log.getvalue() + "".join(capsys.readouterr()) + json.dumps(reload(locked).serialize(), default=str)
    assert "unlock" in written
    assert "s3cret" not in written


def test_error_while_unlocking_leaves_the_document_to_the_sweep(locked, monkeypatch):
    def fail(*_, **__):
        raise OSError(PASSWORD)

    monkeypatch.setattr(objects, "download", fail)

    assert unlock(locked, PASSWORD) == "error"
    assert reload(locked).due_at is not None
