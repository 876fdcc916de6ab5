"""Locked documents that are read with the password their owner types."""

import json
import struct
import time
from io import StringIO

import pytest
from aws_lambda_powertools import Logger

from docloft import objects, texts
from docloft.lifecycle import changes, parts
from docloft.lifecycle.changes import Change
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
from docloft_worker import handler, reading
from services.worker.tests import odf_locking, originals
from services.worker.tests.documents import received, reload
from services.worker.tests.locked_files import FILES, PASSWORD, aes_zip, locked_package, locked_word_97, old_zip, unlock
from tests.fixtures import LIBRARY
from tests.hostile.office import opendocument
from tests.narrowing import present
from tests.ole_files import ole_file

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture
def locked():
    """A locked PDF that has been read without its password."""
    body = originals.pdf("zebrawood", owner_password="o", user_password=PASSWORD)
    document = received(body, media_type="application/pdf")
    reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)
    assert (reload(document).state, reload(document).reason_code) == (State.FAILED, "locked")
    return document


def test_locked_pdf_is_read_with_its_password_and_its_original_stays_locked(locked):
    before = objects.read(objects.original_key(LIBRARY, locked.document_id))

    assert unlock(locked, PASSWORD) == "ready"

    after = reload(locked)
    assert (after.state, after.has_text, after.reason_code, after.attention_at) == (State.READY, True, None, None)
    assert present(texts.load(LIBRARY, locked.document_id)).pages == ("zebrawood",)
    assert objects.read(objects.original_key(LIBRARY, locked.document_id)) == before


def test_unlocked_document_that_is_read_again_without_its_password_keeps_its_text(locked):
    unlock(locked, PASSWORD)
    before = reload(locked)
    again = Change("retried", {"state": State.RECEIVED, "attempts": 0})
    changes.amend(LIBRARY, locked.document_id, lambda _: again, actor="test")

    assert reading.read(LIBRARY, locked.document_id, until=time.monotonic() + 200) == "ready"

    after = reload(locked)
    assert (after.state, after.has_text, after.reason_code) == (State.READY, True, None)
    assert int(after.text_revision) > int(before.text_revision or 0)
    assert present(texts.load(LIBRARY, locked.document_id)).pages == ("zebrawood",)


def test_wrong_password_leaves_the_document_waiting(locked):
    assert unlock(locked, "another") == "failed"

    after = reload(locked)
    assert (after.state, after.reason_code, after.lease_token) == (State.FAILED, "wrong_password", None)
    assert unlock(locked, PASSWORD) == "ready"


def test_wrong_password_does_not_hide_what_was_read_with_the_right_one(locked):
    unlock(locked, PASSWORD)
    left = {"partial": [Gap.OCR_LOCKED]}
    changes.amend(LIBRARY, locked.document_id, lambda _: Change("read", left), actor="user:ada")

    assert unlock(locked, "another") == "ready"

    after = reload(locked)
    assert (after.state, after.reason_code, after.partial) == (State.READY, "wrong_password", [Gap.OCR_LOCKED])
    assert unlock(locked, PASSWORD) == "ready"
    assert reload(locked).reason_code is None


def test_document_that_is_kept_locked_is_opened_by_its_password(locked):
    kept = Change("kept", {"state": State.READY, "kept": True})
    changes.amend(LIBRARY, locked.document_id, lambda _: kept, actor="user:ada")

    assert unlock(locked, "another") == "ready"
    after = reload(locked)
    assert (after.reason_code, after.kept, after.attention_at) == ("wrong_password", True, None)

    assert unlock(locked, PASSWORD) == "ready"
    after = reload(locked)
    assert (after.reason_code, after.kept, after.has_text) == (None, None, True)


def test_document_that_is_not_locked_is_left_as_it_is():
    document = received(b"words", state=State.READY)

    assert unlock(document, PASSWORD) == "already_done"


@pytest.mark.parametrize("password", [PASSWORD, "s3cret-wrong"], ids=["right", "wrong"])
def test_password_is_neither_logged_nor_stored(locked, monkeypatch, capsys, request, password):
    log = StringIO()
    monkeypatch.setattr(handler, "logger", Logger(service=request.node.name, stream=log))

    unlock(locked, password)

    written = log.getvalue() + "".join(capsys.readouterr()) + json.dumps(reload(locked).serialize(), default=str)
    assert "unlock" in written
    assert "s3cret" not in written


def test_error_while_unlocking_is_counted_and_leaves_the_document_to_the_sweep(locked, monkeypatch, capsys):
    def fail(*_, **__):
        raise OSError(PASSWORD)

    monkeypatch.setattr(objects, "download", fail)

    assert unlock(locked, PASSWORD) == "error"
    assert reload(locked).due_at is not None
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"CommandsFailed"' in line]
    assert {(line.get("command"), line.get("reason")) for line in counted} == {(None, None), ("unlock", "resources")}


LOCKED_OFFICE = "application/x-tika-ooxml-protected"


TEXT, SHEETS = (f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet"))


PARAGRAPH = "<text:p>beech</text:p>"


ROW = f"<table:table><table:table-row><table:table-cell>{PARAGRAPH}</table:table-cell></table:table-row></table:table>"


@pytest.mark.parametrize(
    ("media_type", "body", "words"),
    [
        (LOCKED_OFFICE, locked_package(originals.word("zebrawood")), "zebrawood"),
        ("application/msword", locked_word_97("mahogany\r"), "mahogany"),
        (TEXT, odf_locking.as_a_whole(opendocument(f"<office:text>{PARAGRAPH}</office:text>"), PASSWORD), "beech"),
        (
            SHEETS,
            odf_locking.with_aes(opendocument(f"<office:spreadsheet>{ROW}</office:spreadsheet>"), PASSWORD),
            "beech",
        ),
    ],
    ids=["docx", "doc", "odt", "ods"],
)
def test_locked_office_document_is_read_with_its_password(media_type, body, words):
    document = received(body, media_type=media_type)
    reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)
    assert (reload(document).state, reload(document).reason_code) == (State.FAILED, "locked")

    assert unlock(document, "another") == "failed"
    assert reload(document).reason_code == "wrong_password"
    assert unlock(document, PASSWORD) == "ready"

    assert present(texts.load(LIBRARY, document.document_id)).pages == (words,)


def test_unknown_encryption_is_not_taken_for_a_wrong_password():
    body = ole_file(EncryptionInfo=struct.pack("<HH", 4, 3).ljust(4096, b"\0"), EncryptedPackage=bytes(4096))
    document = received(body, media_type=LOCKED_OFFICE)
    reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)

    unlock(document, PASSWORD)

    assert (reload(document).state, reload(document).reason_code) == (State.FAILED, "unknown_encryption")


@pytest.mark.parametrize(
    "body",
    [aes_zip(), old_zip(PASSWORD.encode()), old_zip(PASSWORD.encode("latin-1"))],
    ids=["aes", "old cipher", "old cipher, password in Latin-1"],
)
def test_files_of_a_locked_archive_become_documents(body):
    document = received(body, media_type="application/zip")
    reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)
    assert (reload(document).state, reload(document).reason_code) == (State.FAILED, "locked_archive")

    assert unlock(document, "another") == "failed"
    assert reload(document).reason_code == "wrong_password"
    assert unlock(document, PASSWORD) == "ready"

    found = parts.list_parts(LIBRARY, document.document_id)
    assert (reload(document).children, reload(document).partial) == (2, [])
    kept = {objects.read(objects.inbox_key(LIBRARY, part.document_id))[0] for part in found}
    assert kept == set(FILES.values())


def test_child_that_saw_the_password_reads_no_other_file(locked, monkeypatch):
    closed = []
    monkeypatch.setattr(reading.sandbox, "close", lambda: closed.append(True))

    unlock(locked, PASSWORD)

    assert closed
