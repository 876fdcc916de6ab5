import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from docloft import objects, reasons, recognised_pages, tables
from docloft.commands import Command
from docloft.commands.registry import ALIGN_PARTS, PURGE
from docloft.errors import ConflictError, NotFoundError
from docloft.ids import content_id, new_id
from docloft.lifecycle import changes, notes, parts
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.tables import transactions
from docloft.tables.records import Note
from docloft_worker import removal
from docloft_worker.actions import align_parts
from docloft_worker.actions import purge as action
from docloft_worker.time_limit import NoTimeLeftError
from services.worker.tests.documents import events_of, make_job, received, reload
from tests.fixtures import CHECKSUM, LIBRARY, make_document

pytestmark = pytest.mark.usefixtures("cloud")

TRASHED = "2026-01-01T00:00:00.000Z"


def purge(document, job=None):
    return action.purge(document.library_id, document.document_id, job.job_id if job else None)


def keys():
    versions: dict[str, Any] = {**objects.client().list_object_versions(Bucket=objects.bucket())}
    return sorted({entry["Key"] for kind in ("Versions", "DeleteMarkers") for entry in versions.get(kind, [])})


def fill(document):
    """Stores every object that a document can have, in several versions, some of them deleted."""
    ids = (document.library_id, document.document_id)
    for key in (
        objects.inbox_key(*ids),
        objects.original_key(*ids),
        objects.text_key(*ids),
        objects.thumbnail_key(*ids),
        recognised_pages.key(*ids, 0),
        *_keys_of_a_second_file(*ids),
    ):
        objects.write(key, b"one", "text/plain")
        objects.write(key, b"two", "text/plain")
        objects.remove(key)
    objects.write(objects.text_key(*ids), b"three", "text/plain")


def _keys_of_a_second_file(library_id, document_id):
    content = content_id(document_id, "01JDDRM0Q7A1B2C3D4E5F6G7H8")
    return (
        objects.original_key(library_id, content),
        objects.text_key(library_id, content),
        objects.thumbnail_key(library_id, content),
        objects.searchable_key(library_id, content),
        objects.rendition_key(library_id, content),
        recognised_pages.key(library_id, content, 0),
    )


@pytest.mark.parametrize(
    ("state", "trashed_at"),
    [(State.READY, TRASHED), (State.WORKING, TRASHED), (State.AWAITING_UPLOAD, None), (State.REJECTED, None)],
)
def test_all_data_of_the_document_is_deleted_and_nothing_else(state, trashed_at):
    document, other = make_document(state, trashed_at=trashed_at), make_document(State.READY)
    fill(document)
    fill(other)
    transactions.commit(changes.claim(document))
    job = make_job(document_id=document.document_id)

    assert purge(document, job) == "purged"

    assert all(other.document_id in key for key in keys())
    assert len(keys()) == 11
    with pytest.raises(NotFoundError):
        reload(document)
    assert tables.library.holder_of(LIBRARY, CHECKSUM) is None
    assert events_of(document) == ["created", "purged"]
    after = tables.jobs.find(LIBRARY, job.job_id)
    assert (after.state, after.done, after.total, bool(after.reason)) == ("done", 1, 1, False)


def test_notes_and_who_wrote_them_are_deleted_with_the_document():
    document = make_document(State.READY)
    key = Note.key(document.document_id, new_id())
    note = Note(LIBRARY, key, created_at=TRASHED, text="Secret", author="user:a", origin_by="anna")
    changes.amend(LIBRARY, document.document_id, lambda one: notes.add(one, note), actor="user:a")
    changes.amend(LIBRARY, document.document_id, lambda _: Change("trashed", {"trashed_at": TRASHED}), actor="user:a")

    assert purge(document) == "purged"

    assert notes.list_notes(LIBRARY, document.document_id) == []
    entries = tables.history.list_events(LIBRARY, document.document_id)
    assert "note_added" in [entry.event for entry in entries]
    assert [(entry.changes, entry.facts) for entry in entries if entry.event == "note_added"] == [(None, None)]


def _mother_of(count):
    mother = make_document(State.READY, trashed_at=TRASHED, children=count)
    for number in range(count):
        part = make_document(State.READY, trashed_at=TRASHED, parent_id=mother.document_id)
        parts.record(LIBRARY, mother.document_id, part.document_id, name=f"{number}.txt", number=number).save()
    return mother


def test_purge_without_time_for_the_parts_is_continued_by_the_next_delivery():
    mother, job = _mother_of(2), make_job()
    command = Command(PURGE, LIBRARY, mother.document_id, job.job_id)

    with pytest.raises(NoTimeLeftError):
        action.handle(command, time.monotonic())
    assert len(parts.list_parts(LIBRARY, mother.document_id)) == 2

    assert action.handle(command, time.monotonic() + 60) == "purged"
    assert list(tables.documents.list_all(LIBRARY)) == []
    assert parts.list_parts(LIBRARY, mother.document_id) == []


def test_parts_are_not_aligned_after_the_end_of_the_time():
    mother = _mother_of(1)

    with pytest.raises(NoTimeLeftError):
        align_parts.handle(Command(ALIGN_PARTS, LIBRARY, mother.document_id), time.monotonic())


def test_checksum_claim_of_another_document_is_kept():
    document, other = make_document(State.REJECTED), make_document(State.READY)
    transactions.commit(changes.claim(other))

    purge(document)

    assert tables.library.holder_of(LIBRARY, CHECKSUM) == other.document_id


def test_second_delivery_finds_the_job_done():
    document = make_document(State.READY, trashed_at=TRASHED)
    job = make_job()

    assert [purge(document, job), purge(document, job)] == ["purged", "already_done"]
    assert events_of(document).count("purged") == 1


def test_another_job_for_a_deleted_document_is_done():
    document = make_document(State.READY, trashed_at=TRASHED)
    purge(document, make_job())
    job = make_job()

    assert purge(document, job) == "purged"
    assert tables.jobs.find(LIBRARY, job.job_id).state == "done"
    assert events_of(document).count("purged") == 1


@pytest.mark.parametrize("state", [State.RECEIVED, State.WORKING, State.READY, State.FAILED])
def test_restored_document_is_kept_and_the_job_fails_with_a_reason(state):
    document = received(b"words", state=state)
    job = make_job()

    assert purge(document, job) == "refused"

    assert reload(document).state == state
    assert keys() == [objects.original_key(document.library_id, document.document_id)]
    after = tables.jobs.find(LIBRARY, job.job_id)
    assert (after.state, after.reason) == ("failed", reasons.NOT_IN_TRASH)


def test_document_restored_during_the_purge_keeps_its_objects(monkeypatch):
    document = received(b"words", state=State.READY, trashed_at=TRASHED)
    erase = changes.erase

    def restored_first(found, *, actor):
        monkeypatch.setattr(changes, "erase", erase)
        decide = lambda _: Change("restored", {"trashed_at": None})  # noqa: E731
        changes.amend(document.library_id, document.document_id, decide, actor="user:ada")
        erase(found, actor=actor)

    monkeypatch.setattr(changes, "erase", restored_first)

    assert purge(document, make_job()) == "refused"
    assert keys() == [objects.original_key(document.library_id, document.document_id)]
    assert reload(document).trashed_at is None


def test_document_that_keeps_changing_is_delivered_again(monkeypatch):
    document = make_document(State.READY, trashed_at=TRASHED)

    def refuse(*_arguments, **_options):
        raise transactions.StepRefusedError(None)

    monkeypatch.setattr(changes, "erase", refuse)

    with pytest.raises(ConflictError):
        purge(document, make_job())


def test_failure_of_s3_is_raised_and_the_next_delivery_finishes(monkeypatch):
    document = make_document(State.READY, trashed_at=TRASHED)
    fill(document)
    job = make_job()

    def fail(_prefix):
        raise ClientError({"Error": {"Code": "SlowDown"}}, "DeleteObjects")

    with monkeypatch.context() as patch:
        patch.setattr(objects, "remove_permanently", fail)
        with pytest.raises(ClientError):
            purge(document, job)
    assert tables.jobs.find(LIBRARY, job.job_id).state == "running"

    assert purge(document, job) == "purged"
    assert keys() == []
    assert tables.jobs.find(LIBRARY, job.job_id).state == "done"


def test_purge_without_a_job_record_succeeds():
    document = make_document(State.READY, trashed_at=TRASHED)

    assert action.purge(LIBRARY, document.document_id, "01JDDRM0Q7A1B2C3D4E5F6G7H8") == "purged"


def test_documents_share_no_prefixes():
    first, second = make_document(), make_document()

    for prefix in removal.prefixes(LIBRARY, first.document_id):
        assert all(not key.startswith(prefix) for key in removal.prefixes(LIBRARY, second.document_id))
        assert first.document_id in prefix
