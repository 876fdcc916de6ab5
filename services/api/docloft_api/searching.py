"""Finding documents: what was typed is understood, looked up, checked against the tables, and shown where it stands."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from docloft import models
from docloft.documents import ARCHIVED
from docloft.errors import InvalidRequestError
from docloft.models import Document
from docloft.search import cached_texts, find
from docloft.search.manifest import DamagedIndexError
from docloft.search.matching import needles
from docloft.search.query import Query, parse
from docloft.search.snippets import Snippet, show
from docloft.search.typos import closest
from docloft.search.words import fold
from docloft.texts import Text
from docloft_api.errors import TryAgainError


@dataclass(frozen=True, slots=True)
class Hit:
    """`page` is where the document opens: 1-based, the page the first snippet is from."""

    document: Document
    page: int
    snippets: Sequence[Snippet]


@dataclass(frozen=True, slots=True)
class Results:
    """`total` counts all hits of the query. `corrected` is the query as it was understood when words were mended."""

    hits: Sequence[Hit]
    total: int
    cursor: str | None
    corrected: str | None
    ignored: Sequence[str]


def search(library_id: str, text: str, *, limit: int, cursor: str | None) -> Results:
    """One page of hits, best first; newest first when only filters were given. At most find.DEEPEST hits deep. What is
    typed never raises; InvalidRequestError for a cursor of another query, TryAgainError for a damaged index.
    """
    offset = _offset(cursor, library_id, text)
    query = parse(text)
    if query.root is None:
        return Results([], 0, None, None, query.ignored)
    try:
        return _search(library_id, query, offset, limit)
    except DamagedIndexError as error:
        raise TryAgainError(str(error)) from error


def _search(library_id: str, query: Query, offset: int, limit: int) -> Results:
    found = find.search(library_id, query, offset=offset, limit=limit)
    asked, corrected = query, None
    if not found.total:
        mended = _mended(library_id, query)
        if mended is not None:
            query, corrected = mended, mended.text
            found = find.search(library_id, query, offset=offset, limit=limit)
    documents = _existing(library_id, found.document_ids, in_trash=query.trash)
    dropped = len(found.document_ids) - len(documents)
    after = offset + limit
    while not documents and after < min(found.total, find.DEEPEST):
        # Everything of this page is gone since it was indexed: an empty page would look like the end.
        page = find.search(library_id, query, offset=after, limit=limit)
        documents = _existing(library_id, page.document_ids, in_trash=query.trash)
        dropped += len(page.document_ids) - len(documents)
        after += limit
    more = after < min(found.total, find.DEEPEST)
    return Results(
        hits=_shown(library_id, documents, query),
        total=max(found.total - dropped, len(documents)),
        cursor=_cursor(after, library_id, asked.text) if more else None,
        corrected=corrected,
        ignored=asked.ignored,
    )


def _existing(library_id: str, document_ids: Sequence[str], *, in_trash: bool) -> list[Document]:
    """The documents as they are at this moment, in this order: the index may be a moment behind."""
    there = {document.document_id: document for document in models.find_documents(library_id, document_ids)}
    found = [there[document_id] for document_id in document_ids if document_id in there]
    return [one for one in found if one.state in ARCHIVED and bool(one.trashed_at) == in_trash]


def _mended(library_id: str, query: Query) -> Query | None:
    """The query with words nobody wrote replaced by the nearest that somebody did; None when that finds nothing."""
    near = find.near(library_id, query)
    if near is None:
        return None
    documents = _existing(library_id, near.document_ids, in_trash=query.trash)
    written: list[str] = []
    for document in documents:
        text = _text(document)
        written += [document.title, document.file_name, *(text.pages if text else ())]
    mended = query.text
    for word in sorted(near.words, key=lambda word: -word.start):
        meant = closest(fold(word.text), written)
        if meant is not None:
            mended = mended[: word.start] + meant + mended[word.end :]
    understood = parse(mended)
    if mended == query.text or not find.search(library_id, understood, offset=0, limit=1).total:
        return None
    return replace(understood, text=mended)


def _shown(library_id: str, documents: Sequence[Document], query: Query) -> list[Hit]:
    cached_texts.fetch(
        library_id, [(document.document_id, int(document.version)) for document in documents if document.has_text]
    )
    looked_for = needles(query)
    hits = []
    for document in documents:
        shown = show(_text(document), looked_for)
        hits.append(Hit(document, shown.page, shown.snippets))
    return hits


def _text(document: Document) -> Text | None:
    if not document.has_text:
        return None
    return cached_texts.load(document.library_id, document.document_id, int(document.version))


def _cursor(after: int, library_id: str, text: str) -> str:
    content = json.dumps([after, _mark(library_id, text)], separators=(",", ":"))
    return urlsafe_b64encode(content.encode()).decode().rstrip("=")


def _offset(cursor: str | None, library_id: str, text: str) -> int:
    """How many hits were seen before. Raises InvalidRequestError for a cursor that does not belong to this query."""
    if cursor is None:
        return 0
    try:
        after, mark = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, RecursionError):
        after, mark = None, None
    if type(after) is not int or not 0 < after <= find.DEEPEST or mark != _mark(library_id, text):
        raise InvalidRequestError("This cursor was not given out for this search. Begin without one.", "/cursor")
    return after


def _mark(library_id: str, text: str) -> str:
    return sha256(f"{library_id}\n{text}".encode("utf-8", "replace")).hexdigest()[:16]
