"""Each record goes back by a write of its own, refused when somebody was faster."""

from base64 import urlsafe_b64encode

import boto3
import pytest

from docloft import objects, tables
from docloft.commands.registry import READ
from docloft.documents import changes
from docloft.documents.states import State
from docloft.tables import transactions
from operate import comparing, copies, records
from operate.tests.cards import BODY, archived, copy_of, key_of, now_of
from tests.fixtures import LIBRARY, sent_commands

pytestmark = pytest.mark.usefixtures("cloud")


def test_card_comes_back_with_a_version_nobody_has_seen_and_a_line_of_history():
    document = archived(title="As it was")
    item = copy_of(document)
    changes.amend(*key_of(document), lambda _: changes.Change("edited", {"title": "Later"}), actor="test")
    now_of(document).delete()

    assert records.put_back(item)

    back = now_of(document)
    assert (back.title, back.state, back.version) == ("As it was", State.READY, 3)
    assert [line.event for line in tables.history.list_events(*key_of(document))] == ["created", "edited", "put_back"]
    assert changes.holder_of(LIBRARY, document.checksum_sha256) == document.document_id
    assert sent_commands() == []


def test_card_that_is_there_again_is_left_alone():
    document = archived()

    assert not records.put_back(copy_of(document))
    assert now_of(document).version == 1


def test_bytes_uploaded_again_meanwhile_keep_their_claim():
    document, again = archived(), archived()
    item = copy_of(document)
    document.delete()
    transactions.commit(changes.claim(again))

    assert records.put_back(item)
    assert changes.holder_of(LIBRARY, document.checksum_sha256) == again.document_id


def test_card_of_a_moment_when_its_bytes_were_on_their_way_is_received_and_read():
    document = archived(state=State.AWAITING_UPLOAD)
    item = copy_of(document)
    document.delete()

    assert records.put_back(item)

    back = now_of(document)
    assert (back.state, back.library_state) == (State.RECEIVED, f"{LIBRARY}#received")
    assert (back.size, back.due_at is not None) == (len(BODY), True)
    assert [(command.action, command.document_id) for command in sent_commands()] == [(READ, document.document_id)]


def test_card_that_waits_for_bytes_that_never_came_goes_on_waiting():
    document = archived(state=State.AWAITING_UPLOAD)
    objects.remove(objects.original_key(*key_of(document)))
    item = copy_of(document)
    document.delete()

    assert records.put_back(item)
    assert now_of(document).state == State.AWAITING_UPLOAD
    assert changes.holder_of(LIBRARY, document.checksum_sha256) is None


def test_card_whose_words_are_gone_is_read_again():
    document = archived(has_text=True)
    item = copy_of(document)
    document.delete()

    records.put_back(item)

    assert now_of(document).state == State.RECEIVED
    assert len(sent_commands()) == 1


def test_changed_card_is_turned_back_unless_it_changed_once_more():
    document = archived(title="As it was")
    then = copy_of(document)
    change = changes.Change("edited", {"title": "Spoilt", "document_date": "2026-01-01"})
    changes.amend(*key_of(document), lambda _: change, actor="test")
    compared = copy_of(document)

    assert records.turn_back(compared, then)
    back = now_of(document)
    assert (back.title, back.document_date, back.version) == ("As it was", None, 3)
    assert not records.turn_back(compared, then)
    assert now_of(document).version == 3


def test_record_of_another_table_is_written_only_if_it_is_as_it_was_compared():
    name = tables.library.LibraryItem.Meta.table_name
    record = {
        "library_id": {"S": LIBRARY},
        "record_key": {"S": "member#one"},
        "created_at": {"S": "2026-11-25T08:00:00.000Z"},
        "role": {"S": "viewer"},
    }
    changed = {**record, "role": {"S": "owner"}}

    assert records.put(name, record, None)
    assert not records.put(name, changed, None)
    assert not records.put(name, record, changed)
    assert records.put(name, changed, record)
    assert comparing.items(name)[(LIBRARY, "member#one")]["role"] == {"S": "owner"}


def test_original_without_a_card_gets_one_from_what_it_carries():
    document = archived()
    metadata = {
        "file-name": urlsafe_b64encode("Größe.pdf".encode()).decode(),
        "checksum-sha256": document.checksum_sha256,
        "created-at": "2026-11-25T08:00:00.000Z",
    }
    key = objects.original_key(*key_of(document))
    objects.copy(key, f"{key}-", content_type="application/pdf", metadata=metadata)
    objects.copy(f"{key}-", key, content_type="application/pdf", metadata=metadata)
    document.delete()

    assert records.adopt(*key_of(document))

    card = now_of(document)
    assert (card.state, card.title, card.file_name) == (State.RECEIVED, "Größe", "Größe.pdf")
    assert (card.media_type, card.size, card.version) == ("application/pdf", len(BODY), 2)
    assert card.created_at == "2026-11-25T08:00:00.000Z"
    assert [command.document_id for command in sent_commands()] == [document.document_id]
    assert not records.adopt(*key_of(document))


def test_table_gets_back_what_its_template_gives_it_and_a_second_time_nothing_changes():
    name = tables.jobs.Job.Meta.table_name
    described = {
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": "true"},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": "true"},
        "DeletionProtectionEnabled": "true",
    }

    for _ in range(2):
        copies.settle(name, described)

    dynamodb = boto3.client("dynamodb")
    table = dynamodb.describe_table(TableName=name)["Table"]
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["DeletionProtectionEnabled"] is True
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert (ttl["TimeToLiveStatus"], ttl["AttributeName"]) == ("ENABLED", "expires_at")
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_rejected_document_that_comes_back_does_not_claim_its_bytes():
    document = archived(state=State.REJECTED)
    item = copy_of(document)
    document.delete()

    assert records.put_back(item)
    assert changes.holder_of(LIBRARY, document.checksum_sha256) is None
