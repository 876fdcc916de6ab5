"""Originals without a document record: a lost record is written again, an interrupted deletion is finished."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from docloft import objects, tables
from docloft.commands.registry import PURGE, READ
from docloft.errors import NotFoundError
from docloft.lifecycle import changes, metadata
from docloft.lifecycle.states import State
from docloft_storage import adopting, handler
from services.storage.tests import files
from services.storage.tests.conftest import exists, key_of, reload
from tests.fixtures import LIBRARY, OTHER_LIBRARY, sent_commands
from tests.lambda_context import Context
from tests.narrowing import present

ORIGINALS = json.loads((Path(__file__).parents[1] / "events" / "originals.json").read_text())


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """Documents that were just made count as settled."""
    monkeypatch.setattr(adopting, "SETTLED", timedelta(seconds=-60))


def adopt(seconds=300.0):
    sent_commands()
    return handler.sweep(ORIGINALS, Context(seconds))


def lose(document):
    """Deletes the record, but neither its history nor its objects."""
    reload(document).delete()


def original_key(document):
    return objects.original_key(document.library_id, document.document_id)


def test_original_whose_record_is_lost_gets_a_new_one(upload):
    before = upload(files.pdf("one", "two"), name="Größe.pdf")
    lose(before)

    assert adopt() == {"originals_adopted": 1}

    after = reload(before)
    same = ("file_name", "media_type", "size", "pages", "checksum_sha256", "created_at", "thumbnail_width")
    assert {name: getattr(after, name) for name in same} == {name: getattr(before, name) for name in same}
    assert (after.state, after.version, after.title) == (State.RECEIVED, before.version + 1, "Größe")
    assert after.due_at
    assert tables.library.holder_of(LIBRARY, after.checksum_sha256) == after.document_id
    assert [line.event for line in tables.history.list_events(LIBRARY, after.document_id)][-1] == "adopted"
    [command] = sent_commands()
    assert (command.action, command.document_id) == (READ, after.document_id)


def test_date_added_that_an_import_restored_is_not_lost_with_the_record(upload):
    before = upload(b"Imported.")
    earlier = "2019-03-01T10:00:00.000Z"
    imported = changes.Change(
        "imported", {"created_at": earlier}, recorded={metadata.ADDED: [before.created_at, earlier]}
    )
    changes.amend(LIBRARY, before.document_id, lambda _: imported, actor="user:ada")
    lose(before)

    adopt()

    assert reload(before).created_at == earlier


def test_second_run_finds_nothing_left_to_do(upload):
    lose(upload(b"Again."))
    adopt()

    assert adopt() == {}


def test_original_with_a_record_is_left_alone(upload):
    document = upload(b"Fine.")

    assert adopt() == {}

    assert reload(document).version == document.version


def test_interrupted_deletion_is_finished(upload):
    document = upload(b"Deleted.")
    changes.erase(document, actor="test")

    assert adopt() == {"deletions_resumed": 1}

    [command] = sent_commands()
    assert (command.action, command.library_id, command.document_id) == (PURGE, LIBRARY, document.document_id)
    with pytest.raises(NotFoundError):
        tables.documents.find(LIBRARY, document.document_id)


def test_original_with_the_bytes_of_another_document_is_left(upload):
    first = upload(b"Same.")
    lose(first)
    present(
        tables.library.find(changes.ChecksumClaim, LIBRARY, changes.ChecksumClaim.key(first.checksum_sha256))
    ).delete()
    upload(b"Same.")

    assert adopt() == {"originals_left": 1}

    assert exists(original_key(first))


def test_object_that_docloft_did_not_store_is_left(cloud):
    objects.write(objects.original_key(LIBRARY, "01JD0000000000000000000000"), b"foreign", "text/plain")

    assert adopt() == {}
    assert sent_commands() == []


def test_all_libraries_and_pages_are_handled(upload, monkeypatch):
    monkeypatch.setattr(adopting, "_GROUP", 2)
    libraries = (LIBRARY, OTHER_LIBRARY)
    lost = [upload(f"Text {number}.".encode(), library_id=one) for one in libraries for number in range(3)]
    for document in lost:
        lose(document)

    assert adopt() == {"originals_adopted": 6}

    assert {reload(document).state for document in lost} == {State.RECEIVED}


def test_young_original_is_left_to_the_function_that_is_storing_it(upload, monkeypatch):
    monkeypatch.setattr(adopting, "SETTLED", timedelta(hours=1))
    lose(upload(b"Young."))

    assert adopt() == {}


def test_error_with_one_original_does_not_block_the_others(upload, monkeypatch):
    troubled, fine = upload(b"Troubled."), upload(b"Fine.")
    lose(troubled)
    lose(fine)
    download = objects.download

    def failing(key, path):
        if key == original_key(troubled):
            raise TimeoutError
        return download(key, path)

    monkeypatch.setattr(objects, "download", failing)

    with pytest.raises(ExceptionGroup):
        adopt()

    assert reload(fine).state == State.RECEIVED
    assert not exists(key_of(fine))


def test_run_without_time_left_handles_nothing(upload):
    lose(upload(b"Later."))

    assert adopt(seconds=1) == {}
    assert adopt() == {"originals_adopted": 1}
