import io
import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from PIL import Image

from docloft import formats, objects, reasons, tables, texts
from docloft.clock import now, timestamp
from docloft.documents import changes, parts
from docloft.documents.changes import Change
from docloft.documents.states import State
from docloft.errors import NotFoundError
from docloft.formats.docx import FORMAT as DOCX
from docloft.formats.format import Reader
from docloft.sandbox import ChildFailed, SandboxBrokenError
from docloft.tables.documents import Document
from docloft_worker import leases, reading
from docloft_worker.actions import purge
from docloft_worker.readers import pdf_reader
from services.worker.tests import originals
from services.worker.tests.documents import LETTER, PAST, events_of, received, reload
from services.worker.tests.scans import saved
from tests.fixtures import LIBRARY, make_document

# A PDF has a thumbnail before it is read.
PICTURED = {"thumbnail_width": 354, "thumbnail_height": 500}

REAL = reading.sandbox
"""For everything that a replaced sandbox does not do itself, such as finding facts in the text."""

pytestmark = pytest.mark.usefixtures("cloud")


def read(document, seconds=200.0):
    return reading.read(document.library_id, document.document_id, until=time.monotonic() + seconds)


def text_of(document):
    return texts.load(document.library_id, document.document_id)


def amend(document, event, **values):
    changes.amend(document.library_id, document.document_id, lambda _: Change(event, values), actor="user:ada")


def test_document_becomes_ready_with_its_text_stored():
    document = received(LETTER.encode())

    assert read(document) == "ready"

    after = reload(document)
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
def test_text_of_every_format_is_read(media_type, body):
    document = received(body, media_type)

    assert read(document) == "ready"
    assert "zebrawood" in "".join(text_of(document).pages)


def test_files_of_a_pdf_and_of_its_annotations_are_documents():
    document = received(originals.pinned_pdf(), "application/pdf")

    assert read(document) == "ready"
    names = [part.name for part in parts.list_parts(document.library_id, document.document_id)]
    assert sorted(names) == ["embedded.txt", "pinned.txt"]


def test_same_command_again_changes_nothing():
    document = received(LETTER.encode())

    assert [read(document), read(document)] == ["ready", "already_done"]
    assert events_of(document).count("ready") == 1
    assert events_of(document).count("work_started") == 1


def test_deleted_document_is_reported_as_gone():
    document = received(b"words")
    changes.erase(reload(document), actor="test")

    assert read(document) == "gone"


@pytest.mark.parametrize("state", [State.AWAITING_UPLOAD, State.READY, State.FAILED, State.REJECTED])
def test_document_in_another_state_is_not_read(state):
    document = received(b"words", state=state)

    assert read(document) == "already_done"
    assert events_of(document) == ["created"]


def test_image_is_ready_without_text_and_keeps_its_pages():
    blank = Image.new("1", (40, 40), 1)
    document = received(saved(blank, "TIFF", save_all=True, append_images=[blank, blank]), "image/tiff")

    assert read(document) == "ready"
    assert (reload(document).has_text, reload(document).pages) == (False, 3)
    assert text_of(document) is None


def test_scanned_pdf_is_ready_without_text():
    document = received(originals.pdf("", ""), "application/pdf")

    assert read(document) == "ready"
    assert (reload(document).has_text, reload(document).pages, reload(document).language) == (False, 2, None)
    assert text_of(document) is None


def test_file_that_cannot_be_read_fails_with_a_reason():
    document = received(originals.pdf("x", owner_password="o", user_password="u"), "application/pdf")

    assert read(document) == "failed"
    after = reload(document)
    assert (after.state, after.reason) == (State.FAILED, reasons.LOCKED)
    assert (after.lease_token, after.due_at) == (None, None)
    assert events_of(document) == ["created", "work_started", "failed"]


def test_crash_of_the_child_affects_only_its_document(monkeypatch):
    class Deadly(Reader):
        def arguments(self, _path, _first, _characters, _most):
            return {"status": 9}

    deadly_format = replace(formats.BY_MEDIA_TYPE["text/markdown"], reader=Deadly("os:_exit"))
    monkeypatch.setitem(formats.BY_MEDIA_TYPE, "text/markdown", deadly_format)
    deadly, harmless = received(b"words", "text/markdown"), received(b"words")

    assert [read(deadly), read(harmless)] == ["failed", "ready"]
    assert reload(deadly).reason


@pytest.mark.parametrize("returned", ["{}", '{"pages": [7], "total": 1, "truncated": false}', '{"pages": []}'])
def test_file_that_takes_over_its_parser_is_failed_as_damaged(monkeypatch, returned):
    class TakenOver(Reader):
        def arguments(self, _path, _first, _characters, _most):
            return {"s": returned}

    taken_over = replace(formats.BY_MEDIA_TYPE["text/markdown"], reader=TakenOver("json:loads"))
    monkeypatch.setitem(formats.BY_MEDIA_TYPE, "text/markdown", taken_over)
    document = received(b"words", "text/markdown")

    assert read(document) == "failed"
    assert events_of(document) == ["created", "work_started", "failed"]


def test_missing_original_fails_with_a_reason():
    document = received(b"words")
    objects.remove_permanently(objects.original_key(document.library_id, document.document_id))

    assert read(document) == "failed"
    assert reload(document).reason == reasons.LOST


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
    seen = []
    nothing = reading.Content(texts.Text(()), 1)
    monkeypatch.setattr(reading, "_content", lambda *_: seen.append(reload(document)) or nothing)

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
    document = received(b"words")
    amend(document, "clock", created_at=timestamp(now() - age))
    monkeypatch.setattr(reading.language, "detect", lambda _pages: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        read(document)

    assert datetime.fromisoformat(reload(document).due_at) - now() == pytest.approx(retry, abs=timedelta(minutes=1))


def test_new_version_of_an_old_document_is_retried_as_soon_as_a_new_document(monkeypatch):
    document = received(b"words")
    old, recent = timestamp(now() - timedelta(days=400)), timestamp(now() - timedelta(minutes=1))
    amend(document, "clock", created_at=old, file_at=recent)
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
        created = timestamp(now() - age)
        age += leases._retry_of(Document("library", "document", created_at=created))

    assert [days.count(day) for day in range(3)] == [27, 5, 4]


def test_edits_during_the_reading_are_kept(monkeypatch):
    document = received(b"words")
    read_file = reading.read_file

    def edited(*arguments):
        amend(document, "edited", title="New title")
        amend(document, "trashed", trashed_at=timestamp())
        return read_file(*arguments)

    monkeypatch.setattr(reading, "read_file", edited)

    assert read(document) == "ready"
    after = reload(document)
    assert (after.title, after.state) == ("New title", State.READY)
    assert after.trashed_at
    assert after.library_state.endswith("#trash")


def test_document_deleted_permanently_during_the_reading_leaves_nothing(monkeypatch):
    document = received(b"words")
    store = texts.store

    def purged(*arguments):
        amend(document, "trashed", trashed_at=timestamp())
        assert purge.purge(document.library_id, document.document_id, None) == "purged"
        store(*arguments)

    monkeypatch.setattr(texts, "store", purged)

    assert read(document) == "gone"
    versions = objects.client().list_object_versions(Bucket=objects.bucket())
    assert "Versions" not in versions
    with pytest.raises(NotFoundError):
        reload(document)


def test_long_document_is_read_in_portions(monkeypatch):
    monkeypatch.setattr(pdf_reader, "PORTION_SECONDS", -1.0)
    portions = []

    class InProcess:
        def call(self, target, arguments, shape):
            if "pdf_reader" not in target:
                return REAL.call(target, arguments, shape)
            portions.append(arguments["first"])
            return pdf_reader.read(**arguments)

    monkeypatch.setattr(reading, "sandbox", InProcess())
    document = received(originals.pdf("one", "two", "three"), "application/pdf", **PICTURED)

    assert read(document) == "ready"
    assert portions == [0, 1, 2]
    assert text_of(document).pages == ("one", "two", "three")
    assert not text_of(document).truncated


def test_reading_stops_at_its_deadline_and_keeps_what_was_read(monkeypatch):
    monkeypatch.setattr(pdf_reader, "PORTION_SECONDS", -1.0)

    class InProcess:
        def call(self, target, arguments, shape):
            if "pdf_reader" not in target:
                return REAL.call(target, arguments, shape)
            return pdf_reader.read(**arguments)

    monkeypatch.setattr(reading, "sandbox", InProcess())
    document = received(originals.pdf("one", "two", "three"), "application/pdf", **PICTURED)

    assert read(document, seconds=-1) == "ready"
    assert text_of(document).pages == ("one",)
    assert text_of(document).truncated
    assert (reload(document).pages, reload(document).partial) == (3, ["text_cut"])


class Mortal:
    """A sandbox whose child dies of some pages, which it has reported or not."""

    def __init__(self, *deadly, how="crash", reports=True):
        self.deadly, self.how, self.reports = deadly, how, reports
        self.deaths = 0

    def call(self, target, arguments, shape):
        if "pdf_reader" not in target:
            return REAL.call(target, arguments, shape)
        portion = pdf_reader.read(**arguments)
        read = range(arguments["first"], arguments["first"] + len(portion["pages"]))
        if reached := [page for page in self.deadly if page in read]:
            self.deaths += 1
            failure = ChildFailed(self.how, reasons.CRASHED)
            failure.reached = reached[0] if self.reports else None
            raise failure
        return portion


@pytest.mark.parametrize(("how", "most"), [("time", 4), ("crash", 8)])
def test_pages_that_take_too_long_cost_no_words_after_them(monkeypatch, how, most):
    sandbox = Mortal(0, 1, 2, 3, how=how)
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf("drawing", "drawing", "drawing", "drawing", "words"), "application/pdf")

    assert read(document) == "ready"
    assert text_of(document).pages == ("", "", "", "", "words")
    assert reload(document).partial == ["pages_lost"]
    assert sandbox.deaths <= most


@pytest.mark.parametrize("how", ["time", "memory"])
def test_only_page_that_costs_too_much_is_kept_without_its_text(monkeypatch, how):
    monkeypatch.setattr(reading, "sandbox", Mortal(0, how=how))
    document = received(originals.pdf("drawing"), "application/pdf", **PICTURED)

    assert read(document) == "ready"
    assert (reload(document).pages, reload(document).partial) == (1, ["pages_lost"])
    assert not reload(document).has_text


def test_what_receiving_could_not_find_out_stays_visible():
    pictured = received(b"words", partial=["not_inspected", "text_cut"])
    unknown = received(b"\0", "application/octet-stream", partial=["not_inspected"])

    assert [read(pictured), read(unknown)] == ["ready", "ready"]
    assert reload(pictured).partial == reload(unknown).partial == ["not_inspected"]


def test_page_that_takes_too_long_is_tried_once(monkeypatch):
    sandbox = Mortal(2, 4, how="time")
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf("a", "b", "drawing", "c", "drawing"), "application/pdf")

    assert read(document) == "ready"
    assert text_of(document).pages == ("a", "b", "", "c", "")
    assert sandbox.deaths == 2


@pytest.mark.parametrize("reports", [True, False])
@pytest.mark.parametrize("deadly", [0, 40, 79])
def test_page_that_crashes_the_child_affects_no_other_page(monkeypatch, deadly, reports):
    sandbox = Mortal(deadly, reports=reports)
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf(*(f"page {number}" for number in range(80))), "application/pdf", **PICTURED)

    assert read(document) == "ready"

    expected = ["" if number == deadly else f"page {number}" for number in range(80)]
    assert list(text_of(document).pages) == expected
    assert text_of(document).truncated
    assert (reload(document).pages, reload(document).partial) == (80, ["pages_lost"])
    assert sandbox.deaths <= 3


def test_document_whose_pages_all_crash_the_child_fails_with_the_reason(monkeypatch):
    monkeypatch.setattr(reading, "sandbox", Mortal(0, 1))
    one, two = (received(originals.pdf(*pages), "application/pdf", **PICTURED) for pages in (["one"], ["one", "two"]))

    assert [read(one), read(two)] == ["failed", "failed"]
    assert reload(one).reason == reload(two).reason == reasons.CRASHED


def test_document_with_many_pages_that_crash_keeps_those_before_them(monkeypatch):
    sandbox = Mortal(*range(2, 40))
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf(*(f"page {number}" for number in range(40))), "application/pdf", **PICTURED)

    assert read(document) == "ready"
    assert [page for page in text_of(document).pages if page] == ["page 0", "page 1"]
    assert reload(document).pages == 40
    assert sandbox.deaths < 20


def test_no_temporary_files_are_left(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    read(received(b"words"))
    read(received(b"no PDF", "application/pdf", **PICTURED))

    assert list(tmp_path.glob("docloft-read-*")) == []


def test_history_has_the_amount_of_text_but_no_text():
    document = received(b"CANARY words")

    read(document)

    lines = tables.history.list_events(document.library_id, document.document_id)
    assert lines[-1].facts["characters"] == 12
    assert "CANARY" not in str([line.facts for line in lines])


def test_text_is_drawn_as_the_picture_of_a_document_without_one():
    document = received(LETTER.encode(), thumbnail_width=None, thumbnail_height=None)

    read(document)

    after = reload(document)
    body, _ = objects.read(objects.thumbnail_key(document.library_id, document.document_id))
    with Image.open(io.BytesIO(body)) as picture:
        assert picture.size == (after.thumbnail_width, after.thumbnail_height) == (354, 500)
        assert any(picture.convert("L").histogram()[:100])


def test_picture_of_a_document_is_not_replaced():
    document = received(LETTER.encode(), thumbnail_width=100, thumbnail_height=50)

    read(document)

    assert reload(document).thumbnail_width == 100
    with pytest.raises(NotFoundError):
        objects.read(objects.thumbnail_key(document.library_id, document.document_id))


def test_what_a_file_says_about_itself_is_stored():
    body = rb"{\rtf1{\info{\title Rent}{\author Ada}{\creatim\yr2012\mo1\dy31}}Words}"
    document = received(body, "application/rtf")

    read(document)

    assert reload(document).embedded == {"title": "Rent", "author": "Ada", "created": "2012-01-31"}


def test_file_of_an_unknown_office_program_is_kept_and_marked():
    document = received(b"bytes", "application/x-ole-storage")

    assert read(document) == "ready"

    after = reload(document)
    assert (after.has_text, after.partial, after.pages) == (False, ["unreadable_format"], None)


def test_parts_of_a_document_that_is_given_up_follow_it_into_the_trash():
    document = received(b"words", trashed_at="2026-01-01T00:00:00.000Z", attempts=leases.MAX_ATTEMPTS)
    part = make_document(State.READY, parent_id=document.document_id)
    parts.record(LIBRARY, document.document_id, part.document_id, name="a.txt", number=0).save()

    assert read(document) == "given_up"

    assert (reload(document).children, reload(part).trashed_with) == (1, document.document_id)
