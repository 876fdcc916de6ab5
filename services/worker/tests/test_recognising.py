"""Pages that are pictures, from the command to the searchable text. Recognition itself is replaced: it finds a word
with the number of the page.
"""

import json

import boto3
import pytest

from docloft import commands, objects, ocr_languages, page_ranges, reasons, recognised_pages, tables, texts
from docloft.clock import timestamp
from docloft.commands import Command, registry
from docloft.documents import changes, ocr_budget, ocr_progress
from docloft.documents.changes import Change
from docloft.documents.gaps import Gap
from docloft.documents.states import State
from docloft.sandbox import ChildFailed
from docloft.settings import settings
from docloft_worker import handler, reading, recognised_text, recognising
from docloft_worker.actions import purge
from docloft_worker.ocr_engines import tesseract_engine
from services.worker.tests.documents import Context, events_of, read_command, received, reload, sqs_event
from tests.fixtures import LIBRARY, sent_commands

pytestmark = pytest.mark.usefixtures("cloud")


class Killed(BaseException):
    """Lambda stopped the process: no exception handler runs."""


class Recognition:
    """Replaces the child. `calls` are the pages of each call, `most` how many of them it finishes."""

    def __init__(self):
        self.calls = []
        self.most = 3
        self.deadly = set()
        self.killed_before = set()
        self.unreadable = set()
        self.before = lambda _pages: None

    def call(self, target, arguments, _shape):
        assert target == tesseract_engine.TARGET
        pages = arguments["pages"]
        self.before(pages)
        if pages[0] in self.killed_before:
            self.killed_before.clear()
            raise Killed
        self.calls.append(pages)
        if self.deadly & set(pages):
            raise ChildFailed("crash", reasons.CRASHED)
        return {"pages": [found(number, unreadable=number in self.unreadable) for number in pages[: self.most]]}

    def close(self):
        """Nothing runs."""

    @property
    def recognised(self):
        return sorted(page for pages in self.calls for page in pages[: self.most])


def found(number, *, unreadable=False):
    word = [1000, 2000, 3000, 400, f"page{number}"]
    shape = {"width": 800, "height": 1200, "angle": 0, "confidence": 91, "language": "eng"}
    shape["unreadable"] = unreadable
    return {"number": number, "text": f"page{number} words", "words": [word], **shape}


@pytest.fixture
def ocr(monkeypatch):
    """Portions have eight pages, so that a worker can be killed in the middle of one."""
    monkeypatch.setattr(ocr_progress, "PORTION", 8)
    one = Recognition()
    monkeypatch.setattr(tesseract_engine, "sandbox", one)
    return one


@pytest.fixture
def scan(monkeypatch):
    """Makes a document whose reader finds pages without text."""

    def make(pages, unread=None, texts_of=()):
        portion = {
            "pages": [*texts_of, *[""] * (pages - len(texts_of))],
            "total": pages,
            "truncated": False,
            "unread": list(range(len(texts_of), pages) if unread is None else unread),
        }
        monkeypatch.setattr(reading, "read_file", lambda *_: portion)
        monkeypatch.setattr(reading.expansion, "expand", lambda *_, **__: reading.Expansion())
        return received(b"%PDF-", "application/pdf")

    return make


def deliver(*bodies, seconds=300.0):
    return handler.work(sqs_event(*bodies), Context(seconds))["batchItemFailures"]


def read(document):
    assert deliver(read_command(document)) == []


def waiting():
    """Takes every command from the queue."""
    sqs = boto3.client("sqs", region_name="eu-central-1")
    bodies = []
    while messages := sqs.receive_message(QueueUrl=settings().work_queue_url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=settings().work_queue_url, ReceiptHandle=message["ReceiptHandle"])
    return sorted(bodies, key=lambda body: json.loads(body).get("pages", []))


def expire_lease(document):
    until = {"lease_until": "2026-01-01T00:00:00.000Z"}
    changes.amend(LIBRARY, document.document_id, lambda _: Change("aged", until), actor="test")


def progress(document):
    after = reload(document)
    return after.state, after.ocr_pages_done, after.ocr_pages_total


def words_of(document):
    text = texts.load(document.library_id, document.document_id)
    return " ".join(text.pages).split() if text else []


def test_photo_is_ready_with_its_words(ocr, scan):
    document = scan(1)

    read(document)

    after = reload(document)
    assert progress(document) == (State.READY, 1, 1)
    assert (after.has_text, after.ocr_pending, after.due_at, after.partial) == (True, None, None, [])
    assert words_of(document) == ["page0", "words"]
    assert sent_commands() == []
    assert ocr.calls == [[0]]


def test_words_are_stored_with_their_places(ocr, scan):
    document = scan(1)
    read(document)

    page = recognised_pages.load(LIBRARY, document.document_id, 0)

    assert page.words == ((1000, 2000, 3000, 400, "page0"),)
    assert (page.width, page.height, page.angle, page.confidence, page.is_lost) == (800, 1200, 0, 91, False)


@pytest.mark.parametrize("pages", [1, 10])
def test_page_that_no_model_can_read_is_flagged(ocr, scan, pages):
    document = scan(pages)
    ocr.unreadable = {pages - 1}
    read(document)

    for body in waiting():
        deliver(body)

    after = reload(document)
    assert (after.partial, after.ocr_pending) == ([Gap.NO_OCR], None)


def test_long_scan_is_ready_at_once_and_fans_out_in_portions(ocr, scan):
    document = scan(42, texts_of=["letter", "letter"])

    read(document)

    assert progress(document) == (State.READY, 0, 40)
    assert words_of(document) == ["letter", "letter"]
    sent = sent_commands()
    assert sorted(one.pages or (0, 0) for one in sent) == [(2, 9), (10, 17), (18, 25), (26, 33), (34, 41)]
    assert {(one.action, one.hop, one.document_id) for one in sent} == {
        (registry.RECOGNISE_PAGES, 1, document.document_id)
    }
    assert ocr.calls == []
    assert reload(document).due_at > timestamp()


def test_finished_pages_are_found_before_the_last_one_is(ocr, scan):
    document = scan(40)
    read(document)
    first, *others = waiting()

    assert deliver(first) == []

    assert progress(document) == (State.READY, 8, 40)
    assert "page7" in words_of(document)
    assert reload(document).has_text
    assert deliver(*others) == []
    assert progress(document) == (State.READY, 40, 40)
    after = reload(document)
    assert (after.ocr_pending, after.due_at, after.attempts) == (None, None, 0)
    assert {f"page{number}" for number in range(40)} <= set(words_of(document))
    assert ocr.recognised == list(range(40))


def test_text_of_a_long_scan_is_written_a_bounded_number_of_times(ocr, scan):
    document = scan(160)
    ocr.most = 1
    read(document)

    deliver(*waiting())

    assert progress(document) == (State.READY, 160, 160)
    assert reload(document).text_revision <= 17


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
    delivered = []

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


def test_document_deleted_meanwhile_leaves_nothing_behind(ocr, scan):
    document = scan(16)
    read(document)
    first, _ = waiting()
    ocr.before = lambda pages: changes.erase(reload(document), actor="test") if pages == [6, 7] else None

    assert deliver(first) == []

    assert list(objects.names_under(objects.recognised_prefix(LIBRARY, document.document_id))) == []
    assert list(objects.names_under(objects.text_key(LIBRARY, document.document_id))) == []


def test_permanent_deletion_deletes_recognised_pages(ocr, scan):
    document = scan(1)
    read(document)
    changes.amend(LIBRARY, document.document_id, lambda _: Change("trashed", {"trashed_at": timestamp()}), actor="test")

    assert purge.purge(LIBRARY, document.document_id, None) == purge.PURGED

    assert list(objects.names_under(objects.recognised_prefix(LIBRARY, document.document_id))) == []


def test_document_in_the_trash_is_recognised_to_the_end(ocr, scan):
    document = scan(16)
    read(document)
    changes.amend(LIBRARY, document.document_id, lambda _: Change("trashed", {"trashed_at": timestamp()}), actor="test")

    deliver(*waiting())

    assert progress(document) == (State.READY, 16, 16)


def test_page_keeps_the_text_that_has_more_letters(ocr, scan):
    document = scan(2, unread=[0, 1], texts_of=["\ue001\ue002" * 40, "a longer text that the file contains"])

    read(document)

    text = texts.load(LIBRARY, document.document_id)
    assert text.pages == ("page0 words", "a longer text that the file contains")
    assert text.recognised == "0-1"


def test_result_of_a_child_that_was_taken_over_keeps_only_words_on_the_page(ocr, scan):
    document = scan(1)
    words = [
        [0, 0, 10_001, 1, "wide"],
        [-1, 0, 1, 1, "left"],
        [0, 0, 1, 1, ""],
        [0, 0, 1, 1, "kept"],
        ["0", 0, 1, 1, "x"],
    ]
    ocr.call = lambda *_: {"pages": [{**found(0), "words": words}, found(7)]}

    read(document)

    assert recognised_pages.load(LIBRARY, document.document_id, 0).words == ((0, 0, 1, 1, "kept"),)
    assert recognised_pages.stored(LIBRARY, document.document_id) == {0}


def test_history_shows_when_recognition_ended(ocr, scan):
    document = scan(8)
    read(document)
    deliver(*waiting())

    assert events_of(document)[-3:] == ["pages_recognised"] * 3


@pytest.mark.parametrize(
    ("pages", "written"),
    [(set(), None), ({0}, "0"), ({3, 1, 2}, "1-3"), ({0, 1, 2, 8, 10, 11}, "0-2,8,10-11")],
)
def test_page_ranges_are_written_short_and_read_back(pages, written):
    assert page_ranges.write(pages) == written
    assert page_ranges.parse(written) == pages


@pytest.mark.parametrize(
    ("chosen", "languages"),
    [
        (None, ["eng", *(code for code in ocr_languages.SHIPPED if code != "eng")]),
        (["fra", "deu"], ["deu", "fra"]),
        (["kor"], ["eng", *(code for code in ocr_languages.SHIPPED if code != "eng")]),
    ],
    ids=["none", "two", "without a model"],
)
def test_pages_are_recognised_in_the_languages_that_the_library_has_chosen(scan, ocr, chosen, languages):
    if chosen:
        profile = tables.records.Profile(LIBRARY, "profile#", created_at=timestamp(), name="x", ocr_languages=chosen)
        tables.library.replace(profile)
    asked = []
    ocr.call = lambda _target, arguments, _shape: asked.append(arguments["languages"]) or {"pages": [found(0)]}

    read(scan(1))

    assert asked == [languages]
