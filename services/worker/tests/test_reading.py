import time
from dataclasses import replace
from datetime import datetime

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from docloft import formats, objects, tables, texts
from docloft.documents import changes
from docloft.documents.changes import Change
from docloft.documents.states import State
from docloft.errors import NotFoundError
from docloft.formats.docx import FORMAT as DOCX
from docloft.formats.format import Reader
from docloft.identity import now, timestamp
from docloft.sandbox import ChildFailed
from docloft_worker import leases, purging, reading
from docloft_worker.readers import pdf_reader
from services.worker.tests import originals
from services.worker.tests.cards import LETTER, PAST, card, events_of, received

pytestmark = pytest.mark.usefixtures("cloud")


def read(document, seconds=200.0):
    return reading.read(document.library_id, document.document_id, until=time.monotonic() + seconds)


def text_of(document):
    return texts.load(document.library_id, document.document_id)


def amend(document, event, **values):
    changes.amend(document.library_id, document.document_id, lambda _: Change(event, values), actor="user:ada")


def test_text_becomes_ready_with_its_words_stored():
    document = received(LETTER.encode())

    assert read(document) == "ready"

    after = card(document)
    assert (after.state, after.pages, after.has_text, after.language) == (State.READY, 1, True, "de")
    assert (after.lease_token, after.lease_until, after.due_at, after.attempts) == (None, None, None, 0)
    assert text_of(document).pages == (LETTER,)
    assert text_of(document).language == "de"
    assert events_of(document) == ["created", "work_started", "ready"]


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/pdf", originals.pdf("one", "zebrawood two")),
        ("text/plain", "zebrawood größer".encode("utf-16")),
        ("text/markdown", b"# zebrawood"),
        ("text/html", b"<p>zebrawood"),
        (DOCX.media_type, originals.word("zebrawood")),
    ],
)
def test_words_of_every_format_are_found(media_type, body):
    document = received(body, media_type)

    assert read(document) == "ready"
    assert "zebrawood" in "".join(text_of(document).pages)


def test_same_command_again_finds_nothing_to_do():
    document = received(LETTER.encode())

    assert [read(document), read(document)] == ["ready", "already_done"]
    assert events_of(document).count("ready") == 1
    assert events_of(document).count("work_started") == 1


def test_document_that_is_gone_is_nothing_to_do():
    document = received(b"words")
    changes.erase(card(document), actor="test")

    assert read(document) == "gone"


@pytest.mark.parametrize("state", [State.AWAITING_UPLOAD, State.READY, State.FAILED, State.REJECTED])
def test_document_that_does_not_wait_to_be_read_is_left_alone(state):
    document = received(b"words", state=state)

    assert read(document) == "already_done"
    assert events_of(document) == ["created"]


def test_picture_is_ready_without_words_and_keeps_its_pages():
    document = received(b"never looked at", "image/tiff", pages=3)

    assert read(document) == "ready"
    assert (card(document).has_text, card(document).pages) == (False, 3)
    assert text_of(document) is None


def test_scan_without_words_is_ready_without_text():
    document = received(originals.pdf("", ""), "application/pdf")

    assert read(document) == "ready"
    assert (card(document).has_text, card(document).pages, card(document).language) == (False, 2, None)
    assert text_of(document) is None


def test_what_can_never_be_read_fails_with_a_reason_for_people():
    document = received(originals.pdf("x", owner_password="o", user_password="u"), "application/pdf")

    assert read(document) == "failed"
    after = card(document)
    assert (after.state, after.reason) == (State.FAILED, pdf_reader.NEEDS_PASSWORD)
    assert (after.lease_token, after.due_at) == (None, None)
    assert events_of(document) == ["created", "work_started", "failed"]


def test_child_that_dies_costs_only_its_document(monkeypatch):
    class Deadly(Reader):
        def arguments(self, _path, _first, _characters, _most):
            return {"status": 9}

    deadly_format = replace(formats.BY_MEDIA_TYPE["text/markdown"], reader=Deadly("os:_exit"))
    monkeypatch.setitem(formats.BY_MEDIA_TYPE, "text/markdown", deadly_format)
    deadly, harmless = received(b"words", "text/markdown"), received(b"words")

    assert [read(deadly), read(harmless)] == ["failed", "ready"]
    assert card(deadly).reason


def test_missing_original_fails_with_a_reason():
    document = received(b"words")
    objects.remove_for_ever(objects.original_key(document.library_id, document.document_id))

    assert read(document) == "failed"
    assert card(document).reason == reading.MISSING


def test_live_lease_of_another_worker_is_left_alone():
    until = timestamp(now() + leases.LEASE)
    document = received(b"words", state=State.WORKING, lease_token="other", lease_until=until)

    assert read(document) == "held"
    assert card(document).lease_token == "other"


def test_lease_that_ran_out_is_taken_over():
    document = received(b"words", state=State.WORKING, lease_token="dead", lease_until=PAST, attempts=1)

    assert read(document) == "ready"


def test_document_stays_due_while_somebody_works_on_it(monkeypatch):
    document = received(b"words")
    seen = []
    nothing = reading.Content(texts.Text(()), 1)
    monkeypatch.setattr(reading, "_content", lambda *_: seen.append(card(document)) or nothing)

    read(document)

    assert seen[0].state == State.WORKING
    assert seen[0].due_at == seen[0].lease_until
    assert datetime.fromisoformat(seen[0].lease_until) > now()


def test_stale_worker_cannot_write_any_more(monkeypatch):
    document = received(b"words")
    read_file = reading.read_file

    def overtaken(*arguments):
        monkeypatch.setattr(reading, "read_file", read_file)
        amend(document, "clock", lease_until=PAST)
        assert read(document) == "ready"
        return {"pages": ["stale"], "total": 7, "truncated": False}

    monkeypatch.setattr(reading, "read_file", overtaken)

    assert read(document) == "lease_lost"
    assert card(document).pages == 1
    assert events_of(document).count("ready") == 1


def test_document_that_stopped_four_workers_fails():
    document = received(b"words", state=State.WORKING, lease_token="dead", lease_until=PAST, attempts=4)

    assert read(document) == "given_up"
    assert (card(document).state, card(document).reason) == (State.FAILED, leases.GIVEN_UP)


def test_fault_of_ours_counts_as_an_attempt(monkeypatch):
    document = received(b"words")
    monkeypatch.setattr(reading.language, "detect", lambda _pages: 1 / 0)

    for _ in range(leases.MAX_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            read(document)
        assert read(document) == "held"
        amend(document, "clock", lease_until=PAST)

    assert read(document) == "given_up"


@pytest.mark.parametrize(
    "trouble",
    [
        ClientError({"Error": {"Code": "SlowDown"}}, "GetObject"),
        ReadTimeoutError(endpoint_url="https://s3"),
    ],
)
@pytest.mark.parametrize("where", ["download", "write"])
def test_trouble_with_s3_is_raised_and_the_next_delivery_succeeds(monkeypatch, where, trouble):
    document = received(b"words")

    def fail(*_arguments, **_options):
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(objects, where, fail)
        for _ in range(leases.MAX_ATTEMPTS + 1):
            with pytest.raises(type(trouble)):
                read(document)

    assert card(document).state == State.WORKING
    assert card(document).due_at is not None
    assert read(document) == "ready"


def test_what_people_change_during_the_work_stays(monkeypatch):
    document = received(b"words")
    read_file = reading.read_file

    def edited(*arguments):
        amend(document, "edited", title="New title")
        amend(document, "trashed", trashed_at=timestamp())
        return read_file(*arguments)

    monkeypatch.setattr(reading, "read_file", edited)

    assert read(document) == "ready"
    after = card(document)
    assert (after.title, after.state) == ("New title", State.READY)
    assert after.trashed_at
    assert after.library_state.endswith("#trash")


def test_document_deleted_for_ever_during_the_work_leaves_nothing(monkeypatch):
    document = received(b"words")
    store = texts.store

    def purged(*arguments):
        amend(document, "trashed", trashed_at=timestamp())
        assert purging.purge(document.library_id, document.document_id, None) == "purged"
        store(*arguments)

    monkeypatch.setattr(texts, "store", purged)

    assert read(document) == "gone"
    versions = objects.client().list_object_versions(Bucket=objects.bucket())
    assert "Versions" not in versions
    with pytest.raises(NotFoundError):
        card(document)


def test_long_document_is_read_in_portions(monkeypatch):
    monkeypatch.setattr(pdf_reader, "PORTION_SECONDS", -1.0)
    portions = []

    class InProcess:
        def call(self, target, arguments):
            portions.append(arguments["first"])
            return pdf_reader.read(**arguments)

    monkeypatch.setattr(reading, "sandbox", InProcess())
    document = received(originals.pdf("one", "two", "three"), "application/pdf")

    assert read(document) == "ready"
    assert portions == [0, 1, 2]
    assert text_of(document).pages == ("one", "two", "three")
    assert not text_of(document).truncated


def test_reading_ends_when_the_time_is_over_and_keeps_what_was_read(monkeypatch):
    monkeypatch.setattr(pdf_reader, "PORTION_SECONDS", -1.0)

    class InProcess:
        def call(self, _target, arguments):
            return pdf_reader.read(**arguments)

    monkeypatch.setattr(reading, "sandbox", InProcess())
    document = received(originals.pdf("one", "two", "three"), "application/pdf")

    assert read(document, seconds=-1) == "ready"
    assert text_of(document).pages == ("one",)
    assert text_of(document).truncated
    assert card(document).pages == 3


class Mortal:
    """A sandbox whose child dies of some pages."""

    def __init__(self, *deadly):
        self.deadly = deadly
        self.deaths = 0

    def call(self, _target, arguments):
        answer = pdf_reader.read(**arguments)
        if any(arguments["first"] <= page < arguments["first"] + len(answer["pages"]) for page in self.deadly):
            self.deaths += 1
            raise ChildFailed("crash", "It died of this page.")
        return answer


@pytest.mark.parametrize("deadly", [0, 40, 79])
def test_page_that_kills_its_reader_costs_no_other_page(monkeypatch, deadly):
    sandbox = Mortal(deadly)
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf(*(f"page {number}" for number in range(80))), "application/pdf")

    assert read(document) == "ready"

    expected = ["" if number == deadly else f"page {number}" for number in range(80)]
    assert list(text_of(document).pages) == expected
    assert text_of(document).truncated
    assert card(document).pages == 80
    assert sandbox.deaths <= 3


def test_document_with_no_page_but_deadly_ones_fails_with_the_reason(monkeypatch):
    monkeypatch.setattr(reading, "sandbox", Mortal(0, 1))
    one, two = (received(originals.pdf(*pages), "application/pdf") for pages in (["one"], ["one", "two"]))

    assert [read(one), read(two)] == ["failed", "failed"]
    assert card(one).reason == card(two).reason == "It died of this page."


def test_document_with_many_deadly_pages_keeps_what_stands_before_them(monkeypatch):
    sandbox = Mortal(*range(2, 40))
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf(*(f"page {number}" for number in range(40))), "application/pdf")

    assert read(document) == "ready"
    assert [page for page in text_of(document).pages if page] == ["page 0", "page 1"]
    assert card(document).pages == 40
    assert sandbox.deaths < 20


def test_scratch_is_left_clean(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    read(received(b"words"))
    read(received(b"no PDF", "application/pdf"))

    assert list(tmp_path.glob("docloft-read-*")) == []


def test_history_tells_how_much_was_read_but_no_words():
    document = received(b"CANARY words")

    read(document)

    lines = tables.history.list_events(document.library_id, document.document_id)
    assert lines[-1].facts["characters"] == 12
    assert "CANARY" not in str([line.facts for line in lines])
