"""Signed files (CMS): the signed file is a part, and the names of the signers are the text."""

import io
from pathlib import Path

from docloft.formats.format import ListedPart, Listing, Pieces
from docloft_worker.readers import Portion, cms, containers
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.text_reader import as_pages


def read(path: str) -> Portion:
    return as_pages(clean("\n".join(cms.signer_lines(cms.opened(Path(path).read_bytes())))), cut=False)


def listing(path: str) -> Listing:
    """The part is named after the file."""
    signed = cms.opened(Path(path).read_bytes())
    if signed is None:
        return {"parts": [], "left_out": True}
    part: ListedPart = {"number": 0, "name": "", "size": len(signed.content or b"")}
    return {"parts": [part] if signed.content else [], "left_out": False}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    signed = cms.opened(Path(path).read_bytes())
    content = signed.content if signed else None
    return containers.collected(numbers, lambda _number: io.BytesIO(content or b""), offset, most, (ValueError,))
