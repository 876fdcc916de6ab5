"""Signed files for tests, as programs write them."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7EnvelopeBuilder,
    PKCS7Options,
    PKCS7SignatureBuilder,
)

_KEY = ec.generate_private_key(ec.SECP256R1())


def _certificate(
    name: str, organization: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = _KEY
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, name),
        ]
    )
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    return made.not_valid_before(now).not_valid_after(now + timedelta(1)).sign(key, hashes.SHA256())


def signed(content: bytes, *, detached: bool = False) -> bytes:
    """Signed by Maria Rossi, with the certificate of the issuer beside hers."""
    options = [PKCS7Options.Binary, *([PKCS7Options.DetachedSignature] if detached else [])]
    return (
        PKCS7SignatureBuilder()
        .set_data(content)
        .add_signer(_certificate("Maria Rossi", "Rossi S.p.A."), _KEY, hashes.SHA256())
        .add_certificate(_certificate("Trust Root", "Trust"))
        .sign(Encoding.DER, options)
    )


def encrypted(content: bytes) -> bytes:
    """With a key that only its recipient has."""
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    recipient = _certificate("Bob", "Bob", numbers)
    made = PKCS7EnvelopeBuilder().set_data(content).add_recipient(recipient)
    return made.encrypt(Encoding.DER, [PKCS7Options.Binary])


def streamed(content: bytes, size: int = 4) -> bytes:
    """The same as programs write it that do not know its length in advance (X.690, 8.1.3.6), `size` bytes at a time."""
    data = cms.ContentInfo.load(signed(content))["content"]
    chunks = b"".join(b"\x04\x82" + len(one).to_bytes(2, "big") + one for one in _pieces(content, size))
    inner = data["encap_content_info"]["content_type"].dump() + _endless(b"\xa0", _endless(b"\x24", chunks))
    fields = (data["version"].dump(), data["digest_algorithms"].dump(), _endless(b"\x30", inner))
    rest = (data["certificates"].dump(), data["signer_infos"].dump())
    whole = cms.ContentType("signed_data").dump() + _endless(b"\xa0", _endless(b"\x30", b"".join((*fields, *rest))))
    return _endless(b"\x30", whole)


def _pieces(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def _endless(tag: bytes, content: bytes) -> bytes:
    return tag + b"\x80" + content + b"\x00\x00"


def in_base64(body: bytes, *, label: bool) -> bytes:
    lines = b64encode(body)
    return b"-----BEGIN PKCS7-----\n" + lines + b"\n-----END PKCS7-----\n" if label else lines
