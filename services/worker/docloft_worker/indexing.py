"""Keeps a library's search index up to date. Everything here starts from the current records and texts, so late,
duplicate or reordered events do no harm.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docloft import index_heads, tables
from docloft.search import api as search
from docloft_worker.entries import KEPT, Work, add, record, with_texts
from docloft_worker.rebuilding import Rebuild

_GROUP_CHARACTERS = 8_000_000
_GROUP_SECONDS = 40.0
"""A commit ends after this many characters or seconds: work that is already published is not repeated if the rest
fails.
"""


@dataclass(slots=True)
class Outcome:
    """Counts of what was done."""

    indexed: int = 0
    removed: int = 0
    unchanged: int = 0
    problems: int = 0
    commits: int = 0
    rebuilt: bool = False
    """Because the index was missing or damaged."""


def update(library_id: str, document_ids: Sequence[str]) -> Outcome:
    """Updates the index entries of these documents. Idempotent. A document that cannot be indexed is skipped, and
    the problem recorded on it. A missing or damaged index is rebuilt. Raises whatever S3 and DynamoDB raise; nothing
    that was published is then lost, and repeating the call finishes the rest.
    """
    outcome = Outcome()
    heads = dict(index_heads.find(library_id))
    left = list(dict.fromkeys(document_ids))
    try:
        while left:
            left = _step(library_id, left, heads, outcome)
    except (search.NoIndexError, search.DamagedIndexError):
        outcome.rebuilt = True
        outcome.indexed = rebuild(library_id, lambda _done, _total: None)
    return outcome


def rebuild(library_id: str, progress: Callable[[int, int], None]) -> int:
    """Rebuilds the library's index from its records and texts and publishes it in place of the old one; returns the
    number of documents in it. Calls `progress(done, total)` after every hundred documents. Changes made meanwhile are
    not lost: what the index function published is added before the old index is replaced. Memory is bounded; time grows
    with the library (bench/search_times.py: about 10,000 letters in a function's five minutes), and the next call
    continues one that was cut off. Raises ConflictError after losing the race twelve times or when another rebuild of
    the library is running; nothing has then changed.
    """
    rebuilding = Rebuild(library_id, search.location_of(library_id))
    try:
        return rebuilding.run(progress)
    finally:
        rebuilding.draft.close()


def _step(library_id: str, ids: list[str], heads: dict[str, search.Head], outcome: Outcome) -> list[str]:
    """Makes one commit, to the shard of the first document, and advances the head; returns the ids that are left."""
    location = search.location_of(library_id)
    work = Work()

    def apply(batch: search.Batch) -> None:
        nonlocal work
        work = Work()
        _apply(library_id, ids, batch, work)

    known = heads.get(location.name)
    head = search.commit(location, apply, known, about=ids[0]).head
    if head is not None:
        index_heads.advance(library_id, location.name, head, known)
        heads[location.name] = head
    outcome.commits += 1
    outcome.indexed += len(work.indexed)
    outcome.removed += len(work.removed)
    outcome.unchanged += len(work.unchanged)
    outcome.problems += record(library_id, work)
    return work.rest


def _apply(library_id: str, ids: Sequence[str], batch: search.Batch, work: Work) -> None:
    """Deletes, then adds, in the order given, until the commit is full; the rest, and what belongs to other shards, is
    left in `work.rest`.
    """
    others = [document_id for document_id in ids if not batch.covers(document_id)]
    ids = [document_id for document_id in ids if batch.covers(document_id)]
    versions = batch.versions(ids)
    existing = {document.document_id: document for document in tables.documents.find_many(library_id, ids)}
    started, characters = time.monotonic(), 0
    due = []
    for document_id in ids:
        document = existing.get(document_id)
        if document is not None and (document.state in KEPT or versions.get(document_id) == document.version):
            work.unchanged.append(document_id)
        elif document is not None and document.state in search.INDEXED_STATES:
            due.append(document)
        else:
            batch.delete(document_id, int(document.version) if document is not None else None)
            work.removed.append(document_id)
    for number, (document, text, problem) in enumerate(with_texts(due)):
        add(document, text, problem, batch, work)
        characters += text.characters if text else 0
        if characters >= _GROUP_CHARACTERS or time.monotonic() - started >= _GROUP_SECONDS:
            work.rest = [later.document_id for later in due[number + 1 :]]
            break
    work.rest += others
