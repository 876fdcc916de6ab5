"""Receiving moves uploads from the inbox into the archive. The file is long because one decision depends on the bytes
of a file, its type, its size, its owner and what the library has already.
"""

import io
from base64 import urlsafe_b64decode

import pytest

from docloft import objects, reasons, tables
from docloft.commands.registry import READ
from docloft.errors import Refused
from docloft.lifecycle.states import State
from docloft.sandbox import ChildFailed
from docloft.settings import settings
from docloft.tables.documents import Document
from docloft_storage import handler, inspection
from services.storage.tests import files
from services.storage.tests.conftest import announced, event_of, exists, key_of, original_of, put, receive, reload
from tests.fixtures import LIBRARY, OTHER_LIBRARY, sent_commands


def test_pdf_is_moved_into_the_archive_and_queued_for_reading(upload):
    content = files.pdf("one", "two")

    document = upload(content, name="Größe.pdf")

    assert (document.state, document.media_type, document.pages) == (State.RECEIVED, "application/pdf", 2)
    assert document.size == len(content)
    assert max(document.thumbnail_width, document.thumbnail_height) == 500
    original = original_of(document)
    assert original["Body"].read() == content
    assert original["ContentType"] == "application/pdf"
    assert urlsafe_b64decode(original["Metadata"]["file-name"]).decode() == "Größe.pdf"
    assert original["Metadata"]["checksum-sha256"] == document.checksum_sha256
    picture, _ = objects.read(objects.thumbnail_key(LIBRARY, document.document_id))
    assert picture[8:12] == b"WEBP"
    (command,) = sent_commands()
    assert (command.action, command.library_id, command.document_id) == (READ, LIBRARY, document.document_id)
    assert not exists(key_of(document))
    assert [line.event for line in tables.history.list_events(LIBRARY, document.document_id)] == ["created", "received"]


def test_type_comes_from_the_content_not_from_the_name(upload):
    document = upload(files.picture(form="PNG"), name="Invoice.pdf", media_type="application/pdf")

    assert (document.media_type, document.width, document.height) == ("image/png", 600, 300)


def test_text_has_no_thumbnail_and_is_received(upload):
    document = upload(b"A few words.", name="Notes.txt")

    assert (document.state, document.media_type, document.thumbnail_width) == (State.RECEIVED, "text/plain", None)


def test_damaged_pdf_is_kept_for_the_worker(upload):
    document = upload(b"%PDF-1.4\n" + b"\x00" * 200)

    assert (document.state, document.pages, document.thumbnail_width) == (State.RECEIVED, None, None)


PROGRAM = b"MZ\x90\x00\x03" * 300


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (PROGRAM, "a program"),
        (files.png_that_claims(60_000, 60_000), "million pixels"),
    ],
)
def test_unacceptable_file_is_rejected_with_a_reason_and_its_bytes_are_kept(upload, content, reason):
    document = upload(content)

    assert document.state == State.REJECTED
    assert reason in document.reason
    assert document.expires_at
    assert document.attention_at.endswith(document.document_id)
    assert exists(key_of(document)) == bool(content)
    assert not exists(objects.original_key(LIBRARY, document.document_id))
    assert sent_commands() == []


@pytest.mark.parametrize("content", [files.pdf(owner_password="o", user_password="secret"), files.encrypted_office()])
def test_locked_file_is_archived_to_wait_for_its_password(upload, content):
    document = upload(content)

    assert document.state == State.RECEIVED
    assert exists(objects.original_key(LIBRARY, document.document_id))


def test_reason_has_a_code_and_values_beside_its_sentence(upload, monkeypatch):
    monkeypatch.setenv("MAX_UPLOAD_BYTES", str(1024 * 1024))
    settings.cache_clear()

    document = upload(b"x" * (1024 * 1024 + 1))

    assert (document.reason_code, document.reason_values) == ("larger_than_limit", {"limit": "1"})


def test_rejected_bytes_that_the_owner_keeps_are_archived_as_they_are(upload):
    document = upload(PROGRAM)
    document.update(actions=[Document.state.set(State.AWAITING_UPLOAD), Document.kept.set(True)])

    receive(event_of(key_of(document), "0055AED6DCD90281E6"))

    kept = reload(document)
    assert (kept.state, kept.media_type, kept.reason_code, kept.attention_at) == (
        State.RECEIVED,
        "application/octet-stream",
        None,
        None,
    )
    assert objects.read(objects.original_key(LIBRARY, kept.document_id))[0] == PROGRAM
    assert not exists(key_of(document))


def test_file_that_the_owner_keeps_is_not_looked_at(upload, monkeypatch):
    document = upload(PROGRAM)
    document.update(actions=[Document.state.set(State.AWAITING_UPLOAD), Document.kept.set(True)])
    monkeypatch.setattr(inspection, "inspect", lambda _: pytest.fail("It was inspected."))

    receive(event_of(key_of(document), "0055AED6DCD90281E6"))

    assert reload(document).state == State.RECEIVED


def test_file_above_the_limit_that_the_owner_keeps_is_archived(upload, monkeypatch):
    monkeypatch.setenv("MAX_UPLOAD_BYTES", str(1024 * 1024))
    settings.cache_clear()
    document = upload(b"x" * (1024 * 1024 + 1))
    assert document.reason_code == "larger_than_limit"
    document.update(actions=[Document.state.set(State.AWAITING_UPLOAD), Document.kept.set(True)])

    receive(event_of(key_of(document), "0055AED6DCD90281E6"))

    assert (reload(document).state, reload(document).size) == (State.RECEIVED, 1024 * 1024 + 1)


@pytest.mark.parametrize(("trashed_at", "kind"), [("2026-01-02T00:00:00.000Z", "duplicate_in_trash"), (None, None)])
def test_duplicate_needs_attention_only_when_the_other_document_is_in_the_trash(upload, trashed_at, kind):
    first = upload(b"The same words.")
    if trashed_at:
        first.update(actions=[Document.trashed_at.set(trashed_at)])

    second = upload(b"The same words.", name="Again.txt")

    assert (second.state, second.duplicate_of) == (State.REJECTED, first.document_id)
    assert second.reason_code == (kind or "duplicate")
    assert bool(second.attention_at) == bool(kind)
    assert not exists(key_of(second))


def test_file_above_the_limit_is_rejected_without_a_download(upload, monkeypatch):
    monkeypatch.setenv("MAX_UPLOAD_BYTES", str(1024 * 1024))
    settings.cache_clear()
    monkeypatch.setattr(objects, "download", lambda *_: pytest.fail("It was downloaded."))

    document = upload(b"x" * (1024 * 1024 + 1))

    assert document.state == State.REJECTED
    assert "larger than the limit of 1 MB" in document.reason


def test_file_with_another_checksum_than_announced_is_rejected(cloud):
    document = announced(b"announced")
    put(document, b"something else")

    receive(event_of(key_of(document)))

    assert reload(document).state == State.REJECTED
    assert "changed during the upload" in reload(document).reason


def test_duplicate_is_rejected_and_names_the_existing_document(upload):
    first = upload(b"The same words.")

    second = upload(b"The same words.", name="Copy.txt")

    assert (second.state, second.duplicate_of) == (State.REJECTED, first.document_id)
    assert reload(first).state == State.RECEIVED


def test_same_bytes_in_another_library_are_not_a_duplicate(upload):
    upload(b"The same words.")

    other = upload(b"The same words.", library_id=OTHER_LIBRARY)

    assert (other.state, other.duplicate_of) == (State.RECEIVED, None)


def test_concurrent_uploads_of_the_same_bytes_keep_one(upload, monkeypatch):
    # Given a first upload that is received between the inspection of the second one and its claim of the checksum
    first = announced(b"Raced.")
    put(first, b"Raced.")
    inspect = inspection.inspect

    def overtaken(path):
        monkeypatch.setattr(inspection, "inspect", inspect)
        receive(event_of(key_of(first)))
        return inspect(path)

    monkeypatch.setattr(inspection, "inspect", overtaken)

    second = upload(b"Raced.")

    assert reload(first).state == State.RECEIVED
    assert (second.state, second.duplicate_of) == (State.REJECTED, first.document_id)
    assert not exists(objects.original_key(LIBRARY, second.document_id))
    assert exists(objects.original_key(LIBRARY, first.document_id))


def test_child_that_dies_while_rendering_loses_only_the_thumbnail(upload, monkeypatch):
    call = inspection.sandbox.call

    def dying(target, arguments, shape):
        if target.endswith(":thumbnail"):
            raise ChildFailed("time", reasons.TOO_HEAVY)
        return call(target, arguments, shape)

    monkeypatch.setattr(inspection.sandbox, "call", dying)

    document = upload(files.pdf("one"))

    assert (document.state, document.pages, document.thumbnail_width) == (State.RECEIVED, 1, None)
    assert document.partial == ["not_inspected"]


@pytest.mark.parametrize("how", ["memory", "time"])
def test_image_too_large_for_the_child_is_kept(upload, monkeypatch, how):
    call = inspection.sandbox.call

    def too_much(target, arguments, shape):
        if target.startswith("docloft_storage.pictures."):
            raise ChildFailed(how, reasons.TOO_HEAVY)
        return call(target, arguments, shape)

    monkeypatch.setattr(inspection.sandbox, "call", too_much)

    document = upload(files.picture(form="PNG"))

    assert (document.state, document.media_type, document.thumbnail_width) == (State.RECEIVED, "image/png", None)
    assert document.partial == ["not_inspected"]
    assert exists(objects.original_key(LIBRARY, document.document_id))


@pytest.mark.parametrize("how", ["memory", "time"])
def test_file_whose_identification_needs_too_much_is_kept_as_it_is(upload, monkeypatch, how):
    def too_much(target, arguments, shape):
        raise ChildFailed(how, reasons.TOO_HEAVY)

    monkeypatch.setattr(inspection.sandbox, "call", too_much)

    document = upload(files.package(a="b"))

    assert (document.state, document.media_type) == (State.RECEIVED, "application/octet-stream")
    assert document.partial == ["not_inspected"]


def test_child_that_dies_while_identifying_rejects_the_file(upload, monkeypatch):
    def dying(target, arguments, shape):
        raise ChildFailed("crash", reasons.CRASHED)

    monkeypatch.setattr(inspection.sandbox, "call", dying)

    document = upload(b"anything")

    assert document.state == State.REJECTED
    assert document.reason == reasons.DAMAGED
    assert issubclass(ChildFailed, Refused)


@pytest.mark.parametrize(
    ("function", "returned", "state"),
    [
        ("identify", "{}", State.REJECTED),
        ("identify", '{"media_type": "application/x-invented"}', State.REJECTED),
        ("facts", '{"pages": 1e99, "width": null, "height": null}', State.REJECTED),
        ("thumbnail", '{"width": 1}', State.RECEIVED),
        ("thumbnail", '{"width": 1, "height": 1, "webp": "A"}', State.RECEIVED),
        ("thumbnail", '{"width": 1, "height": 1, "webp": "\u00e9"}', State.RECEIVED),
        ("thumbnail", '{"width": -1, "height": 1, "webp": ""}', State.RECEIVED),
    ],
)
def test_file_that_takes_over_its_parser_is_handled_as_damaged(upload, monkeypatch, function, returned, state):
    call = inspection.sandbox.call

    def taken_over(target, arguments, shape):
        if target.endswith(function):
            return call("json:loads", {"s": returned}, shape)
        return call(target, arguments, shape)

    monkeypatch.setattr(inspection.sandbox, "call", taken_over)

    document = upload(files.picture(form="PNG"))

    assert (document.state, document.thumbnail_width) == (state, None)


def test_log_contains_ids_and_no_content_or_file_name(upload, monkeypatch):
    log = io.StringIO()
    monkeypatch.setattr(handler.logger.registered_handler, "stream", log)

    document = upload(b"A few secret words.", name="Divorce papers.txt")

    logged = log.getvalue()
    assert document.document_id in logged
    assert "Divorce" not in logged
    assert "secret" not in logged
