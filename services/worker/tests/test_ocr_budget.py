"""The pages that a library may have recognised in a day: the others are parked, and each is charged once."""

import pytest

from docloft import commands
from docloft.commands import Command, registry
from docloft.lifecycle import changes, ocr_budget, ocr_progress
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
from docloft_worker import reading
from services.worker.tests.documents import reload
from services.worker.tests.recognised_scans import (
    Killed,
    deliver,
    expire_lease,
    progress,
    read,
    waiting,
)
from tests.fixtures import LIBRARY

pytestmark = pytest.mark.usefixtures("cloud")


def test_pages_beyond_the_budget_are_parked_until_someone_continues(ocr, scan, monkeypatch):
    monkeypatch.setattr(reading, "settings", lambda: type("Settings", (), {"ocr_pages_a_day": 10}))
    document = scan(30)
    read(document)
    deliver(*waiting())

    after = reload(document)
    assert (after.ocr_pages_done, after.ocr_pages_total, after.ocr_parked) == (10, 10, "10-29")
    assert (after.partial, after.ocr_pending, after.due_at) == ([Gap.OCR_PARKED], None, None)
    another = scan(1)
    read(another)
    assert (reload(another).ocr_parked, reload(another).ocr_pages_total) == ("0", None)

    changes.amend(LIBRARY, document.document_id, ocr_progress.released, actor="user:ada")
    deliver(commands.encode(Command(registry.RECOGNISE, LIBRARY, document.document_id)))
    deliver(*waiting())

    after = reload(document)
    assert progress(document) == (State.READY, 30, 30)
    assert (after.partial, after.ocr_parked) == ([], None)
    assert ocr.recognised == list(range(30))


def test_pages_are_charged_once_however_often_a_document_is_read(ocr, scan, monkeypatch):
    monkeypatch.setattr(reading, "settings", lambda: type("Settings", (), {"ocr_pages_a_day": 30}))
    document = scan(30)

    def killed(*_args, **_options):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(reading.leases, "close", killed)
        with pytest.raises(Killed):
            read(document)
    expire_lease(document)
    read(document)

    assert (reload(document).ocr_pending, reload(document).ocr_parked) == ("0-29", None)
    another = scan(1)
    read(another)
    assert reload(another).ocr_parked == "0"


def test_budget_is_full_again_on_the_next_day(monkeypatch):
    taken = [ocr_budget.take(LIBRARY, document, range(6), limit=10) for document in "abc"]
    assert taken == [set(range(6)), set(range(4)), set()]

    monkeypatch.setattr(ocr_budget, "timestamp", lambda: "2099-01-02T00:00:00.000Z")

    assert ocr_budget.take(LIBRARY, "d", range(60), limit=10) == set(range(10))
    assert ocr_budget.take(LIBRARY, "a", range(8), limit=10) == set(range(6))


def test_pages_taken_at_the_same_moment_are_counted_once_each(monkeypatch):
    commit = ocr_budget.transactions.commit

    def late(*steps):
        monkeypatch.setattr(ocr_budget.transactions, "commit", commit)
        assert ocr_budget.take(LIBRARY, "b", range(6), limit=10) == set(range(6))
        return commit(*steps)

    monkeypatch.setattr(ocr_budget.transactions, "commit", late)

    assert ocr_budget.take(LIBRARY, "a", range(6), limit=10) == set(range(4))
