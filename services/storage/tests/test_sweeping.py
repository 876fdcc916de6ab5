"""The sweeper recovers stuck documents and leaves all others alone."""

from datetime import UTC, datetime, timedelta

import pytest

from docloft import objects, reasons, tables
from docloft.clock import timestamp
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft_storage import inspection, sweeping
from services.storage.tests.conftest import announced, key_of, put, reload, sweep
from tests.fixtures import LIBRARY, make_document, sent_commands


def ago(**time):
    return timestamp(datetime.now(UTC) - timedelta(**time))


def set_values(document, **values):
    reload(document).update(actions=[getattr(Document, name).set(value) for name, value in values.items()])


def overdue(state=State.AWAITING_UPLOAD, *, document=None, **values):
    made = document or make_document(state)
    set_values(made, due_at=ago(minutes=1), **values)
    return made


def test_upload_whose_event_was_lost_is_adopted(cloud):
    document = overdue(document=announced(b"Lost on the way."))
    put(document, b"Lost on the way.")

    assert sweep() == {"adopted": 1}

    assert reload(document).state == State.RECEIVED
    assert [line.actor for line in tables.history.list_events(LIBRARY, document.document_id)] == [
        "test",
        "sweep",
        "sweep",
    ]
    assert reload(document).attempts == 0


class Killed(BaseException):
    """Simulates that the process is killed."""


def test_upload_that_kills_every_sweep_is_rejected_and_does_not_block_others(cloud, monkeypatch):
    # Given an upload that kills the process that inspects it, followed by one that does not
    deadly, fine = (overdue(document=announced(content)) for content in (b"Deadly.", b"Fine."))
    put(deadly, b"Deadly.")
    put(fine, b"Fine.")
    inspect = inspection.inspect

    def inspect_or_die(path):
        if path.read_bytes() == b"Deadly.":
            raise Killed
        return inspect(path)

    monkeypatch.setattr(inspection, "inspect", inspect_or_die)
    monkeypatch.setattr(sweeping.states, "due_shards", lambda: ["all"])
    monkeypatch.setattr(tables.documents, "list_due", lambda *_: [one for one in (deadly, fine) if is_due(one)])

    # When the sweep runs again and again
    with pytest.raises(Killed):
        sweep()
    assert sweep() == {"adopted": 1}
    for _ in range(3):
        set_values(deadly, due_at=ago(minutes=1))
        with pytest.raises(Killed):
            sweep()
    set_values(deadly, due_at=ago(minutes=1))

    # Then the upload is finally rejected
    assert sweep() == {"expired": 1}
    assert (reload(deadly).state, reload(deadly).reason) == (State.REJECTED, reasons.ATTEMPTS_EXHAUSTED)
    assert reload(fine).state == State.RECEIVED


def is_due(document):
    return reload(document).due_at is not None and reload(document).due_at <= timestamp()


def test_errors_of_s3_do_not_count_as_attempts(cloud, monkeypatch):
    document = announced(b"Patience.")
    put(document, b"Patience.")
    with monkeypatch.context() as patch:
        patch.setattr(objects, "download", lambda *_: 1 / 0)
        for _ in range(6):
            overdue(document=document)
            with pytest.raises(ExceptionGroup):
                sweep()

    overdue(document=document)

    assert sweep() == {"adopted": 1}
    assert reload(document).state == State.RECEIVED


def test_upload_that_has_not_arrived_yet_is_checked_again_later(cloud):
    document = overdue()

    assert sweep() == {"left": 1}

    assert reload(document).state == State.AWAITING_UPLOAD
    assert reload(document).due_at > timestamp()


def test_upload_that_never_arrived_is_rejected_after_three_hours(cloud):
    document = overdue(created_at=ago(hours=3, minutes=1))

    assert sweep() == {"expired": 1}

    assert reload(document).state == State.REJECTED
    assert reload(document).reason == reasons.NEVER_CAME


@pytest.mark.parametrize("state", [State.RECEIVED, State.WORKING])
def test_document_that_no_worker_read_is_queued_again(cloud, state):
    document = overdue(state)

    assert sweep() == {"requeued": 1}

    assert [command.document_id for command in sent_commands()] == [document.document_id]
    assert reload(document).due_at > timestamp()
    assert reload(document).state == state


def test_document_with_a_valid_lease_is_left_alone(cloud):
    make_document(State.WORKING)

    assert sweep() == {}
    assert sent_commands() == []


@pytest.mark.parametrize("state", [State.READY, State.FAILED, State.REJECTED])
def test_finished_document_is_left_alone(cloud, state):
    document = overdue(state)

    assert sweep() == {"left": 1}

    assert reload(document).state == state
    assert sent_commands() == []


def test_document_deleted_since_the_index_was_read_is_left_alone(cloud, monkeypatch):
    document = overdue(State.RECEIVED)
    found = [reload(document)]
    reload(document).delete()
    monkeypatch.setattr(tables.documents, "list_due", lambda shard, *_: found if shard == "due#0" else [])

    assert sweep() == {"left": 1}


def test_error_with_one_document_does_not_block_the_others(cloud, monkeypatch):
    troubled, fine = overdue(), overdue(State.RECEIVED)
    head = objects.head

    def failing(key):
        if key == key_of(troubled):
            raise TimeoutError
        return head(key)

    monkeypatch.setattr(objects, "head", failing)

    with pytest.raises(ExceptionGroup) as raised:
        sweep()

    assert [type(error) for error in raised.value.exceptions] == [TimeoutError]
    assert [command.document_id for command in sent_commands()] == [fine.document_id]


def test_all_pages_of_overdue_documents_are_swept(cloud, monkeypatch):
    monkeypatch.setattr(sweeping, "_PAGE", 2)
    documents = [overdue(State.RECEIVED) for _ in range(15)]

    assert sweep() == {"requeued": 15}

    assert {command.document_id for command in sent_commands()} == {document.document_id for document in documents}


def test_sweep_that_runs_out_of_time_leaves_the_rest_for_the_next(cloud):
    overdue(State.RECEIVED)

    assert sweep(seconds=1) == {}
    assert sweep() == {"requeued": 1}


def test_pages_that_are_left_to_recognise_are_requested_again(cloud):
    document = overdue(State.READY, ocr_pages_total=40, ocr_pages_done=30, ocr_pending="7-16")

    assert sweep() == {"requeued": 1}

    [command] = sent_commands()
    assert (command.action.name, command.document_id) == ("recognise", document.document_id)
    after = reload(document)
    assert (after.state, after.attempts, after.ocr_pending) == (State.READY, 1, "7-16")
    assert after.due_at > timestamp()


def test_pages_that_no_worker_finishes_are_given_up(cloud):
    document = overdue(State.READY, ocr_pages_total=40, ocr_pages_done=30, ocr_pending="7-16", attempts=4)

    sweep()

    after = reload(document)
    assert (after.ocr_pending, after.due_at, after.ocr_pages_done) == (None, None, 40)
    assert after.partial == ["pages_lost"]
    assert sweep() == {}
