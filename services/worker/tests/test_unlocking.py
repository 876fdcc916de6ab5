"""Locked documents that are read with the password their owner types."""

import io
import json
import struct
import time
import zipfile
from hashlib import md5
from io import StringIO

import pikepdf
import pytest
import pyzipper
from aws_lambda_powertools import Logger
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4

from docloft import objects, recognised_pages, texts
from docloft.documents import changes, parts
from docloft.documents.changes import Change
from docloft.documents.gaps import Gap
from docloft.documents.states import State
from docloft_worker import handler, ocr_engines, reading
from services.worker.tests import odf_locking, originals, scans
from services.worker.tests.documents import Context, received, reload
from tests.fixtures import LIBRARY
from tests.hostile.office import opendocument
from tests.ole_files import ole_file

pytestmark = pytest.mark.usefixtures("cloud")

PASSWORD = "s3cret-wörd"


@pytest.fixture
def locked():
    """A locked PDF that has been read without its password."""
    body = originals.pdf("zebrawood", owner_password="o", user_password=PASSWORD)
    document = received(body, media_type="application/pdf")
    reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)
    assert (reload(document).state, reload(document).reason_code) == (State.FAILED, "locked")
    return document


def unlock(document, password):
    request = {
        "library_id": LIBRARY,
        "document_id": document.document_id,
        "password": password,
        "correlation_id": "browser-0123456789",
    }
    return handler.work({"unlock": request}, Context())["outcome"]


def test_locked_pdf_is_read_with_its_password_and_its_original_stays_locked(locked):
    before = objects.read(objects.original_key(LIBRARY, locked.document_id))

    assert unlock(locked, PASSWORD) == "ready"

    after = reload(locked)
    assert (after.state, after.has_text, after.reason_code, after.attention_at) == (State.READY, True, None, None)
    assert texts.load(LIBRARY, locked.document_id).pages == ("zebrawood",)
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
    assert texts.load(LIBRARY, locked.document_id).pages == ("zebrawood",)


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


def locked_package(body):
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(body)).encrypt(PASSWORD, locked)
    return locked.getvalue()


def locked_word_97(text):
    """A document of Word 97 that is encrypted with RC4 ([MS-DOC] 2.2.6.2)."""
    main, header_size = bytearray(2048), 52
    struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", main, 10, 0x0100 | 0x0200)
    struct.pack_into("<I", main, 14, header_size)
    pieces = struct.pack("<III", 0, len(text), 0)[:8] + struct.pack("<HIH", 0, (len(main) * 2) | 0x40000000, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x01A2, header_size, len(clx))
    main += text.encode("cp1252").ljust(4096, b"\0")
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    proof = DocumentRC4.decrypt(
        PASSWORD, salt, io.BytesIO(verifier + md5(verifier, usedforsecurity=False).digest())
    ).read()
    encrypted = DocumentRC4.decrypt(PASSWORD, salt, io.BytesIO(bytes(main))).read()
    table = DocumentRC4.decrypt(PASSWORD, salt, io.BytesIO(bytes(header_size) + clx.ljust(4096, b"\0"))).read()
    header = struct.pack("<HH", 1, 1) + salt + proof
    streams = {"WordDocument": bytes(main[:68]) + encrypted[68:], "1Table": header + table[header_size:]}
    return ole_file(**{name: body.ljust(8192, b"\0") for name, body in streams.items()})


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

    assert texts.load(LIBRARY, document.document_id).pages == (words,)


def test_unknown_encryption_is_no_wrong_password():
    body = ole_file(EncryptionInfo=struct.pack("<HH", 4, 3).ljust(4096, b"\0"), EncryptedPackage=bytes(4096))
    document = received(body, media_type=LOCKED_OFFICE)
    reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)

    unlock(document, PASSWORD)

    assert (reload(document).state, reload(document).reason_code) == (State.FAILED, "unknown_encryption")


FILES = {"Letters/one.txt": b"rosewood", "two.txt": b"satinwood" * 1000}


def aes_zip():
    body = io.BytesIO()
    with pyzipper.AESZipFile(body, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(PASSWORD.encode())
        for name, content in FILES.items():
            archive.writestr(name, content)
    return body.getvalue()


def old_zip(password):
    """Encrypted with the cipher of the APPNOTE (6.1), which Python can only decrypt."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in FILES.items():
            entry = zipfile.ZipInfo(name)
            header = bytes(11) + bytes([zipfile.crc32(content) >> 24])
            archive.writestr(entry, _encrypted(header + content, password))
    changed = bytearray(body.getvalue())
    with zipfile.ZipFile(body) as archive:
        entries = archive.infolist()
    at = 0
    for entry in entries:
        crc = struct.pack("<I", zipfile.crc32(FILES[entry.filename]))
        size = struct.pack("<I", len(FILES[entry.filename]))
        at = changed.index(b"PK\x01\x02", at + 1 if at else 0)
        for flags, checksum, length in ((entry.header_offset + 6, 14, 22), (at + 8, at + 16, at + 24)):
            changed[flags] |= 1
            start = entry.header_offset if flags < at else 0
            changed[start + checksum : start + checksum + 4] = crc
            changed[start + length : start + length + 4] = size
    return bytes(changed)


def _encrypted(content, password):
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(crc, byte):
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)
        return crc

    def update(byte):
        keys[0] = step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = step(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    found = bytearray()
    for byte in content:
        key = (keys[2] & 0xFFFF) | 2
        found.append(byte ^ ((key * (key ^ 1) >> 8) & 0xFF))
        update(byte)
    return bytes(found)


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


class Recognition:
    """Replaces the child: every page has one word."""

    def call(self, _target, arguments, _shape):
        return {
            "pages": [
                {"number": number, "text": f"page{number}", "words": [], "width": 8, "height": 8, "angle": 0}
                | {"confidence": 90, "language": "eng", "unreadable": False}
                for number in arguments["pages"][:3]
            ]
        }

    def close(self):
        """Nothing runs."""


@pytest.fixture
def locked_scan(monkeypatch):
    monkeypatch.setattr(ocr_engines.tesseract_engine, "sandbox", Recognition())
    monkeypatch.setattr(reading, "_AT_ONCE_UNLOCKED", 2)
    body = io.BytesIO()
    with pikepdf.open(io.BytesIO(scans.scanned_pdf(*[scans.letter("words")] * 5))) as scan:
        scan.save(body, encryption=pikepdf.Encryption(owner="o", user=PASSWORD))
    document = received(body.getvalue(), media_type="application/pdf")
    reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)
    return document


def test_pages_of_a_locked_scan_are_recognised_some_for_each_time_the_password_is_typed(locked_scan):
    shown = []
    for _ in range(3):
        assert unlock(locked_scan, PASSWORD) == "ready"
        after = reload(locked_scan)
        shown.append((after.ocr_pages_done, after.partial, after.ocr_pending))

    assert shown == [(2, [Gap.OCR_LOCKED], None), (4, [Gap.OCR_LOCKED], None), (5, [], None)]
    assert recognised_pages.stored(LIBRARY, locked_scan.document_id) == set(range(5))
    assert texts.load(LIBRARY, locked_scan.document_id).pages == tuple(f"page{number}" for number in range(5))
    assert unlock(locked_scan, PASSWORD) == "already_done"


def test_pages_of_a_locked_scan_count_towards_the_budget_of_the_day(locked_scan, monkeypatch):
    monkeypatch.setattr(reading.ocr_budget, "take", lambda _library, _document, pages, *, limit: set(pages[:1]))

    assert unlock(locked_scan, PASSWORD) == "ready"

    assert (reload(locked_scan).ocr_pages_done, reload(locked_scan).partial) == (1, [Gap.OCR_LOCKED])


def test_child_that_saw_the_password_reads_no_other_file(locked, monkeypatch):
    closed = []
    monkeypatch.setattr(reading.sandbox, "close", lambda: closed.append(True))

    unlock(locked, PASSWORD)

    assert closed
