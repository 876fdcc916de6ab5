"""E-mails that are signed or encrypted."""

from base64 import b64encode

import pytest

from docloft_worker.readers import eml_reader
from services.worker.tests.messages import HEADER, multipart, parts_of, text
from services.worker.tests.signatures import signed, streamed


def test_signature_is_not_a_part(path_of):
    path = path_of(
        multipart(b"\nSigned.", b"Content-Type: application/pgp-signature; name=signature.asc\n\nabc", kind="signed")
    )

    assert parts_of(path) == {}


@pytest.mark.parametrize(
    "message",
    [
        multipart(
            b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n",
            b'Content-Type: application/octet-stream; name="encrypted.asc"\n\n-----BEGIN PGP MESSAGE-----\n',
            kind="encrypted",
        ),
        HEADER + b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\n\nxyz',
    ],
)
def test_encrypted_body_is_reported_as_left_out(path_of, message):
    path = path_of(message)

    assert eml_reader.listing(path) == {"parts": [], "left_out": True}
    assert text(path).splitlines()[-1] == "Subject: Order"


@pytest.mark.parametrize("sign", [signed, streamed])
def test_message_inside_a_signature_is_read_as_if_it_were_not_signed(path_of, sign):
    inner = multipart(b"Content-Type: text/plain\n\nDear Bob", b'Content-Type: application/pdf; name="a.pdf"\n\n%PDF-1')
    inner = inner.removeprefix(HEADER)
    outer = b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\n'
    path = path_of(HEADER + outer + b"Content-Transfer-Encoding: base64\n\n" + b64encode(sign(inner)))

    assert parts_of(path) == {"a.pdf": b"%PDF-1"}
    assert "Subject: Order" in text(path)
    assert "Dear Bob" in text(path)


def test_damaged_signature_around_a_message_is_a_part(path_of):
    outer = b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\n\n'

    assert parts_of(path_of(HEADER + outer + b"0\x82xyz")) == {"smime.p7m": b"0\x82xyz"}
