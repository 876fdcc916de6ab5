"""What fell between is found, and only that."""

from datetime import UTC, datetime, timedelta

import pytest

from docloft import objects, tables
from docloft.documents.states import State
from docloft.identity import timestamp
from docloft.tables.documents import Document
from docloft_storage import receiving, sweeping
from services.storage.tests.conftest import announced, key_of, now_of, put, sweep
from tests.fixtures import LIBRARY, make_document, sent_commands


def ago(**time):
    return timestamp(datetime.now(UTC) - timedelta(**time))


def set_values(document, **values):
    now_of(document).update(actions=[getattr(Document, name).set(value) for name, value in values.items()])


def overdue(state=State.AWAITING_UPLOAD, *, document=None, **values):
    made = document or make_document(state)
    set_values(made, due_at=ago(minutes=1), **values)
    return made


def test_upload_whose_event_was_lost_is_adopted(cloud):
    document = overdue(document=announced(b"Lost on the way."))
    put(document, b"Lost on the way.")

    assert sweep() == {"adopted": 1}

    assert now_of(document).state == State.RECEIVED
    assert [line.actor for line in tables.history.list_events(LIBRARY, document.document_id)] == [
        "test",
        "sweep",
        "sweep",
    ]
    assert now_of(document).attempts == 0


class Killed(BaseException):
    """What ends a process ends no process here."""


def test_upload_that_ends_every_sweep_is_given_up_and_keeps_no_other_waiting(cloud, monkeypatch):
    # Given an upload that ends the process that looks at it, before one that does not
    deadly, fine = (overdue(document=announced(content)) for content in (b"Deadly.", b"Fine."))
    put(deadly, b"Deadly.")
    put(fine, b"Fine.")
    look = receiving._look

    def look_and_die(path, thumbnail):
        if path.read_bytes() == b"Deadly.":
            raise Killed
        return look(path, thumbnail)

    monkeypatch.setattr(receiving, "_look", look_and_die)
    monkeypatch.setattr(sweeping.states, "due_shards", lambda: ["all"])
    monkeypatch.setattr(tables.documents, "list_due", lambda *_: [one for one in (deadly, fine) if is_due(one)])

    # When sweep after sweep comes
    with pytest.raises(Killed):
        sweep()
    assert sweep() == {"adopted": 1}
    for _ in range(3):
        set_values(deadly, due_at=ago(minutes=1))
        with pytest.raises(Killed):
            sweep()
    set_values(deadly, due_at=ago(minutes=1))

    # Then it is not tried for ever
    assert sweep() == {"expired": 1}
    assert (now_of(deadly).state, now_of(deadly).reason) == (State.REJECTED, sweeping.UNTAKEABLE)
    assert now_of(fine).state == State.RECEIVED


def is_due(document):
    return now_of(document).due_at is not None and now_of(document).due_at <= timestamp()


def test_trouble_with_s3_does_not_use_up_the_attempts_of_an_upload(cloud, monkeypatch):
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
    assert now_of(document).state == State.RECEIVED


def test_upload_that_is_not_there_yet_is_waited_for(cloud):
    document = overdue()

    assert sweep() == {"left": 1}

    assert now_of(document).state == State.AWAITING_UPLOAD
    assert now_of(document).due_at > timestamp()


def test_upload_that_never_came_is_rejected_after_three_hours(cloud):
    document = overdue(created_at=ago(hours=3, minutes=1))

    assert sweep() == {"expired": 1}

    assert now_of(document).state == State.REJECTED
    assert now_of(document).reason == sweeping.NEVER_CAME


@pytest.mark.parametrize("state", [State.RECEIVED, State.WORKING])
def test_document_nobody_reads_is_put_on_the_queue_again(cloud, state):
    document = overdue(state)

    assert sweep() == {"requeued": 1}

    assert [command.document_id for command in sent_commands()] == [document.document_id]
    assert now_of(document).due_at > timestamp()
    assert now_of(document).state == state


def test_lease_that_still_runs_is_left_alone(cloud):
    make_document(State.WORKING)

    assert sweep() == {}
    assert sent_commands() == []


@pytest.mark.parametrize("state", [State.READY, State.FAILED, State.REJECTED])
def test_finished_document_is_left_alone(cloud, state):
    document = overdue(state)

    assert sweep() == {"left": 1}

    assert now_of(document).state == state
    assert sent_commands() == []


def test_document_deleted_since_the_index_was_read_is_left_alone(cloud, monkeypatch):
    document = overdue(State.RECEIVED)
    found = [now_of(document)]
    now_of(document).delete()
    monkeypatch.setattr(tables.documents, "list_due", lambda shard, *_: found if shard == "due#0" else [])

    assert sweep() == {"left": 1}


def test_trouble_with_one_document_does_not_keep_the_others_waiting(cloud, monkeypatch):
    troubled, fine = overdue(), overdue(State.RECEIVED)
    head = objects.head

    def failing(key):
        if key == key_of(troubled):
            raise TimeoutError
        return head(key)

    monkeypatch.setattr(objects, "head", failing)

    with pytest.raises(ExceptionGroup) as trouble:
        sweep()

    assert [type(error) for error in trouble.value.exceptions] == [TimeoutError]
    assert [command.document_id for command in sent_commands()] == [fine.document_id]


def test_more_than_one_page_is_swept_to_the_end(cloud, monkeypatch):
    monkeypatch.setattr(sweeping, "_PAGE", 2)
    documents = [overdue(State.RECEIVED) for _ in range(15)]

    assert sweep() == {"requeued": 15}

    assert {command.document_id for command in sent_commands()} == {document.document_id for document in documents}


def test_sweep_without_time_leaves_the_rest_for_the_next(cloud):
    overdue(State.RECEIVED)

    assert sweep(milliseconds=1000) == {}
    assert sweep() == {"requeued": 1}
