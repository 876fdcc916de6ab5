"""Each record is written back separately, and not at all if it was changed in the meantime."""

from base64 import urlsafe_b64encode

import boto3
import pytest

from docloft import objects, tables
from docloft.commands.registry import READ
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.tables import transactions
from operate import backups, comparing, repairs
from operate.tests.records import BODY, archived, copy_of, key_of, now_of
from tests.fixtures import LIBRARY, sent_commands

pytestmark = pytest.mark.usefixtures("cloud")


def test_missing_document_is_restored_with_a_new_version_and_a_history_event():
    document = archived(title="As it was")
    item = copy_of(document)
    changes.amend(*key_of(document), lambda _: changes.Change("edited", {"title": "Later"}), actor="test")
    now_of(document).delete()

    assert repairs.put_back(item)

    back = now_of(document)
    assert (back.title, back.state, back.version) == ("As it was", State.READY, 3)
    assert [line.event for line in tables.history.list_events(*key_of(document))] == ["created", "edited", "put_back"]
    assert tables.library.holder_of(LIBRARY, document.checksum_sha256) == document.document_id
    assert sent_commands() == []


def test_document_that_exists_again_is_left_alone():
    document = archived()

    assert not repairs.put_back(copy_of(document))
    assert now_of(document).version == 1


def test_bytes_that_were_uploaded_again_keep_their_claim():
    document, again = archived(), archived()
    item = copy_of(document)
    document.delete()
    transactions.commit(changes.claim(again))

    assert repairs.put_back(item)
    assert tables.library.holder_of(LIBRARY, document.checksum_sha256) == again.document_id


def test_document_whose_bytes_have_arrived_since_is_received_and_read():
    document = archived(state=State.AWAITING_UPLOAD)
    item = copy_of(document)
    document.delete()

    assert repairs.put_back(item)

    back = now_of(document)
    assert (back.state, back.library_state) == (State.RECEIVED, f"{LIBRARY}#received")
    assert (back.size, back.due_at is not None) == (len(BODY), True)
    assert [(command.action, command.document_id) for command in sent_commands()] == [(READ, document.document_id)]


def test_document_whose_bytes_never_arrived_keeps_waiting():
    document = archived(state=State.AWAITING_UPLOAD)
    objects.remove(objects.original_key(*key_of(document)))
    item = copy_of(document)
    document.delete()

    assert repairs.put_back(item)
    assert now_of(document).state == State.AWAITING_UPLOAD
    assert tables.library.holder_of(LIBRARY, document.checksum_sha256) is None


def test_document_whose_text_is_gone_is_read_again():
    document = archived(has_text=True)
    item = copy_of(document)
    document.delete()

    repairs.put_back(item)

    assert now_of(document).state == State.RECEIVED
    assert len(sent_commands()) == 1


def test_changed_document_is_reverted_unless_it_changed_again():
    document = archived(title="As it was")
    then = copy_of(document)
    change = changes.Change("edited", {"title": "Spoilt", "document_date": "2026-01-01"})
    changes.amend(*key_of(document), lambda _: change, actor="test")
    compared = copy_of(document)

    assert repairs.revert(compared, then)
    back = now_of(document)
    assert (back.title, back.document_date, back.version) == ("As it was", None, 3)
    assert not repairs.revert(compared, then)
    assert now_of(document).version == 3


def test_record_of_another_table_is_written_only_if_unchanged_since_the_comparison():
    name = tables.library.LibraryItem.Meta.table_name
    record = {
        "library_id": {"S": LIBRARY},
        "record_key": {"S": "member#one"},
        "created_at": {"S": "2026-11-25T08:00:00.000Z"},
        "role": {"S": "viewer"},
    }
    changed = {**record, "role": {"S": "owner"}}

    assert repairs.put_record(name, record, None)
    assert not repairs.put_record(name, changed, None)
    assert not repairs.put_record(name, record, changed)
    assert repairs.put_record(name, changed, record)
    assert comparing.items(name)[(LIBRARY, "member#one")]["role"] == {"S": "owner"}


def test_document_is_created_from_the_metadata_of_its_original():
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

    assert repairs.adopt(*key_of(document))

    record = now_of(document)
    assert (record.state, record.title, record.file_name) == (State.RECEIVED, "Größe", "Größe.pdf")
    assert (record.media_type, record.size, record.version) == ("application/pdf", len(BODY), 2)
    assert record.created_at == "2026-11-25T08:00:00.000Z"
    assert [command.document_id for command in sent_commands()] == [document.document_id]
    assert not repairs.adopt(*key_of(document))


def test_table_gets_the_settings_of_its_template_and_doing_it_twice_changes_nothing():
    name = tables.jobs.Job.Meta.table_name
    described = {
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": "true"},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": "true"},
        "DeletionProtectionEnabled": "true",
    }

    for _ in range(2):
        backups.settle(name, described)

    dynamodb = boto3.client("dynamodb")
    table = dynamodb.describe_table(TableName=name)["Table"]
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["DeletionProtectionEnabled"] is True
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert (ttl["TimeToLiveStatus"], ttl["AttributeName"]) == ("ENABLED", "expires_at")
    recovery = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert recovery["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_restored_rejected_document_does_not_claim_its_bytes():
    document = archived(state=State.REJECTED)
    item = copy_of(document)
    document.delete()

    assert repairs.put_back(item)
    assert tables.library.holder_of(LIBRARY, document.checksum_sha256) is None
