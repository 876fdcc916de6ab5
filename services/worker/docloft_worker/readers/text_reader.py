"""Text files in any encoding. No file is refused: bytes that are invalid in the detected encoding are read as
Windows-1252.
"""

from pathlib import Path

from docloft.parsing.text_files import decode, read_beginning
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.escapes import resolved
from docloft_worker.readers.paging import split

MAX_BYTES = 4 * MAX_CHARACTERS
"""Enough for MAX_CHARACTERS in any encoding."""


def read(path: str) -> Portion:
    """See paging.split for the size of a page."""
    body, cut = read_bytes(path)
    return as_pages(clean(resolved(decode(body))), cut=cut)


def read_bytes(path: str) -> tuple[bytes, bool]:
    """(at most MAX_BYTES from the beginning, whether the file is longer)."""
    return read_beginning(Path(path), MAX_BYTES)


def as_pages(text: str, *, cut: bool) -> Portion:
    """A Portion for text without pages. `cut`: text at the end is already missing."""
    found = split(text[:MAX_CHARACTERS].strip())
    return {"pages": found, "total": len(found), "truncated": cut or len(text) > MAX_CHARACTERS}
