from base64 import b64decode
from functools import partial

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
        (b'key-size="32"', b'key-size="-1"'),
        (b"<manifest:algorithm", b"<manifest:otherwise"),
        (b"<manifest:manifest", b"<manifest:damaged"),
    ],
)
def test_unknown_or_costly_encryption_is_no_wrong_password(path_of, before, after):
    changed = odf_locking.as_a_whole(BODY, PASSWORD).replace(before, after)

    with pytest.raises(Refused) as refusal:
        decrypted(path_of(changed))

    assert refusal.value.reason.code == "unknown_encryption"
