"""Searches a library: parses the query, looks it up in the index, checks the hits against the tables, adds snippets."""

from collections.abc import Sequence
from dataclasses import dataclass

from docloft import tables
from docloft.documents import states
from docloft.search import api as search_api
from docloft.search.api import DamagedIndexError, Query, Snippet
from docloft.tables.documents import Document
from docloft.texts import Text
from docloft_api.errors import TryAgainError
from docloft_api.http import cursors


@dataclass(frozen=True, slots=True)
class Hit:
    """`page` is where the document opens: 1-based, the page the first snippet is from."""

    document: Document
    page: int
    snippets: Sequence[Snippet]


@dataclass(frozen=True, slots=True)
class Results:
    """`total` counts all hits of the query. `corrected` is the query that was searched for when typing errors were
    corrected, otherwise None.
    """

    hits: Sequence[Hit]
    total: int
    cursor: str | None
    corrected: str | None
    ignored: Sequence[str]


def search(library_id: str, text: str, *, limit: int, cursor: str | None) -> Results:
    """One page of hits, best first; newest first when the query has only filters. Returns the first
    search_api.DEEPEST hits at most. No text raises. Raises InvalidRequestError for a cursor of another query,
    TryAgainError for a damaged index.
    """
    offset = cursors.read_after(cursor, library_id, text, limit=search_api.DEEPEST)
    query = search_api.parse(text)
    if query.root is None:
        return Results([], 0, None, None, query.ignored)
    try:
        return _search(library_id, query, offset, limit)
    except DamagedIndexError as error:
        raise TryAgainError(str(error)) from error


def _search(library_id: str, query: Query, offset: int, limit: int) -> Results:
    found = search_api.find(library_id, query, offset=offset, limit=limit)
    typed, corrected = query, None
    if not found.total:
        instead = _corrected(library_id, query)
        if instead is not None:
            query, corrected = instead, instead.text
            found = search_api.find(library_id, query, offset=offset, limit=limit)
    documents = _existing(library_id, found.document_ids, in_trash=query.trash)
    dropped = len(found.document_ids) - len(documents)
    after = offset + limit
    while not documents and after < min(found.total, search_api.DEEPEST):
        # All hits of this page have been deleted since: an empty page would look like the end.
        page = search_api.find(library_id, query, offset=after, limit=limit)
        documents = _existing(library_id, page.document_ids, in_trash=query.trash)
        dropped += len(page.document_ids) - len(documents)
        after += limit
    more = after < min(found.total, search_api.DEEPEST)
    return Results(
        hits=_shown(library_id, documents, query),
        total=max(found.total - dropped, len(documents)),
        cursor=cursors.after(after, library_id, typed.text) if more else None,
        corrected=corrected,
        ignored=typed.ignored,
    )


def _existing(library_id: str, document_ids: Sequence[str], *, in_trash: bool) -> list[Document]:
    """The documents as they are now, in this order: the index may be a moment behind."""
    there = {document.document_id: document for document in tables.documents.find_many(library_id, document_ids)}
    found = [there[document_id] for document_id in document_ids if document_id in there]
    return [one for one in found if states.is_archived(one.state) and bool(one.trashed_at) == in_trash]


def _corrected(library_id: str, query: Query) -> Query | None:
    """The query with unknown words replaced by the nearest known ones; None when that finds nothing."""
    near = search_api.near(library_id, query)
    if near is None:
        return None
    documents = _existing(library_id, near.document_ids, in_trash=query.trash)
    written: list[str] = []
    for document in documents:
        text = _text(document)
        written += [document.title, document.file_name, *(text.pages if text else ())]
    corrected = search_api.correct(query, near.words, written)
    if corrected is None or not search_api.find(library_id, corrected, offset=0, limit=1).total:
        return None
    return corrected


def _shown(library_id: str, documents: Sequence[Document], query: Query) -> list[Hit]:
    search_api.prefetch_texts(
        library_id, [(document.document_id, int(document.version)) for document in documents if document.has_text]
    )
    looked_for = search_api.needles(query)
    hits = []
    for document in documents:
        shown = search_api.show(_text(document), looked_for)
        hits.append(Hit(document, shown.page, shown.snippets))
    return hits


def _text(document: Document) -> Text | None:
    if not document.has_text:
        return None
    return search_api.load_text(document.library_id, document.document_id, int(document.version))
