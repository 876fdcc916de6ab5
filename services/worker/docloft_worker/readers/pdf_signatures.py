"""The names of those who signed a PDF, which are often in no text of its pages (ISO 32000-1, 12.8)."""

from ctypes import create_string_buffer

import pypdfium2
from pypdfium2 import raw

from docloft.errors import Refused

MAX_SIGNATURES = 50
MAX_BYTES = 256 * 1024
"""The size of one signature with its certificates. Longer ones are left out."""


def signers(document: pypdfium2.PdfDocument) -> list[str]:
    """A line of text for each ("Signed by: ..."), without repetitions. A damaged signature is left out."""
    count = min(raw.FPDF_GetSignatureCount(document), MAX_SIGNATURES)
    if count <= 0:
        return []
    # This loads asn1crypto, and few documents are signed.
    from docloft_worker.readers import cms  # noqa: PLC0415

    found: list[str] = []
    for index in range(count):
        try:
            signed = cms.opened(_content(raw.FPDF_GetSignatureObject(document, index)))
        except Refused:
            continue
        found += cms.signer_lines(signed)
    return list(dict.fromkeys(found))


def _content(signature: raw.FPDF_SIGNATURE) -> bytes:
    """Empty when it is too long. Zeros follow the signature, because its place is made before it is known."""
    size = raw.FPDFSignatureObj_GetContents(signature, None, 0)
    if size > MAX_BYTES:
        return b""
    content = create_string_buffer(size)
    raw.FPDFSignatureObj_GetContents(signature, content, size)
    return content.raw
