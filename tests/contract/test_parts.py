"""The parts of an e-mail or archive become documents, once, whatever is delivered late, twice or interrupted."""

import gzip
from base64 import b64encode
from email.message import EmailMessage
from hashlib import sha256

import pytest

from docloft import commands, objects
from docloft.commands.registry import READ
from docloft.lifecycle import parts
from docloft.lifecycle.states import State
from docloft_storage import handler as storage
from docloft_worker import handler
from services.storage.tests.conftest import event_of
from services.worker.tests.documents import sqs_event
from services.worker.tests.signatures import signed
from tests.contract.papers_with_parts import (
    amend,
    archive,
    children,
    everything,
    in_inbox,
    put,
    reload,
    settle,
    upload,
)
from tests.fixtures import LIBRARY, make_document, sent_commands
from tests.lambda_context import Context

pytestmark = pytest.mark.usefixtures("cloud")


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
