"""Duplicate, late, reordered, concurrent and invalid events."""

import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from docloft import objects
from docloft.commands.registry import PURGE
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft_storage.receiving import _is_stale
from services.storage.tests import files
from services.storage.tests.conftest import announced, event_of, exists, key_of, original_of, put, receive, reload
from tests.fixtures import LIBRARY, sent_commands

EVENTS = Path(__file__).parents[1] / "events"


def test_test_event_of_s3_does_nothing(cloud):
    receive(json.loads((EVENTS / "test_event.json").read_text()))

    assert sent_commands() == []


@pytest.mark.parametrize(
    "key",
    [
        "inbox/some+file%20name.pdf",
        "inbox/%C3%BC/01JD0000000000000000000000",
        "inbox/../originals/x/01JD0000000000000000000000",
        "originals/lib/01JD0000000000000000000000",
        "inbox/lib/01JD0000000000000000000000/more",
    ],
)
def test_unknown_key_is_ignored(cloud, key):
    receive(event_of(key))

    assert sent_commands() == []


def test_url_encoded_key_is_decoded(cloud):
    document = announced(b"Words.")
    put(document, b"Words.")

    receive(event_of(key_of(document).replace("/", "%2F").replace("-", "%2D")))

    assert reload(document).state == State.RECEIVED


def test_form_used_again_after_deletion_has_its_bytes_deleted(cloud):
    # Given a document that was deleted permanently, and its upload form, which is still valid
    document = announced(b"Gone.")
    changes.erase(reload(document), actor="test")
    put(document, b"Gone.")

    receive(event_of(key_of(document)))

    # Then the worker deletes every version of what was uploaded
    [command] = sent_commands()
    assert (command.action, command.library_id, command.document_id) == (PURGE, LIBRARY, document.document_id)


def test_upload_whose_record_is_lost_is_kept(cloud):
    document = announced(b"Lost.")
    reload(document).delete()
    put(document, b"Lost.")

    receive(event_of(key_of(document)))

    assert exists(key_of(document))
    assert sent_commands() == []


@pytest.mark.parametrize("step", ["download", "copy", "write"])
def test_document_deleted_while_it_is_received_has_its_bytes_deleted(cloud, monkeypatch, step):
    content = files.pdf("one")
    document = announced(content)
    put(document, content)
    real = getattr(objects, step)

    def delete_first(*arguments, **options):
        monkeypatch.setattr(objects, step, real)
        changes.erase(reload(document), actor="test")
        return real(*arguments, **options)

    monkeypatch.setattr(objects, step, delete_first)
    receive(event_of(key_of(document)))

    assert [command.action for command in sent_commands()] == [PURGE]


def test_event_delivered_five_times_in_sequence_is_received_once(cloud):
    document = announced(b"Again.")
    put(document, b"Again.")

    for _ in range(5):
        receive(event_of(key_of(document)))

    after = reload(document)
    assert (after.state, after.version) == (State.RECEIVED, 2)
    assert original_of(document)["Body"].read() == b"Again."


def test_event_delivered_five_times_at_once_is_received_once(cloud, monkeypatch):
    # Given no sandbox: one child process serves one caller at a time
    from docloft_storage import identify, inspection

    def inspect(path):
        found = identify.identify(str(path))
        return inspection.Inspection(found["media_type"], found, thumbnail=None)

    monkeypatch.setattr(inspection, "inspect", inspect)
    document = announced(b"At once.")
    put(document, b"At once.")

    with ThreadPoolExecutor(5) as together:
        list(together.map(lambda _: receive(event_of(key_of(document))), range(5)))

    after = reload(document)
    assert (after.state, after.version) == (State.RECEIVED, 2)
    assert original_of(document)["Body"].read() == b"At once."
    assert {command.document_id for command in sent_commands()} == {document.document_id}


def test_older_event_after_a_newer_one_changes_nothing(cloud):
    document = announced(b"Newer.")
    put(document, b"Newer.")
    receive(event_of(key_of(document), sequencer="00B0"))
    put(document, b"Newer.")

    receive(event_of(key_of(document), sequencer="00A"))

    assert reload(document).version == 2


@pytest.mark.parametrize(
    ("known", "incoming", "stale"),
    [("00A", "00B", False), ("00B", "00A", True), ("00A", "00A", False), ("00A", "00A1", False), ("00A1", "00A", True)],
)
def test_sequencers_compare_after_padding_on_the_right(known, incoming, stale):
    assert _is_stale(Document(sequencer=known), incoming) is stale


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_events_in_any_order_lead_to_the_same_state(cloud, order):
    # Given an upload, a copy of it, another upload and a test event; each delivered twice
    first, copy, other = announced(b"One."), announced(b"One."), announced(b"Two.")
    for document, content in ((first, b"One."), (copy, b"One."), (other, b"Two.")):
        put(document, content)
    events = [event_of(key_of(document)) for document in (first, copy, other)]
    events.append(json.loads((EVENTS / "test_event.json").read_text()))

    for number in [*order, *reversed(order)]:
        receive(events[number])

    states = {reload(first).state, reload(copy).state}
    assert states == {State.RECEIVED, State.REJECTED}
    assert reload(other).state == State.RECEIVED
    assert not any(exists(key_of(document)) for document in (first, copy, other))


def test_bad_record_does_not_block_the_others(cloud):
    document = announced(b"Fine.")
    put(document, b"Fine.")
    event = event_of(key_of(document))
    event["Records"].insert(0, {"s3": {"object": {}}})

    with pytest.raises(KeyError):
        receive(event)

    assert reload(document).state == State.RECEIVED
