"""The words of one document, page by page, as they lie in `text/`: gzip-compressed JSON. Written by the worker, read
by the API (a page), by the search (snippets) and by the index.
"""

import gzip
import json
from dataclasses import dataclass

from docloft import objects
from docloft.errors import NotFoundError

FORMAT = 1
MAX_CHARACTERS = 4_000_000
"""Characters kept of one document, over all pages; what lies beyond is cut and `truncated` says so."""


@dataclass(frozen=True, slots=True)
class Text:
    """`pages[0]` is page 1. `language` is an ISO 639-1 code or None. A document without pages of its own (a letter in
    Word, a text file) has one.
    """

    pages: tuple[str, ...]
    language: str | None = None
    truncated: bool = False

    @property
    def characters(self) -> int:
        return sum(len(page) for page in self.pages)


def encode(text: Text) -> bytes:
    """Deterministic: the same text gives the same bytes (no time stamp in the gzip header)."""
    content = {"format": FORMAT, "language": text.language, "truncated": text.truncated, "pages": text.pages}
    return gzip.compress(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"), 6, mtime=0)


def decode(body: bytes) -> Text:
    content = json.loads(gzip.decompress(body).decode("utf-8", "surrogatepass"))
    return Text(tuple(content["pages"]), content["language"], content["truncated"])


def store(library_id: str, document_id: str, text: Text) -> None:
    """Idempotent: the original never changes, so neither does its text."""
    objects.write(objects.text_key(library_id, document_id), encode(text), "application/gzip")


def load(library_id: str, document_id: str) -> Text | None:
    """None while the document has no text."""
    try:
        body, _ = objects.read(objects.text_key(library_id, document_id))
    except NotFoundError:
        return None
    return decode(body)
