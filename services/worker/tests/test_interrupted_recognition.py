"""Each page of a scan is recognised once, whatever is killed, lost, delivered twice or at the same moment."""

from typing import Any

import pytest

from docloft import commands
from docloft.commands import Command, registry
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
from docloft_worker import recognised_text, recognising
from services.worker.tests.documents import read_command, reload
from services.worker.tests.recognised_scans import Killed, deliver, expire_lease, progress, read, waiting, words_of
from tests.fixtures import LIBRARY, sent_commands

pytestmark = pytest.mark.usefixtures("cloud")


def test_commands_delivered_twice_and_out_of_order_recognise_each_page_once(ocr, scan):
    document = scan(20)
    read(document)
    bodies = waiting()

    assert deliver(*bodies[::-1], *bodies) == []
    deliver(read_command(document))

    assert ocr.recognised == list(range(20))
    assert progress(document) == (State.READY, 20, 20)
    assert waiting() == []


def test_two_workers_that_finish_at_the_same_moment_lose_no_page(ocr, scan):
    document = scan(16)
    read(document)
    first, second = waiting()
    delivered: list[Any] = []

    def meanwhile(pages):
        # While the first worker recognises its last pages, the second one does all of its work.
        if pages == [6, 7] and not delivered:
            delivered.append(deliver(second))

    ocr.before = meanwhile
    assert deliver(first) == []

    assert delivered == [[]]
    assert {f"page{number}" for number in range(16)} <= set(words_of(document))
    assert progress(document) == (State.READY, 16, 16)


def test_last_text_has_the_pages_that_another_worker_finished_while_it_was_written(ocr, scan, monkeypatch):
    document = scan(16)
    read(document)
    first, second = waiting()
    write_text = recognised_text.write_text

    def slowly(one):
        text = write_text(one)
        monkeypatch.setattr(recognised_text, "write_text", write_text)
        assert deliver(second) == []
        return text

    monkeypatch.setattr(recognised_text, "write_text", slowly)

    assert deliver(first) == []

    assert {f"page{number}" for number in range(16)} <= set(words_of(document))
    assert progress(document) == (State.READY, 16, 16)


def test_killed_worker_continues_without_recognising_finished_pages_again(ocr, scan):
    document = scan(40)
    read(document)
    first, *others = waiting()
    ocr.killed_before = {6}
    with pytest.raises(Killed):
        deliver(first)
    assert progress(document) == (State.READY, 6, 40)
    deliver(*others)

    assert deliver(first) == []

    assert ocr.recognised == list(range(40))
    assert progress(document) == (State.READY, 40, 40)


def test_pages_of_a_lost_command_are_requested_again(ocr, scan):
    document = scan(20)
    read(document)
    _lost, *others = waiting()
    deliver(*others)

    deliver(commands.encode(Command(registry.RECOGNISE, LIBRARY, document.document_id)))
    deliver(*waiting())

    assert ocr.recognised == list(range(20))
    assert progress(document) == (State.READY, 20, 20)
    assert reload(document).due_at is None


def test_worker_killed_while_it_stores_pages_does_not_recognise_them_again(ocr, scan, monkeypatch):
    document = scan(20)
    read(document)
    first, *_ = waiting()

    def killed(*_):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(recognising, "record", killed)
        with pytest.raises(Killed):
            deliver(first)
    assert progress(document) == (State.READY, 0, 20)

    assert deliver(first) == []

    assert ocr.recognised == list(range(8))
    assert progress(document) == (State.READY, 8, 20)


def test_photo_whose_recognition_killed_the_worker_is_ready_without_it(ocr, scan):
    document = scan(1)
    ocr.killed_before = {0}
    with pytest.raises(Killed):
        read(document)
    expire_lease(document)

    read(document)

    assert progress(document) == (State.READY, 0, 1)
    assert [one.pages for one in sent_commands()] == [(0, 0)]


def test_page_that_crashes_the_child_is_lost_and_the_others_are_not(ocr, scan):
    document = scan(8)
    ocr.deadly = {3}
    read(document)

    assert deliver(*waiting()) == []

    assert progress(document) == (State.READY, 8, 8)
    assert reload(document).partial == [Gap.PAGES_LOST]
    assert {f"page{number}" for number in (0, 1, 2, 4, 5, 6, 7)} <= set(words_of(document))
    assert "page3" not in words_of(document)


def test_command_that_runs_out_of_time_is_delivered_again_with_what_is_left(ocr, scan):
    document = scan(8)
    read(document)
    [command] = waiting()

    # There is time for the first call only: a call may take 100 s, and 50 s are held in reserve.
    assert len(deliver(command, seconds=105)) == 1

    assert ocr.calls == []
    assert deliver(command) == []
    assert progress(document) == (State.READY, 8, 8)
