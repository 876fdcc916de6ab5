"""The text of one page, with the places where a query matches."""

import re
from dataclasses import dataclass
from functools import lru_cache

from docloft import page_ranges, recognised_pages, texts
from docloft.errors import NotFoundError
from docloft.lifecycle.states import State
from docloft.recognised_pages import RecognisedPage
from docloft.search import api as search_api
from docloft.search.api import PageMarks
from docloft.tables.documents import Document
from docloft.texts import Text

MAX_CHARACTERS = 1_000_000
"""The most characters of a page in one response: at most 4 MB of UTF-8, and with its marks below Lambda's 6 MB."""


@dataclass(frozen=True, slots=True)
class PageText:
    page: int
    pages: int
    text: str
    truncated: bool
    recognised: bool
    marks: PageMarks


def read(document: Document, page: str, query: str, *, exact: bool) -> PageText:
    """The text of a page; page 1 is the first. The text is empty if the page or the document has none. Matches of the
    query are marked as in the snippets of a search for it, with `exact` as in those of an exact search; an invalid
    query is not an error. Raises NotFoundError while the document is not ready and for a page that it does not have.
    """
    if document.state != State.READY:
        raise NotFoundError("The text is not available until the document is ready.")
    text = _loaded(document.library_id, document.content_id, int(document.version)) if document.has_text else None
    by_page = text.pages if text else ()
    pages = max(int(document.pages or 1), len(by_page))
    number = _number(page, pages)
    found = by_page[number - 1] if number <= len(by_page) else ""
    recognised = text is not None and number - 1 in page_ranges.parse(text.recognised)
    shown = found[:MAX_CHARACTERS]
    marks = search_api.mark_page(shown, query, text.language if text else None, exact=exact)
    return PageText(number, pages, shown, len(found) > MAX_CHARACTERS, recognised, marks)


def words(document: Document, page: str) -> tuple[int, RecognisedPage]:
    """The number of a page and what was recognised on it: nothing if the page is not a picture, or has not been read
    yet. Raises NotFoundError for a page that the document does not have.
    """
    number = _number(page, max(int(document.pages or 1), 1))
    found = recognised_pages.load(document.library_id, document.content_id, number - 1)
    return number, found or RecognisedPage("")


def _number(page: str, pages: int) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,6}", page) or int(page) > pages:
        raise NotFoundError(f"There is no such page. The document has pages 1 to {pages}.")
    return int(page)


@lru_cache(maxsize=2)
def _loaded(library_id: str, content_id: str, _version: int) -> Text | None:
    """Cached, because the next request is usually for the next page. A document that is read again has a new
    version.
    """
    return texts.load(library_id, content_id)
