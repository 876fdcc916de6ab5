"""Makes a document's index entry from its record and text, and records on the document when that fails."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, fields
from threading import Lock
from typing import Any

from docloft import objects, reasons, texts
from docloft.errors import ConflictError, NotFoundError
from docloft.lifecycle import changes, notes
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.tables.documents import Document
from docloft.texts import Text

KEPT = frozenset({State.RECEIVED, State.WORKING})
"""A document that is being read again keeps its entry."""

_SIDE_BY_SIDE = 6

_LONG_CHARACTERS = 1_000_000
_one_long_text = Lock()
"""Long texts are split into words one at a time, however many libraries are handled in parallel: one alone may need
most of a function's 512 MB (docloft.search.engine.schema).
"""

ATTRIBUTES = tuple(one.name for one in fields(search.Entry) if hasattr(Document, one.name))
"""The attributes of a document that its index entry is made of. An entry has further fields, which no document has yet.
"""


@dataclass(slots=True)
class Work:
    """What one commit did. Kept until the commit is published, because a refused commit is repeated."""

    indexed: list[Document] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def belongs(document: Document) -> bool:
    """Whether a document is indexed: ready, failed, or being read again after it had text."""
    return document.state in search.INDEXED_STATES or (document.state in KEPT and bool(document.has_text))


def add(document: Document, text: Text | None, problem: str | None, batch: search.Batch, work: Work) -> None:
    document_id = document.document_id
    is_long = text is not None and text.characters > _LONG_CHARACTERS
    with _one_long_text if is_long else nullcontext():
        try:
            entry = search.document_of(entry_of(document), text)
        except (ValueError, TypeError, OverflowError, MemoryError):
            # The schema does not accept a value of the record. The old entry is kept, if there is one: it is better
            # than none.
            work.problems[document_id] = reasons.UNINDEXABLE.code
            return
        batch.put(entry)
        del entry
    work.indexed.append(document)
    if problem:
        work.problems[document_id] = problem


def with_texts(documents: Sequence[Document]) -> Iterator[tuple[Document, Text | None, str | None]]:
    """Documents with their texts and problems. Only a few texts are fetched ahead, to limit memory."""
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as threads:
        for start in range(0, len(documents), _SIDE_BY_SIDE):
            some = documents[start : start + _SIDE_BY_SIDE]
            for document, body in zip(some, threads.map(_body, some), strict=True):
                text, problem = _decoded(body)
                yield document, text, problem


def record(library_id: str, work: Work) -> int:
    """Records problems on their documents and clears solved ones; returns the number of problems. These writes
    reach the stream too, but are ignored there (see `index_handler`); a recorded problem is not written twice.
    """
    solved = [document.document_id for document in work.indexed if document.index_problem]
    for document_id in (*work.problems, *(one for one in solved if one not in work.problems)):
        code = work.problems.get(document_id)

        def decide(document: Document, code: str | None = code) -> changes.Change | None:
            if document.index_problem == code:
                return None
            return changes.Change("index_problem" if code else "indexed", {"index_problem": code})

        try:
            changes.amend(library_id, document_id, decide, actor="index")
        except (NotFoundError, ConflictError):
            # Purged, or changed by someone else: that change triggers indexing again.
            continue
    return len(work.problems)


def _body(document: Document) -> bytes | None:
    if not document.has_text:
        return None
    try:
        return objects.read(objects.text_key(document.library_id, document.content_id))[0]
    except NotFoundError:
        return b""


def _decoded(body: bytes | None) -> tuple[Text | None, str | None]:
    if body is None:
        return None, None
    try:
        return texts.decode(body), None
    except ValueError:
        return None, reasons.TEXT_UNREADABLE.code


def entry_of(document: Any) -> search.Entry:
    """`document` has the attributes of a Document."""
    written = notes.list_notes(document.library_id, document.document_id) if document.note_count else []
    values = {name: getattr(document, name) for name in ATTRIBUTES}
    return search.Entry(**values, notes=[note.text for note in written])
