"""Reading a document whose file is replaced: late results of the earlier file never overwrite newer ones."""

import time
from typing import Any

import pytest

from docloft import objects, recognised_pages, tables, texts
from docloft.lifecycle import changes, files, ocr_progress
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.recognised_pages import RecognisedPage
from docloft.tables.records import SketchBand
from docloft_worker import reading, recognised_text, recognising, removal
from docloft_worker.lookalikes import sketches
from services.worker.tests.documents import received, reload
from tests.fixtures import LIBRARY, make_document

pytestmark = pytest.mark.usefixtures("cloud")


def read(document):
    return reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)


def replace(document, body, **values):
    """Makes `body` the document's file, as the storage service does; returns the document after that."""
    upload = make_document(replaces=document.document_id, checksum_sha256=f"{len(body):043}=", **values)
    objects.write(objects.original_key(LIBRARY, upload.content_id), body, "text/plain")
    found = {"media_type": "text/plain", "size": len(body)}
    return changes.amend(
        LIBRARY,
        document.document_id,
        lambda current: files.replaced(current, upload, found, actor="receive"),
        actor="receive",
    ).document


FIRST = " ".join(f"first{number}" for number in range(80)).encode()
OTHER = " ".join(f"other{number}" for number in range(80)).encode()


def bands_of(document):
    found = tables.library.list_kind(SketchBand, LIBRARY)
    return [one.record_key.split("#")[1] for one in found if one.document_id == document.document_id]


def text_of(document):
    found = texts.load(LIBRARY, document.content_id)
    return found.pages if found else None


def test_new_file_is_read_and_the_text_of_the_first_is_kept():
    first = received(b"The first words.", title="Mine")
    read(first)

    replace(first, b"Quite other words.", file_name="other.txt")

    assert read(first) == "ready"
    after = reload(first)
    assert (after.state, after.title, text_of(after)) == (State.READY, "Mine", ("Quite other words.",))
    assert text_of(first) == ("The first words.",)


def test_worker_that_is_late_with_the_first_file_changes_nothing(monkeypatch):
    # Given a worker whose document gets a new file, which is read before the worker has stored anything
    first = received(FIRST)
    store = texts.store
    done: list[Any] = []

    def store_late(*arguments):
        if not done:
            done.append(True)
            replace(first, OTHER)
            assert read(first) == "ready"
        store(*arguments)

    monkeypatch.setattr(reading.texts, "store", store_late)

    assert read(first) == "lease_lost"

    after = reload(first)
    assert (after.state, after.file_number, text_of(after)) == (State.READY, 2, (OTHER.decode(),))
    # Near-duplicates are those of the newer file
    assert set(bands_of(first)) == set(sketches.bands(sketches.words_of([OTHER.decode()])))


def test_page_of_the_first_file_that_is_recognised_late_changes_nothing():
    values = ocr_progress.planned({0, 1}, ())
    first = received(b"", "application/pdf", State.READY, pages=2, **values)
    after = replace(first, b"Quite other words.")
    changes.amend(
        LIBRARY,
        first.document_id,
        lambda _: Change("ready", {"state": State.READY, "pages": 2, **values}),
        actor="work",
    )
    page = RecognisedPage("late words")
    recognised_pages.store(LIBRARY, first.content_id, 0, page)

    assert recognised_text.record(first, {0: page})

    after = reload(first)
    assert (after.ocr_pending, after.ocr_pages_done, text_of(after)) == ("0-1", 0, None)
    assert recognised_pages.stored(LIBRARY, after.content_id) == set()


def test_title_in_the_first_file_does_not_name_a_document_with_another_file():
    first = received(b"", title="Invoice")
    replace(first, b"Other.", file_name="Invoice.pdf")

    reading._name(first, "A title in the file")

    assert reload(first).title == "Invoice"


def test_restored_scan_is_recognised_further_where_it_stopped():
    values = ocr_progress.planned({1}, (), 1)
    first = received(b"", "application/pdf", State.READY, pages=2, has_text=True, **values)
    replace(first, b"Other.")
    [earlier] = files.list_earlier(LIBRARY, first.document_id)

    changes.amend(LIBRARY, first.document_id, lambda current: files.restored(current, earlier), actor="user:ada")

    after = reload(first)
    assert (after.state, after.ocr_pending, after.ocr_pages_done, bool(after.due_at)) == (State.READY, "1", 1, True)
    assert recognising.request(LIBRARY, first.document_id) == recognising.REQUESTED


def test_restored_file_that_needed_attention_needs_it_again():
    first = received(b"", "application/pdf", State.READY, partial=["pages_lost"])
    replace(first, b"Other.")
    read(first)
    assert reload(first).attention_at is None
    [earlier] = files.list_earlier(LIBRARY, first.document_id)

    changes.amend(LIBRARY, first.document_id, lambda current: files.restored(current, earlier), actor="user:ada")

    assert reload(first).attention_at


def test_deletion_removes_the_records_and_objects_of_all_files():
    first = received(b"The first words.", trashed_at="2026-01-01T00:00:00.000Z")
    replace(first, b"Other.")
    read(first)

    assert removal.delete(LIBRARY, first.document_id)

    assert files.list_earlier(LIBRARY, first.document_id) == []
    assert not list(objects.names_under(f"originals/{LIBRARY}/"))
    assert not list(objects.names_under(f"text/{LIBRARY}/"))


def test_deletion_of_an_upload_removes_what_was_stored_of_it_for_the_document():
    # Given an upload whose receiving function was killed after it had stored the original
    first = received(b"The first words.", state=State.READY)
    upload = make_document(replaces=first.document_id)
    keys = [objects.original_key(LIBRARY, upload.content_id), objects.thumbnail_key(LIBRARY, upload.content_id)]
    for key in keys:
        objects.write(key, b"Other.", "text/plain")

    assert removal.delete(LIBRARY, upload.document_id)

    assert [objects.head(key) for key in keys] == [None, None]
    # And what a function that was still running stores after that
    objects.write(keys[0], b"Other.", "text/plain")
    assert removal.delete(LIBRARY, upload.document_id)
    assert objects.head(keys[0]) is None
    assert objects.head(objects.original_key(LIBRARY, first.content_id))


def test_deletion_of_an_upload_that_has_become_a_file_leaves_the_file():
    first = received(b"The first words.", state=State.READY)
    after = replace(first, b"Other.")

    assert removal.delete(LIBRARY, after.file_id)

    assert objects.head(objects.original_key(LIBRARY, after.content_id))
