"""The words of one page, for reading."""

import re
from dataclasses import dataclass
from functools import lru_cache

from docloft import texts
from docloft.documents.states import State
from docloft.errors import NotFoundError
from docloft.tables.documents import Document
from docloft.texts import Text

MAX_CHARACTERS = 1_000_000
"""Of one page in one answer: at most 4 MB of UTF-8, which fits through Lambda."""


@dataclass(frozen=True, slots=True)
class PageText:
    page: int
    pages: int
    text: str
    truncated: bool


def read(document: Document, page: str) -> PageText:
    """Page 1 is the first. A page without words, or of a document without any, has an empty text. Raises NotFoundError
    while the document is not ready and for a page it does not have.
    """
    if document.state != State.READY:
        raise NotFoundError("This document has not been read: its words are there once it is ready.")
    text = _loaded(document.library_id, document.document_id, int(document.version)) if document.has_text else None
    words = text.pages if text else ()
    pages = max(int(document.pages or 1), len(words))
    if not re.fullmatch(r"[1-9][0-9]{0,6}", page) or int(page) > pages:
        raise NotFoundError(f"This document has no such page: it has {pages}.")
    number = int(page)
    found = words[number - 1] if number <= len(words) else ""
    return PageText(number, pages, found[:MAX_CHARACTERS], len(found) > MAX_CHARACTERS)


@lru_cache(maxsize=2)
def _loaded(library_id: str, document_id: str, _version: int) -> Text | None:
    """Whoever reads a page reads the next one. A document that is read anew has a new version."""
    return texts.load(library_id, document_id)
