"""Words of a text file in any encoding. Never refuses: bytes that are no text in the encoding found are shown as what
Windows would show.
"""

from docloft.texts import MAX_CHARACTERS
from docloft_worker.extract import Extracted
from docloft_worker.extract.cleaning import clean
from docloft_worker.extract.encodings import decode
from docloft_worker.extract.paging import split

MAX_BYTES = 4 * MAX_CHARACTERS
"""Read of a file: no encoding needs more for MAX_CHARACTERS."""


def pages(path: str) -> Extracted:
    """See paging.split for the size of a page."""
    body, cut = read(path)
    return as_pages(clean(decode(body)), cut=cut)


def read(path: str) -> tuple[bytes, bool]:
    """(the file's beginning, whether there is more)."""
    with open(path, "rb") as file:  # noqa: PTH123 - a path given as text is opened as such
        body = file.read(MAX_BYTES + 1)
    return body[:MAX_BYTES], len(body) > MAX_BYTES


def as_pages(text: str, *, cut: bool) -> Extracted:
    """Text without pages of its own as an answer of an extractor; `cut`: some of it was already left out."""
    found = split(text[:MAX_CHARACTERS].strip())
    return {"pages": found, "total": len(found), "truncated": cut or len(text) > MAX_CHARACTERS}
