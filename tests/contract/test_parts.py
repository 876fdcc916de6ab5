"""The parts of an e-mail or archive, from its upload to its deletion, through the Lambda handlers of storage and
worker, with moto between them: what one writes, the next one reads.
"""

import gzip
import io
import zipfile
from base64 import b64encode
from email.message import EmailMessage
from hashlib import sha256

import boto3
import pytest

from docloft import commands, objects, reasons, tables
from docloft.commands.registry import ALIGN_PARTS, PURGE, READ
from docloft.documents import changes, parts
from docloft.documents.changes import Change
from docloft.documents.names import title_from
from docloft.documents.states import State
from docloft.errors import Refused
from docloft.roles import Role
from docloft_api.features.archive import edits
from docloft_api.features.uploads import announcements
from docloft_api.identity.people import Person
from docloft_storage import handler as storage
from docloft_worker import expansion, handler, leases, reading, time_limit
from services.storage.tests.conftest import Context, event_of
from services.worker.tests.documents import sqs_event
from services.worker.tests.signatures import signed
from tests.fixtures import LIBRARY, make_document, sent_commands

pytestmark = pytest.mark.usefixtures("cloud")

OWNER = Person("anna", None, LIBRARY, Role.OWNER, "user:anna")


def archive(files, method=zipfile.ZIP_DEFLATED):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as opened:
        for name, content in files.items():
            # A fixed date: the same files always produce the same bytes.
            opened.writestr(zipfile.ZipInfo(name), content, method)
    return body.getvalue()


def upload(content, name="Papers.zip"):
    """Puts a document into the inbox and lets everything that follows happen. Returns the document."""
    document = put(content, name)
    settle()
    return reload(document)


def put(content, name="Papers.zip"):
    checksum = b64encode(sha256(content).digest()).decode()
    document = make_document(file_name=name, title=title_from(name), size=len(content), checksum_sha256=checksum)
    objects.write(objects.inbox_key(LIBRARY, document.document_id), content, "application/octet-stream")
    return document


def in_inbox():
    s3 = boto3.client("s3", region_name="eu-central-1")
    listed = s3.list_objects_v2(Bucket="docloft-test-files", Prefix="inbox/")
    return [entry["Key"] for entry in listed.get("Contents", [])]


def settle(order=list):
    """Delivers S3's events and the queue's commands until none are left. `order` may repeat or shuffle them."""
    for _ in range(30):
        keys, queued = in_inbox(), sent_commands()
        if not keys and not queued:
            return
        for key in order(keys):
            storage.receive(event_of(key), Context())
        for command in order(queued):
            result = handler.work(sqs_event(commands.encode(command)), Context())
            assert result == {"batchItemFailures": []}
    raise AssertionError("This never ends.")


def send(action, document):
    commands.send(action, LIBRARY, document_id=document.document_id)
    settle()


def reload(document):
    return tables.documents.find(LIBRARY, document.document_id)


def everything():
    return list(tables.documents.list_all(LIBRARY))


def children(document):
    """Names and documents of the parts, in order."""
    found = parts.list_parts(LIBRARY, document.document_id)
    return {part.name: tables.documents.find(LIBRARY, part.document_id) for part in found}


def amend(document, **values):
    changes.amend(LIBRARY, document.document_id, lambda _: Change("changed", values), actor="test")


def trash(document):
    amend(document, trashed_at="2026-11-28T18:00:00.000Z")


def restore(document):
    edits.restore(OWNER, document.document_id, None)


def test_files_of_an_archive_become_documents_that_are_read():
    mother = upload(archive({"2024/March/Brief.txt": b"Wacholder", "notes.md": b"# Title\n\n[link](https://x)"}))

    assert (mother.state, mother.children, mother.partial) == (State.READY, 2, [])
    found = children(mother)
    assert list(found) == ["2024/March/Brief.txt", "notes.md"]
    letter = found["2024/March/Brief.txt"]
    assert (letter.state, letter.has_text, letter.title, letter.file_name) == (
        State.READY,
        True,
        "Brief",
        "Brief.txt",
    )
    assert (letter.parent_id, letter.depth) == (mother.document_id, 1)


def test_attachments_of_a_mail_become_documents_and_its_subject_its_title():
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "a@example.org", "Your order", "<1@example.org>"
    mail.set_content("Peregrine")
    mail.add_attachment("Invoice", filename="../../invoice.txt")
    mail.add_attachment(archive({"deep.txt": b"Deep"}), "application", "zip", filename="files.zip")

    mother = upload(mail.as_bytes(), "download.eml")

    assert (mother.title, mother.media_type, mother.children) == ("Your order", "message/rfc822", 2)
    assert list(children(mother)) == ["invoice.txt", "files.zip"]
    assert children(children(mother)["files.zip"])["deep.txt"].depth == 2


def test_signed_file_has_what_was_signed_named_after_it():
    mother = upload(signed(b"Fattura 4711, zebrawood"), "Fattura 4711.txt.p7m")

    [(name, child)] = children(mother).items()
    assert (name, child.title, child.state, child.has_text) == ("Fattura 4711.txt", "Fattura 4711", State.READY, True)
    assert (mother.state, mother.partial) == (State.READY, [])


def test_content_of_a_compressed_file_without_a_name_is_named_after_it():
    mother = upload(gzip.compress(b"Wacholder", mtime=0), "list.txt.gz")

    assert list(children(mother)) == ["list.txt"]


def test_title_that_someone_gave_to_a_mail_is_kept():
    mail = put(b"From: a@example.org\nMessage-ID: <1@example.org>\nSubject: Your order\n\nText", "x.eml")
    amend(mail, title="Mine")
    settle()

    assert reload(mail).title == "Mine"


def test_archive_that_is_read_again_late_and_twice_makes_no_second_child():
    mother = upload(archive({"a.txt": b"first", "b.txt": b"second"}))
    before = {one.document_id: one.version for one in everything() if one.parent_id}

    amend(mother, state=State.RECEIVED)
    for _ in range(2):
        commands.send(READ, LIBRARY, document_id=mother.document_id)
    settle(order=lambda given: [*given, *given])

    assert {one.document_id: one.version for one in everything() if one.parent_id} == before
    assert (reload(mother).state, reload(mother).children) == (State.READY, 2)


def test_delivery_that_dies_half_way_is_continued(monkeypatch):
    mother = put(archive({f"{number}.txt": f"text {number}".encode() for number in range(4)}))
    upload, uploaded = objects.upload, []

    def dies(key, *arguments, **options):
        uploaded.append(key)
        if len(uploaded) == 3:
            raise OSError("The connection was closed.")
        upload(key, *arguments, **options)

    monkeypatch.setattr(objects, "upload", dies)
    storage.receive(event_of(in_inbox()[0]), Context())
    (command,) = sent_commands()
    body = commands.encode(command)
    assert handler.work(sqs_event(body), Context())["batchItemFailures"]

    handler.work(sqs_event(body), Context())
    settle(order=lambda given: sorted([*given, *given], key=repr, reverse=True))

    assert [one.state for one in children(reload(mother)).values()] == [State.READY] * 4
    assert len(everything()) == 5


def test_part_that_the_library_has_already_is_listed_and_not_refused():
    known = upload(b"The same letter.", "Letter.txt")

    first = upload(archive({"copy.txt": b"The same letter.", "other.txt": b"Another one."}))
    second = upload(archive({"again/other.txt": b"Another one."}))

    assert children(first)["copy.txt"].document_id == known.document_id
    shared = children(first)["other.txt"]
    assert children(second)["again/other.txt"].document_id == shared.document_id
    assert len(everything()) == 4
    assert reload(known).parent_id is None


def test_two_parts_with_the_same_bytes_that_arrive_at_once_are_one_document():
    """Both are announced before either is received."""
    first = put(archive({"one.txt": b"Same", "x.txt": b"x"}))
    second = put(archive({"two.txt": b"Same", "y.txt": b"y"}))
    settle()

    (one,) = [one for one in everything() if one.file_name in {"one.txt", "two.txt"} and one.state == State.READY]
    assert children(first)["one.txt"].document_id == children(second)["two.txt"].document_id == one.document_id
    assert {one.parent_id, *one.also_in} == {first.document_id, second.document_id}


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


def test_nested_archives_are_opened_three_levels_deep():
    content = b"The innermost text."
    for level in range(6):
        content = archive({f"level{level}.zip" if level else "text.txt": content})
    upload(content)

    by_depth = {int(one.depth): one for one in everything()}
    assert sorted(by_depth) == [0, 1, 2, 3]
    assert [by_depth[depth].partial for depth in range(4)] == [[], [], [], ["parts_left_out"]]


def test_archive_of_archives_cannot_multiply_without_bound(monkeypatch):
    """The kind of 42.zip: each level contains ten of the next one."""
    monkeypatch.setattr(parts, "MAX_TREE", 30)

    def level(depth, seed):
        if depth == 0:
            return {"x.txt": f"text {seed}".encode()}
        return {f"{number}.zip": archive(level(depth - 1, f"{seed}-{number}")) for number in range(5)}

    mother = upload(archive(level(3, "s")))

    assert len(everything()) <= 31
    assert mother.children == 5
    assert any("parts_left_out" in one.partial for one in everything())


def test_archive_with_too_many_files_says_so_and_keeps_the_first(monkeypatch):
    monkeypatch.setattr(parts, "MAX_PARTS", 3)
    mother = upload(archive({f"{number:02}.txt": f"{number}".encode() for number in range(5)}))

    assert (mother.children, mother.partial) == (3, ["parts_left_out"])
    assert list(children(mother)) == ["00.txt", "01.txt", "02.txt"]


def test_ten_thousand_empty_files_are_no_documents():
    mother = upload(archive({f"{number}.txt": b"" for number in range(10_000)}))

    assert (mother.state, mother.children, mother.partial) == (State.READY, 0, [])


def test_bomb_is_left_out():
    mother = upload(archive({"bomb.txt": b"\0" * 40_000_000, "real.txt": b"Real"}))

    assert (mother.children, mother.partial) == (1, ["parts_left_out"])
    assert list(children(mother)) == ["real.txt"]


def _count_taken(monkeypatch):
    taken, add = [], expansion._Family.add

    def counted(family, part):
        taken.append(part.number)
        add(family, part)

    monkeypatch.setattr(expansion._Family, "add", counted)
    return taken


def test_parts_that_were_received_are_not_taken_out_again(monkeypatch):
    taken = _count_taken(monkeypatch)
    mother = upload(archive({f"{number}.txt": f"text {number}".encode() for number in range(4)}))
    assert len(taken) == 4

    amend(mother, state=State.RECEIVED)
    send(READ, mother)

    assert (len(taken), reload(mother).children, reload(mother).partial) == (4, 4, [])


class Clock:
    """Each call into the child takes ten seconds."""

    def __init__(self, monkeypatch):
        self.now, self.call = 0.0, reading.sandbox.call
        monkeypatch.setattr(time_limit.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(reading.sandbox, "call", self.called)

    def called(self, target, *arguments, **options):
        self.now += 10.0 if target.endswith(":pieces") else 0
        return self.call(target, *arguments, **options)


def test_archive_that_takes_too_long_is_continued_in_the_next_delivery(monkeypatch):
    monkeypatch.setattr(expansion, "PIECE_BYTES", 10)
    mother = put(archive({f"{number}.txt": f"text {number}".encode() * 2 for number in range(6)}))
    storage.receive(event_of(in_inbox()[0]), Context())
    clock, made = Clock(monkeypatch), []

    for _ in range(2):
        with pytest.raises(time_limit.NoTimeLeftError):
            reading.read(LIBRARY, mother.document_id, until=clock.now + 25)
        made.append(len(children(mother)))
        for key in in_inbox():
            storage.receive(event_of(key), Context())

    assert 0 < made[0] < made[1] < 6
    reading.read(LIBRARY, mother.document_id, until=clock.now + 200)
    assert (reload(mother).state, reload(mother).children, reload(mother).partial) == (State.READY, 6, [])


def test_archive_with_a_file_that_takes_a_whole_delivery_ends(monkeypatch):
    monkeypatch.setattr(expansion, "PIECE_BYTES", 10)
    mother = put(archive({"small.txt": b"Small", "large.txt": b"ten bytes." * 20, "other.txt": b"Other"}))
    storage.receive(event_of(in_inbox()[0]), Context())
    clock = Clock(monkeypatch)

    with pytest.raises(time_limit.NoTimeLeftError):
        reading.read(LIBRARY, mother.document_id, until=clock.now + 35)
    for key in in_inbox():
        storage.receive(event_of(key), Context())
    reading.read(LIBRARY, mother.document_id, until=clock.now + 35)

    assert (reload(mother).state, reload(mother).children) == (State.READY, 1)
    assert reload(mother).partial == ["parts_left_out"]


def test_archive_whose_deliveries_all_run_out_of_time_ends(monkeypatch):
    monkeypatch.setattr(expansion, "PIECE_BYTES", 10)
    mother = put(archive({f"{number}.txt": f"text {number}".encode() * 2 for number in range(9)}))
    storage.receive(event_of(in_inbox()[0]), Context())
    clock = Clock(monkeypatch)

    for _ in range(leases.MAX_ATTEMPTS - 1):
        with pytest.raises(time_limit.NoTimeLeftError):
            # The part is not received either, so the next delivery takes it out again.
            reading.read(LIBRARY, mother.document_id, until=clock.now + 25)
    reading.read(LIBRARY, mother.document_id, until=clock.now + 25)

    assert (reload(mother).state, reload(mother).partial) == (State.READY, ["parts_left_out"])
    assert 0 < reload(mother).children < 9
    assert reload(mother).attention_at


def test_parts_are_still_listed_when_their_archive_cannot_be_opened_again(monkeypatch):
    mother = upload(archive({"kept.txt": b"Kept", "a.txt": b"A"}))
    call = reading.sandbox.call

    def fails(target, *arguments, **options):
        if target.endswith(":listing"):
            raise Refused(reasons.DAMAGED_ARCHIVE)
        return call(target, *arguments, **options)

    monkeypatch.setattr(reading.sandbox, "call", fails)
    amend(mother, state=State.RECEIVED)
    send(READ, mother)

    assert (reload(mother).children, reload(mother).partial) == (2, ["parts_left_out"])


def test_part_whose_size_is_listed_too_small_gets_no_larger_share_of_the_bytes(monkeypatch):
    monkeypatch.setattr(parts, "MAX_TREE_BYTES", 10_000)
    call = reading.sandbox.call

    def listed(target, *arguments, **options):
        found = call(target, *arguments, **options)
        if target.endswith(":listing"):
            return {**found, "parts": [{**one, "size": 10} for one in found["parts"]]}
        return found

    monkeypatch.setattr(reading.sandbox, "call", listed)
    mother = upload(archive({"one.txt": b"one " * 1000, "two.txt": b"two " * 1000}))

    assert sum(one.bytes_allowed for one in children(mother).values()) <= 10_000


def test_parts_of_a_new_file_are_added_to_those_of_the_first():
    mother = upload(archive({"a.txt": b"Wacholder", "b.txt": b"Peregrine"}))
    body = archive({"a.txt": b"Other bytes", "c.txt": b"Peregrine"})
    checksum = b64encode(sha256(body).digest()).decode()
    new = make_document(replaces=mother.document_id, size=len(body), checksum_sha256=checksum)
    objects.write(objects.inbox_key(LIBRARY, new.document_id), body, "application/zip")

    settle()

    after = reload(mother)
    assert (after.state, after.file_number, after.children, after.partial) == (State.READY, 2, 3, [])
    assert list(children(mother)) == ["a.txt", "c.txt"]
    found = {part.document_id: part.file_id for part in parts.list_parts(LIBRARY, mother.document_id)}
    assert sorted(map(str, found.values())) == sorted(["None", new.document_id, new.document_id])
