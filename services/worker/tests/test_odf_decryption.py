import zipfile
from base64 import b64decode
from functools import partial
from hashlib import sha256
from io import BytesIO

import pytest

from docloft.errors import Refused
from docloft_worker.readers import odf_decryption, odf_reader
from services.worker.tests import odf_locking
from tests.hostile.office import opendocument

PASSWORD = "s3cret-wörd"
BODY = opendocument(f"<office:text><text:p>zebrawood {'letter ' * 500}</text:p></office:text>")


def decrypted(path, password=PASSWORD):
    found = odf_decryption.decrypt(path, password, 0, 1 << 20)
    return b64decode(found["body"])


@pytest.mark.parametrize(
    "lock",
    [
        odf_locking.with_blowfish,
        partial(odf_locking.with_blowfish, bits=8),
        odf_locking.with_aes,
        odf_locking.as_a_whole,
    ],
    ids=["openoffice", "blowfish-8", "aes", "whole"],
)
def test_locked_document_is_decrypted_by_its_password_only(path_of, lock):
    path = path_of(lock(BODY, PASSWORD))

    with pytest.raises(Refused) as refusal:
        decrypted(path, "another")
    assert refusal.value.reason.code == "wrong_password"
    with pytest.raises(Refused) as refusal:
        odf_reader.read(path)
    assert refusal.value.reason.code == "locked"
    assert odf_reader.read(path_of(decrypted(path)))["pages"][0].startswith("zebrawood letter letter")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"argon2id", b"argon2xx"),
        (b"aes256-gcm", b"aes256-xyz"),
        (b'argon2-memory="65536"', b'argon2-memory="9999999999"'),
        (b'argon2-iterations="3"', b'argon2-iterations="99999"'),
        (b'argon2-iterations="3"', b'argon2-iterations="-1"'),
        (b'argon2-lanes="4"', b'argon2-lanes="-1"'),
        (b'argon2-lanes="4"', b'argon2-lanes="99"'),
        (b'argon2-memory="65536"', b'argon2-memory="-5"'),
        (b'key-size="32"', b'key-size="-1"'),
        (b"manifest:algorithm-name=", b"manifest:other-name="),
        (b"<manifest:manifest", b"<manifest:damaged"),
    ],
)
def test_unknown_or_costly_encryption_is_not_taken_for_a_wrong_password(path_of, before, after):
    with zipfile.ZipFile(BytesIO(odf_locking.as_a_whole(BODY, PASSWORD))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    manifest = parts["META-INF/manifest.xml"]
    assert before in manifest
    parts["META-INF/manifest.xml"] = manifest.replace(before, after)

    with pytest.raises(Refused) as refusal:
        decrypted(path_of(odf_locking.zipped(parts)))

    assert refusal.value.reason.code == "unknown_encryption"


def test_part_that_is_too_large_is_not_taken_for_a_wrong_password(path_of, monkeypatch):
    monkeypatch.setattr(odf_decryption, "MAX_EXPANDED", 1000)

    repeated, random = "abcdefgh" * 10_000, "".join(sha256(bytes([number])).hexdigest() for number in range(250))
    for lock, words in (
        (odf_locking.with_aes, repeated),
        (odf_locking.with_aes, random),
        (odf_locking.as_a_whole, random),
    ):
        path = path_of(lock(opendocument(f"<office:text>{words}</office:text>"), PASSWORD))
        with pytest.raises(Refused) as refusal:
            decrypted(path)
        assert refusal.value.reason.code == "large_office"


def test_text_is_found_behind_many_objects(path_of):
    with zipfile.ZipFile(BytesIO(BODY)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    many = {f"Object {number}/content.xml": b"<x/>" for number in range(250)}
    body = odf_locking.zipped({"mimetype": parts.pop("mimetype"), **many, **parts})

    unlocked = decrypted(path_of(odf_locking.with_blowfish(body, PASSWORD)))

    assert odf_reader.read(path_of(unlocked))["pages"][0].startswith("zebrawood")
