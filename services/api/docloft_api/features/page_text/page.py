"""The text of one page, with the places where a query matches."""

import re
from dataclasses import dataclass
from functools import lru_cache

from docloft import texts
from docloft.documents.states import State
from docloft.errors import NotFoundError
from docloft.search import api as search_api
from docloft.search.api import PageMarks
from docloft.tables.documents import Document
from docloft.texts import Text

MAX_CHARACTERS = 1_000_000
"""Of one page in one response: at most 4 MB of UTF-8. With its marks that stays below Lambda's limit of 6 MB."""


@dataclass(frozen=True, slots=True)
class PageText:
    page: int
    pages: int
    text: str
    truncated: bool
    marks: PageMarks


def read(document: Document, page: str, query: str) -> PageText:
    """Page 1 is the first. A page without text, or of a document without any, has an empty text. What matches the query
    is marked as in the snippets of a search for it; no query raises. Raises NotFoundError while the document is not
    ready and for a page it does not have.
    """
    if document.state != State.READY:
        raise NotFoundError("This document has not been read yet: it has text once it is ready.")
    text = _loaded(document.library_id, document.document_id, int(document.version)) if document.has_text else None
    words = text.pages if text else ()
    pages = max(int(document.pages or 1), len(words))
    if not re.fullmatch(r"[1-9][0-9]{0,6}", page) or int(page) > pages:
        raise NotFoundError(f"This document has no such page. Number of pages: {pages}.")
    number = int(page)
    found = words[number - 1] if number <= len(words) else ""
    shown = found[:MAX_CHARACTERS]
    marks = search_api.mark_page(shown, query, text.language if text else None)
    return PageText(number, pages, shown, len(found) > MAX_CHARACTERS, marks)


@lru_cache(maxsize=2)
def _loaded(library_id: str, document_id: str, _version: int) -> Text | None:
    """Cached, because the next page is usually read next. A document that is read again gets a new version."""
    return texts.load(library_id, document_id)
