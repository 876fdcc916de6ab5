"""A new file for a document: it becomes the one that is read, in any order, at any time, and whatever dies. The file is
long because a new file can arrive in every state of its document, and its delivery can end at every step.
"""

import itertools
from typing import Any

import pytest

from docloft import objects, reasons, tables
from docloft.clock import timestamp
from docloft.commands.registry import PURGE, READ
from docloft.errors import NotFoundError
from docloft.lifecycle import changes, files
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.tables.history import list_events
from docloft_storage import adopting, receiving
from services.storage.tests import files as samples
from services.storage.tests.conftest import announced, event_of, exists, key_of, put, receive, reload, sweep
from services.storage.tests.test_crashes import STEPS, PowerCutError, cut
from tests.fixtures import LIBRARY, make_document, sent_commands

FIRST, SECOND, THIRD = (samples.pdf(word) for word in ("one", "two", "three"))


@pytest.fixture
def document(upload):
    """A document whose first file was received and read."""
    made = upload(FIRST, name="Contract.pdf", created_by="ada")
    sent_commands()
    read = {"state": State.READY, "has_text": True, "language": "en", "tags": ["tag"], "title": "The contract"}
    changes.amend(LIBRARY, made.document_id, lambda _: Change("ready", read), actor="work")
    return reload(made)


def new_file(document, content, name="Contract signed.pdf", **values):
    made = announced(content, name, replaces=document.document_id, created_by="bob", **values)
    put(made, content)
    return made


def original(document):
    return objects.read(objects.original_key(LIBRARY, document.content_id))[0]


def is_gone(upload):
    return not tables.documents.find_many(LIBRARY, [upload.document_id])


def test_new_file_is_read_in_place_of_the_first_which_is_kept(document):
    upload = new_file(document, SECOND)

    receive(event_of(key_of(upload)))

    after = reload(document)
    assert (after.state, after.file_id, after.file_number, after.file_count) == ("received", upload.document_id, 2, 2)
    assert (after.file_name, after.size, after.has_text) == ("Contract signed.pdf", len(SECOND), False)
    assert (after.title, list(after.tags)) == ("The contract", ["tag"])
    assert original(after) == SECOND
    [earlier] = files.list_earlier(LIBRARY, document.document_id)
    assert (earlier.number, earlier.file_name, earlier.added_by) == (1, "Contract.pdf", "user:ada")
    assert (earlier.reading["has_text"], earlier.reading["state"]) == (True, "ready")
    assert original(document) == FIRST
    [command] = sent_commands()
    assert (command.action, command.document_id) == (READ, document.document_id)
    assert is_gone(upload)
    assert not exists(key_of(upload))
    line = list_events(LIBRARY, document.document_id)[-1]
    assert (line.event, line.changes) == ("file_replaced", {"file": [1, 2]})


@pytest.mark.parametrize("state", [State.RECEIVED, State.WORKING, State.READY, State.FAILED])
def test_file_is_replaced_in_every_state_of_an_archived_document(cloud, state):
    document = make_document(state, lease_token="old", attempts=3)
    upload = new_file(document, SECOND)

    receive(event_of(key_of(upload)))

    after = reload(document)
    assert (after.state, after.file_number, after.lease_token, after.attempts) == (State.RECEIVED, 2, None, 0)


def test_file_that_cannot_be_accepted_leaves_the_document_as_it_was_and_needs_attention(document):
    before = reload(document).to_simple_dict()
    upload = new_file(document, bytes(range(256)))

    receive(event_of(key_of(upload)))

    refused = reload(upload)
    assert (refused.state, refused.reason_code, refused.replaces) == ("rejected", "not_taken", document.document_id)
    assert refused.attention_at
    assert reload(document).to_simple_dict() == before
    assert original(document) == FIRST


def test_same_file_twice_at_once_becomes_one_version(document):
    uploads = [new_file(document, SECOND), new_file(document, SECOND)]

    for upload in uploads:
        receive(event_of(key_of(upload)))

    assert reload(document).file_count == 2
    left = reload(uploads[1])
    assert (left.state, left.duplicate_of, left.attention_at) == ("rejected", document.document_id, None)


def test_file_of_another_document_is_refused_and_needs_attention(document, upload):
    other = upload(SECOND)
    version = new_file(document, SECOND)

    receive(event_of(key_of(version)))

    refused = reload(version)
    assert (refused.reason_code, refused.duplicate_of) == ("file_elsewhere", other.document_id)
    assert refused.attention_at
    assert reload(document).file_count == 1


def test_claim_that_another_document_takes_at_the_last_moment_is_respected(document, monkeypatch):
    version = new_file(document, SECOND)
    real = files.replaced

    def claim_first(*arguments, **options):
        monkeypatch.setattr(files, "replaced", real)
        other = make_document(State.READY, checksum_sha256=version.checksum_sha256)
        changes.amend(
            LIBRARY, other.document_id, lambda _: Change("received", also=[changes.claim(other)]), actor="test"
        )
        return real(*arguments, **options)

    monkeypatch.setattr(files, "replaced", claim_first)
    receive(event_of(key_of(version)))

    assert reload(version).reason_code == "file_elsewhere"
    assert reload(document).file_count == 1
    assert not exists(objects.original_key(LIBRARY, version.content_id))


def test_document_in_the_trash_gets_the_file_that_was_on_its_way(document):
    upload = new_file(document, SECOND)
    changes.amend(
        LIBRARY, document.document_id, lambda _: Change("trashed", {"trashed_at": timestamp()}), actor="user:ada"
    )

    receive(event_of(key_of(upload)))

    after = reload(document)
    assert (after.file_number, bool(after.trashed_at)) == (2, True)


def test_file_of_a_deleted_document_waits_until_someone_keeps_it_as_a_document(document):
    upload = new_file(document, SECOND)
    changes.erase(document, actor="test")

    receive(event_of(key_of(upload)))

    refused = reload(upload)
    assert (refused.state, refused.reason_code, refused.replaces) == ("rejected", "replaced_deleted", None)
    assert exists(key_of(upload))
    assert not exists(objects.original_key(LIBRARY, upload.content_id))
    # When it is tried again
    changes.amend(
        LIBRARY, upload.document_id, lambda _: Change("retried", {"state": State.AWAITING_UPLOAD}), actor="user:ada"
    )
    receive(event_of(key_of(upload), sequencer="0055AED6DCD90281E6"))
    assert reload(upload).state == State.RECEIVED
    assert original(reload(upload)) == SECOND


def originals():
    return list(objects.names_under(f"originals/{LIBRARY}/"))


def test_upload_that_is_rejected_while_it_is_received_leaves_no_original(document, monkeypatch):
    upload = new_file(document, SECOND)
    before = originals()
    store = receiving.archiving.store

    def store_then_reject(*arguments):
        store(*arguments)
        change = Change("rejected", {"state": State.REJECTED, **reasons.NEVER_CAME.attributes})
        changes.amend(LIBRARY, upload.document_id, lambda _: change, actor="sweep")

    monkeypatch.setattr(receiving.archiving, "store", store_then_reject)

    receive(event_of(key_of(upload)))

    assert (originals(), reload(document).file_number) == (before, 1)


def test_late_delivery_after_the_document_was_deleted_has_it_deleted_once_more(document, monkeypatch):
    # Given two deliveries of one upload, of which the late one stores its copy after the document is deleted
    upload = new_file(document, SECOND)
    event = event_of(key_of(upload))
    real = files.replaced
    done: list[Any] = []

    def be_late(*arguments, **options):
        if not done:
            done.append(True)
            receive(event)
            changes.erase(reload(document), actor="test")
            raise NotFoundError
        return real(*arguments, **options)

    monkeypatch.setattr(files, "replaced", be_late)

    receive(event)

    assert (PURGE, document.document_id) in {(command.action, command.document_id) for command in sent_commands()}


def test_one_file_more_than_the_limit_is_refused(document, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 2)
    uploads = [new_file(document, SECOND), new_file(document, THIRD)]

    for upload in uploads:
        receive(event_of(key_of(upload)))

    assert reload(document).file_count == 2
    assert reload(uploads[1]).reason == str(reasons.TOO_MANY_FILES.having(limit=2))
    assert original(reload(document)) == SECOND


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("module", "name"), STEPS)
def test_delivery_that_dies_at_any_step_is_completed_by_the_next(document, monkeypatch, module, name, after):
    upload = new_file(document, SECOND)
    event = event_of(key_of(upload))
    cut(monkeypatch, module, name, after=after)

    with pytest.raises(PowerCutError):
        receive(event)
    receive(event)

    current = reload(document)
    assert (current.state, current.file_number, original(current)) == (State.RECEIVED, 2, SECOND)
    assert original(document) == FIRST
    assert {(command.action, command.document_id) for command in sent_commands()} == {(READ, document.document_id)}
    assert not exists(key_of(upload))
    assert is_gone(upload)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_files_that_arrive_in_any_order_and_twice_are_all_kept(document, order):
    uploads = [new_file(document, content) for content in (SECOND, THIRD, b"Words.")]
    events = [event_of(key_of(upload)) for upload in uploads]

    for number in [*order, *reversed(order)]:
        receive(events[number])

    current = reload(document)
    assert (current.file_number, current.file_count) == (4, 4)
    assert current.file_id == uploads[order[-1]].document_id
    earlier = files.list_earlier(LIBRARY, document.document_id)
    assert [one.number for one in earlier] == [3, 2, 1]
    assert {one.file_id for one in earlier} == {None, *(uploads[number].document_id for number in order[:-1])}
    for one, content in zip(uploads, (SECOND, THIRD, b"Words."), strict=True):
        assert objects.read(objects.original_key(LIBRARY, one.content_id))[0] == content
    assert not any(exists(key_of(upload)) for upload in uploads)


def test_upload_that_never_comes_is_rejected_by_the_sweeper_and_the_document_stays(document, monkeypatch):
    upload = announced(SECOND, replaces=document.document_id)
    long_ago = "2026-01-01T00:00:00.000Z"
    changes.amend(LIBRARY, upload.document_id, lambda _: Change("aged", {"created_at": long_ago}), actor="test")
    reload(upload).update(actions=[type(upload).due_at.set(long_ago)])

    sweep()

    refused = reload(upload)
    assert (refused.reason_code, bool(refused.attention_at)) == ("never_came", True)
    assert reload(document).file_number == 1


def test_form_used_again_after_its_file_was_received_leaves_nothing(document):
    upload = new_file(document, SECOND)
    receive(event_of(key_of(upload)))
    put(upload, SECOND)

    receive(event_of(key_of(upload), sequencer="0055AED6DCD90281E6"))

    assert reload(document).file_count == 2
    assert not exists(key_of(upload))
    assert PURGE not in {command.action for command in sent_commands()}


def test_checksums_of_all_files_are_free_after_a_deletion(document):
    receive(event_of(key_of(new_file(document, SECOND))))
    current = reload(document)

    changes.erase(current, actor="test")

    assert tables.library.holder_of(LIBRARY, document.checksum_sha256) is None
    assert tables.library.holder_of(LIBRARY, current.checksum_sha256) is None


def test_lost_record_is_written_again_with_the_newest_file(document, monkeypatch):
    upload = new_file(document, SECOND)
    receive(event_of(key_of(upload)))
    reload(document).delete()
    for one in files.list_earlier(LIBRARY, document.document_id):
        tables.library.remove(LIBRARY, one.record_key)

    adopting._handle(LIBRARY, document.document_id)

    after = reload(document)
    assert (after.file_id, after.file_number, after.file_count) == (upload.document_id, 2, 2)
    assert original(after) == SECOND
    [earlier] = files.list_earlier(LIBRARY, document.document_id)
    assert (earlier.number, earlier.media_type, earlier.file_name) == (1, "application/pdf", "Contract.pdf")


def test_lost_record_of_a_restored_file_is_written_again_with_that_file(document):
    upload = new_file(document, SECOND)
    receive(event_of(key_of(upload)))
    [earlier] = files.list_earlier(LIBRARY, document.document_id)
    changes.amend(LIBRARY, document.document_id, lambda now: files.restored(now, earlier), actor="user:ada")
    reload(document).delete()

    adopting._handle(LIBRARY, document.document_id)

    after = reload(document)
    assert (after.file_id, after.file_number, after.file_count) == (None, 1, 2)
    assert [one.file_id for one in files.list_earlier(LIBRARY, document.document_id)] == [upload.document_id]
