"""What was signed, and by whom: Cryptographic Message Syntax (RFC 5652), read with asn1crypto (MIT). A signature is not
verified: an archive keeps what it is given, and certificates expire.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from asn1crypto import cms, core

from docloft import reasons
from docloft.errors import Refused

_SEQUENCE = b"\x30"
_OCTETS, _LONG = 0x04, 0x80
_ARMOUR = re.compile(rb"-----[A-Z0-9 ]{1,40}-----")
_MOST_SIGNERS = 100
_LONGEST_NAME = 200
_ERRORS = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""asn1crypto raises these for bytes that are not what they claim."""


@dataclass(frozen=True, slots=True)
class Signed:
    """`content`: what was signed; None when the signature is kept apart from it. `signers`: names in their certificates
    ("Maria Rossi, Rossi S.p.A.").
    """

    content: bytes | None
    signers: tuple[str, ...]


def opened(body: bytes) -> Signed | None:
    """None for what is encrypted, with a key that only its recipient has. Raises Refused for a damaged file."""
    try:
        whole = cms.ContentInfo.load(_decoded(body))
        if whole["content_type"].native != "signed_data":
            return None
        signed = whole["content"]
        return Signed(_content(signed["encap_content_info"]["content"]), tuple(dict.fromkeys(_signers(signed))))
    except _ERRORS as error:
        raise Refused(reasons.UNREADABLE) from error


def signer_lines(signed: Signed | None) -> list[str]:
    """A line of text for each signer."""
    return [f"Signed by: {name}" for name in (signed.signers if signed else ()) if name]


def _decoded(body: bytes) -> bytes:
    """Some programs save it in Base64, with or without lines around it (RFC 7468)."""
    return body if body.startswith(_SEQUENCE) else binascii.a2b_base64(_ARMOUR.sub(b"", body))


def _content(octets: Any) -> bytes | None:
    """The bytes of an octet string. One that was written before its length was known consists of others (X.690, 8.7.3):
    asn1crypto would join them in quadratic time.
    """
    if isinstance(octets, core.Void):
        return None
    if not octets.method:
        return bytes(octets.contents)
    return b"".join(_chunks(memoryview(octets.contents)))


def _chunks(body: memoryview) -> Iterator[memoryview]:
    at = 0
    while at < len(body) and body[at] == _OCTETS:
        size, at = body[at + 1], at + 2
        if size >= _LONG:
            width = size - _LONG
            size, at = int.from_bytes(body[at : at + width], "big"), at + width
        if at + size > len(body):
            raise ValueError("The end of the content is missing.")
        yield body[at : at + size]
        at += size


def _signers(signed: Any) -> Iterator[str]:
    """The certificates of issuers, which are often included, belong to no signer."""
    numbers = {
        signer["sid"].chosen["serial_number"].native
        for signer in islice(signed["signer_infos"], _MOST_SIGNERS)
        if signer["sid"].name == "issuer_and_serial_number"
    }
    for certificate in islice(signed["certificates"], _MOST_SIGNERS):
        if certificate.name == "certificate" and certificate.chosen.serial_number in numbers:
            subject = certificate.chosen.subject.native
            names = (subject.get("common_name"), subject.get("organization_name"))
            yield ", ".join(name[:_LONGEST_NAME] for name in dict.fromkeys(names) if isinstance(name, str) and name)
