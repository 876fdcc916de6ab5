"""The pages of one document that match a query."""

from docloft.errors import NotFoundError
from docloft.lifecycle.states import State
from docloft.search import api as search_api
from docloft.search.api import PageMatches
from docloft.tables.documents import Document

MAX_PAGE = 10_000_000
"""The highest page number in a cursor."""


def find(document: Document, text: str, limit: int, after: int | None, *, exact: bool) -> PageMatches:
    """See docloft.search.results.find_pages. Raises NotFoundError while the document is not ready."""
    if document.state != State.READY:
        raise NotFoundError("The text is not available until the document is ready.")
    if not document.has_text:
        return PageMatches((), None)
    return search_api.find_pages(
        document.library_id,
        document.content_id,
        int(document.version),
        text,
        limit=limit,
        after=after or 0,
        exact=exact,
    )
