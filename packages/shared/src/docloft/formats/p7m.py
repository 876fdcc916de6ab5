"""Signed files (CMS, RFC 5652): Italian invoices, and mail of programs that sign the whole message (S/MIME)."""

import binascii
import re

from docloft.formats.format import Format, Parts, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile

# The types signed-data, enveloped-data and authenticated-enveloped-data (RFC 5652, 14; RFC 5083), after the tag and the
# length of the whole.
_TYPES = re.compile(
    rb"\x30(?:\x80|[\x00-\x7f]|\x81.|\x82..|\x83...|\x84....)"
    rb"\x06(?:\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x02\x03]|\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17)",
    re.DOTALL,
)
_HEAD_BYTES = 32
_BASE64 = re.compile(rb"\s{0,99}(?:-----BEGIN (?:PKCS7|CMS)-----\s{1,9})?([A-Za-z0-9+/]{28})")


def _is_cms(file: UnknownFile) -> bool:
    """In bytes, or in Base64 as some programs save them."""
    head = file.head
    if (coded := _BASE64.match(head)) is not None:
        head = binascii.a2b_base64(coded[1])
    return _TYPES.match(head[:_HEAD_BYTES]) is not None


FORMAT = Format(
    name="p7m",
    label="Signed file",
    badge="P7M",
    icon="file",
    media_type="application/pkcs7-mime",
    aliases=("application/x-pkcs7-mime",),
    extensions=(".p7m", ".p7s"),
    recognitions=(Recognition(Precedence.SIGNATURE, _is_cms),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.p7m_reader:read"),
    parts=Parts("docloft_worker.readers.p7m_reader"),
)
