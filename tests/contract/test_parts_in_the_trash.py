"""The parts of an e-mail or archive follow it into the trash, back, and into deletion, unless another one has them."""

from base64 import b64encode
from hashlib import sha256

import boto3
import pytest

from docloft import commands
from docloft.commands.registry import ALIGN_PARTS, PURGE
from docloft.lifecycle import parts
from docloft.lifecycle.states import State
from docloft_api.features.uploads import announcements
from docloft_storage import handler as storage
from docloft_worker import handler, reading
from services.storage.tests.conftest import event_of
from services.worker.tests.documents import sqs_event
from tests.contract.papers_with_parts import (
    OWNER,
    archive,
    children,
    everything,
    in_inbox,
    put,
    reload,
    restore,
    send,
    settle,
    trash,
    upload,
)
from tests.fixtures import LIBRARY, sent_commands
from tests.lambda_context import Context

pytestmark = pytest.mark.usefixtures("cloud")


def test_parts_go_to_the_trash_and_come_back_with_their_parent():
    inner = archive({"deep.txt": b"Deep"})
    mother = upload(archive({"inner.zip": inner, "a.txt": b"A", "alone.txt": b"B"}))
    found = children(mother)
    trash(found["alone.txt"])

    trash(mother)
    send(ALIGN_PARTS, mother)
    send(ALIGN_PARTS, mother)

    assert all(one.trashed_at for one in everything())

    restore(mother)
    send(ALIGN_PARTS, mother)

    assert [one.file_name for one in everything() if one.trashed_at] == ["alone.txt"]


def test_part_of_two_archives_leaves_only_with_both():
    first = upload(archive({"shared.txt": b"Shared", "a.txt": b"A"}))
    second = upload(archive({"shared.txt": b"Shared", "b.txt": b"B"}))
    shared = children(first)["shared.txt"]

    trash(first)
    send(ALIGN_PARTS, first)
    assert not reload(shared).trashed_at

    send(PURGE, first)
    assert reload(shared).parent_id == second.document_id

    trash(second)
    send(ALIGN_PARTS, second)
    assert reload(shared).trashed_at


def test_part_of_more_documents_than_are_listed_is_not_deleted_with_the_first_ones(monkeypatch):
    monkeypatch.setattr(parts, "_MAX_PARENTS", 1)
    mothers = [upload(archive({"logo.txt": b"Logo", f"{number}.txt": b"%d" % number})) for number in range(4)]
    logo = children(mothers[0])["logo.txt"]

    for mother in mothers[:3]:
        trash(mother)
        send(ALIGN_PARTS, mother)
        send(PURGE, mother)

    assert (reload(logo).state, reload(logo).trashed_at) == (State.READY, None)
    assert children(mothers[3])["logo.txt"].document_id == logo.document_id


def test_part_that_was_restored_alone_stays_out_of_the_trash_when_the_command_comes_again():
    mother = upload(archive({"kept.txt": b"Kept", "a.txt": b"A"}))
    kept = children(mother)["kept.txt"]
    trash(mother)
    send(ALIGN_PARTS, mother)
    restore(kept)

    send(ALIGN_PARTS, mother)

    assert not reload(kept).trashed_at

    restore(mother)
    settle()
    trash(mother)
    send(ALIGN_PARTS, mother)
    assert reload(kept).trashed_at


def _received(content):
    upload(content, "own.txt")


def _announced(content):
    checksum = b64encode(sha256(content).digest()).decode()
    announced = announcements.announce(
        OWNER,
        file_name="own.txt",
        media_type="text/plain",
        size=len(content),
        checksum_sha256=checksum,
        correlation_id="browser-0123456789",
        ticket=None,
    )
    assert not announced.awaits_bytes


@pytest.mark.parametrize("again", [_received, _announced])
def test_part_that_was_uploaded_by_itself_too_stays_when_its_mail_is_deleted(again):
    mother = upload(archive({"invoice.txt": b"Invoice", "a.txt": b"A"}))
    other = upload(archive({"invoice.txt": b"Invoice", "b.txt": b"B"}))
    invoice = children(mother)["invoice.txt"]

    again(b"Invoice")
    for one in (mother, other):
        trash(one)
        send(ALIGN_PARTS, one)
        send(PURGE, one)

    after = reload(invoice)
    assert (after.state, after.trashed_at, after.parent_id, after.also_in) == (State.READY, None, None, [])


def test_purge_deletes_the_parts_that_are_in_the_trash_and_their_objects():
    mother = upload(archive({"inner.zip": archive({"deep.txt": b"Deep"}), "kept.txt": b"Kept", "a.txt": b"A"}))
    kept = children(mother)["kept.txt"]
    trash(mother)
    send(ALIGN_PARTS, mother)
    restore(kept)

    send(PURGE, mother)
    send(PURGE, mother)

    (left,) = everything()
    assert (left.document_id, left.parent_id) == (kept.document_id, None)
    s3 = boto3.client("s3", region_name="eu-central-1")
    versions = s3.list_object_versions(Bucket="docloft-test-files", Prefix="originals/")["Versions"]
    assert {version["Key"].split("/")[2] for version in versions} == {kept.document_id}
    assert parts.list_parts(LIBRARY, mother.document_id) == []


def test_part_that_arrives_after_its_parent_was_trashed_is_in_the_trash():
    mother = put(archive({"late.txt": b"Late"}))
    storage.receive(event_of(in_inbox()[0]), Context())
    reading.read(LIBRARY, mother.document_id, until=1e12)
    sent_commands()
    (late,) = in_inbox()
    trash(mother)
    commands.send(ALIGN_PARTS, LIBRARY, document_id=mother.document_id)
    (command,) = sent_commands()
    handler.work(sqs_event(commands.encode(command)), Context())

    storage.receive(event_of(late), Context())
    settle()

    assert children(mother)["late.txt"].trashed_at
