"""A document is read: its text, facts and pictures are stored, or the reason why there are none. The file is long
because all of it is about one use case.
"""

import gzip
import io
import zipfile

import pytest
from PIL import Image

from docloft import objects, reasons, tables, texts
from docloft.clock import timestamp
from docloft.errors import NotFoundError
from docloft.formats.docx import FORMAT as DOCX
from docloft.lifecycle import changes, parts
from docloft.lifecycle.states import State
from docloft_worker import leases, reading
from docloft_worker.actions import purge
from services.worker.tests import originals
from services.worker.tests.documents import LETTER, events_of, received, reload
from services.worker.tests.read_documents import PICTURED, amend, read, text_of
from services.worker.tests.scans import saved
from tests.fixtures import LIBRARY, make_document

pytestmark = pytest.mark.usefixtures("cloud")


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


def test_file_embedded_in_an_office_document_is_a_document():
    body = io.BytesIO(originals.word("Outside"))
    with zipfile.ZipFile(body, "a") as archive:
        archive.writestr("word/embeddings/../../Budget.docx", b"a folder that leads elsewhere")
        archive.writestr("word/embeddings/Budget.docx", originals.word("Inside"))
    document = received(body.getvalue(), DOCX.media_type)

    assert read(document) == "ready"
    (part,) = parts.list_parts(document.library_id, document.document_id)
    assert (part.name, reload(document).children, text_of(document).pages) == ("Budget.docx", 1, ("Outside",))


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


def test_missing_original_fails_with_a_reason():
    document = received(b"words")
    objects.remove_permanently(objects.original_key(document.library_id, document.document_id))

    assert read(document) == "failed"
    assert reload(document).reason == reasons.LOST


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


def test_what_receiving_could_not_find_out_stays_visible():
    pictured = received(b"words", partial=["not_inspected", "text_cut"])
    unknown = received(b"\0", "application/octet-stream", partial=["not_inspected"])

    assert [read(pictured), read(unknown)] == ["ready", "ready"]
    assert reload(pictured).partial == reload(unknown).partial == ["not_inspected"]


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


def test_file_without_a_name_in_an_archive_does_not_cost_the_picture():
    document = received(gzip.compress(LETTER.encode()), media_type="application/gzip", thumbnail_width=None)

    read(document)

    after = reload(document)
    assert (after.children, after.thumbnail_width) == (1, 354)


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
