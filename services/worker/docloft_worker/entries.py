"""From a document's card and text to its entry in the index, and what is written on the card when that fails."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import tantivy

from docloft import archive, objects, texts
from docloft.documents import State
from docloft.errors import ConflictError, NotFoundError
from docloft.models import Document
from docloft.search import schema
from docloft.search.schema import Entry
from docloft.texts import Text

UNREADABLE = "The words of this document could not be read for the search; it is found by its title only."
UNINDEXABLE = "This document could not be taken into the search."

KEPT = frozenset({State.RECEIVED, State.WORKING})
"""A document being read anew keeps the entry it had."""

_SIDE_BY_SIDE = 6


@dataclass(slots=True)
class Work:
    """What one commit did: remembered until it is published, because it may be refused and done again."""

    indexed: list[Document] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def belongs(document: Document) -> bool:
    """Ready and failed documents, and those that are read anew and had words before."""
    return document.state in schema.INDEXED_STATES or (document.state in KEPT and bool(document.has_text))


def add(document: Document, text: Text | None, problem: str | None, writer: tantivy.IndexWriter, work: Work) -> None:
    document_id = document.document_id
    try:
        entry = schema.document_of(_entry(document), text)
    except (ValueError, TypeError, OverflowError, MemoryError):
        # Its card holds something the index has no place for: the old entry, if any, is better than none.
        work.problems[document_id] = UNINDEXABLE
        return
    writer.delete_documents_by_term("id", document_id)
    writer.add_document(entry)
    work.indexed.append(document)
    if problem:
        work.problems[document_id] = problem


def with_texts(documents: Sequence[Document]) -> Iterator[tuple[Document, Text | None, str | None]]:
    """Documents with their texts and what is wrong with them; a few are fetched ahead, so that memory stays bounded."""
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as threads:
        for start in range(0, len(documents), _SIDE_BY_SIDE):
            some = documents[start : start + _SIDE_BY_SIDE]
            for document, body in zip(some, threads.map(_body, some), strict=True):
                text, problem = _decoded(body)
                yield document, text, problem


def record(library_id: str, work: Work) -> int:
    """Writes problems onto their documents, and takes away those that are over. That is news to the stream again, but
    none that touches the index (see `index_handler`), and a problem already written is not written again.
    """
    over = [document.document_id for document in work.indexed if document.index_problem]
    for document_id in (*work.problems, *(one for one in over if one not in work.problems)):
        sentence = work.problems.get(document_id)

        def decide(document: Document, sentence: str | None = sentence) -> archive.Change | None:
            if document.index_problem == sentence:
                return None
            return archive.Change("index_problem" if sentence else "indexed", {"index_problem": sentence})

        try:
            archive.amend(library_id, document_id, decide, actor="index")
        except (NotFoundError, ConflictError):
            # Purged, or busy: whatever changes it is news to the index again.
            continue
    return len(work.problems)


def _body(document: Document) -> bytes | None:
    if not document.has_text:
        return None
    try:
        return objects.read(objects.text_key(document.library_id, document.document_id))[0]
    except NotFoundError:
        return b""


def _decoded(body: bytes | None) -> tuple[Text | None, str | None]:
    if body is None:
        return None, None
    try:
        return texts.decode(body), None
    except (ValueError, KeyError, TypeError, OSError, EOFError):
        return None, UNREADABLE


def _entry(document: Document) -> Entry:
    return Entry(
        document_id=document.document_id,
        version=int(document.version),
        title=document.title,
        file_name=document.file_name,
        media_type=document.media_type,
        state=str(document.state),
        size=int(document.size),
        pages=None if document.pages is None else int(document.pages),
        created_at=document.created_at,
        document_date=document.document_date,
        trashed=bool(document.trashed_at),
        has_text=bool(document.has_text),
    )
