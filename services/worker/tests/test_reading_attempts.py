"""The lease of a document that is being read, and when a reading that failed is tried again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from docloft import objects, reasons, texts
from docloft.clock import now, timestamp
from docloft.ids import content_id, first_id, new_id
from docloft.lifecycle.states import State
from docloft.sandbox import SandboxBrokenError
from docloft.tables.documents import Document
from docloft_worker import leases, reading
from services.worker.tests.documents import PAST, events_of, received, reload
from services.worker.tests.read_documents import amend, read
from tests.recording import recording

pytestmark = pytest.mark.usefixtures("cloud")


def test_document_with_a_valid_lease_is_not_read():
    until = timestamp(now() + leases.LEASE)
    document = received(b"words", state=State.WORKING, lease_token="other", lease_until=until)

    assert read(document) == "held"
    assert reload(document).lease_token == "other"


def test_expired_lease_is_taken_over():
    document = received(b"words", state=State.WORKING, lease_token="dead", lease_until=PAST, attempts=1)

    assert read(document) == "ready"


def test_document_stays_due_while_it_is_read(monkeypatch):
    document = received(b"words")
    seen: list[Any] = []
    nothing = reading.Content(texts.Text(()), 1)
    monkeypatch.setattr(reading, "_content", recording(seen, lambda *_: nothing, lambda *_: reload(document)))

    read(document)

    assert seen[0].state == State.WORKING
    assert seen[0].due_at == seen[0].lease_until
    assert datetime.fromisoformat(seen[0].lease_until) > now()


def test_worker_whose_lease_expired_cannot_write(monkeypatch):
    document = received(b"words")
    read_file = reading.read_file

    def overtaken(*arguments):
        monkeypatch.setattr(reading, "read_file", read_file)
        amend(document, "clock", lease_until=PAST)
        assert read(document) == "ready"
        return {"pages": ["stale"], "total": 7, "truncated": False}

    monkeypatch.setattr(reading, "read_file", overtaken)

    assert read(document) == "lease_lost"
    assert reload(document).pages == 1
    assert events_of(document).count("ready") == 1


def test_document_that_killed_four_workers_fails():
    document = received(b"words", state=State.WORKING, lease_token="dead", lease_until=PAST, attempts=4)

    assert read(document) == "given_up"
    assert (reload(document).state, reload(document).reason) == (State.FAILED, reasons.GIVEN_UP)


@pytest.mark.parametrize(
    "failure",
    [
        ClientError({"Error": {"Code": "SlowDown"}}, "GetObject"),
        ReadTimeoutError(endpoint_url="https://s3"),
        TypeError("an error of the program"),
        SandboxBrokenError("no module"),
        MemoryError(),
        OSError(28, "no space"),
    ],
    ids=lambda failure: type(failure).__name__,
)
@pytest.mark.parametrize("where", ["download", "write"])
def test_failure_that_the_document_did_not_cause_never_counts_as_an_attempt(monkeypatch, where, failure):
    document = received(b"words")

    def fail(*_arguments, **_options):
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(objects, where, fail)
        for _ in range(leases.MAX_ATTEMPTS + 1):
            with pytest.raises(type(failure)):
                read(document)

    assert reload(document).state == State.WORKING
    assert reload(document).due_at is not None
    assert reload(document).attempts == 0
    assert read(document) == "ready"


@pytest.mark.parametrize(
    ("age", "retry"),
    [
        (timedelta(minutes=1), timedelta(minutes=10)),
        (timedelta(hours=6), timedelta(hours=1)),
        (timedelta(days=400), timedelta(hours=6)),
    ],
)
def test_document_that_always_fails_is_retried_more_and_more_rarely(monkeypatch, age, retry):
    document = received(b"words", document_id=first_id(now() - age))
    monkeypatch.setattr(reading.language, "detect", lambda _pages: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        read(document)

    assert datetime.fromisoformat(reload(document).due_at) - now() == pytest.approx(retry, abs=timedelta(minutes=1))


def test_imported_document_is_retried_as_soon_as_a_new_document(monkeypatch):
    document = received(b"words")
    amend(document, "imported", created_at=timestamp(now() - timedelta(days=400)))
    monkeypatch.setattr(reading.language, "detect", lambda _pages: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        read(document)

    due_in = datetime.fromisoformat(reload(document).due_at) - now()
    assert due_in == pytest.approx(timedelta(minutes=10), abs=timedelta(minutes=1))


def test_new_version_of_an_old_document_is_retried_as_soon_as_a_new_document(monkeypatch):
    document = received(b"words", document_id=first_id(now() - timedelta(days=400)))
    version = new_id()
    objects.write(
        objects.original_key(document.library_id, content_id(document.document_id, version)), b"words", "text/plain"
    )
    amend(document, "clock", file_id=version, file_at=timestamp())
    monkeypatch.setattr(reading.language, "detect", lambda _pages: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        read(document)

    due_in = datetime.fromisoformat(reload(document).due_at) - now()
    assert due_in == pytest.approx(timedelta(minutes=10), abs=timedelta(minutes=1))


def test_fault_that_lasts_costs_few_attempts():
    # Given a document that fails at each attempt, and a sweep that comes at once
    age, days = timedelta(), []
    while age < timedelta(days=3):
        days.append(age.days)
        age += leases._retry_of(Document("library", first_id(now() - age)))

    assert [days.count(day) for day in range(3)] == [27, 5, 4]
