"""Keeping a library's search index in step with its documents. The index is a view: everything here starts from the
cards and texts as they are now, so that late, repeated or reordered news of a change does no harm.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import tantivy

from docloft import models
from docloft.search import schema
from docloft.search.manifest import DamagedIndexError
from docloft.search.store import Shard, shard_for, shards_of
from docloft.search.writing import NoIndexError, Versions, commit
from docloft_worker.entries import KEPT, Work, add, record, with_texts
from docloft_worker.rebuilding import Rebuild

_GROUP_CHARACTERS = 8_000_000
_GROUP_SECONDS = 40.0
"""A commit is closed when it has taken so much: what is published is not done again when the rest fails."""


@dataclass(slots=True)
class Outcome:
    """What became of a batch, in numbers."""

    indexed: int = 0
    removed: int = 0
    unchanged: int = 0
    problems: int = 0
    commits: int = 0
    rebuilt: bool = False


def update(library_id: str, document_ids: Sequence[str]) -> Outcome:
    """Brings the entries of these documents up to date. Idempotent; what cannot be indexed is recorded on its document
    and passed over. A library without an index, or with a damaged one, gets it built anew. Raises what S3 and DynamoDB
    raise: then nothing that was published is lost, and the same call again finishes the rest.
    """
    outcome = Outcome()
    by_shard: dict[Shard, list[str]] = {}
    for document_id in dict.fromkeys(document_ids):
        by_shard.setdefault(shard_for(library_id, document_id), []).append(document_id)
    try:
        for shard, ids in by_shard.items():
            left = ids
            while left:
                left = _step(library_id, shard, left, outcome)
    except (NoIndexError, DamagedIndexError):
        outcome.rebuilt = True
        outcome.indexed = rebuild(library_id, lambda _done, _total: None)
    return outcome


def rebuild(library_id: str, progress: Callable[[int, int], None]) -> int:
    """Builds the library's index from its cards and texts and puts it in the place of the old one; answers how many
    documents are in it. `progress(done, total)` is called after every hundred. Changes made meanwhile are not lost:
    what the index function published is caught up with, and a switch it overtakes is tried again. Memory is bounded;
    time grows with the library (bench/search.py: some 10,000 letters in a function's five minutes), and a call that is
    cut off is continued by the next one. Raises ConflictError when overtaken twelve times or when another rebuild of
    the library is under way: nothing has changed then.
    """
    (shard,) = shards_of(library_id)
    rebuilding = Rebuild(library_id, shard)
    try:
        return rebuilding.run(progress)
    finally:
        rebuilding.copy.clear()


def _step(library_id: str, shard: Shard, ids: list[str], outcome: Outcome) -> list[str]:
    """One commit; answers what is left to do."""
    work = Work()

    def apply(writer: tantivy.IndexWriter, versions: Versions) -> list[str]:
        nonlocal work
        work = Work()
        _apply(library_id, ids, writer, versions(ids), work)
        return [*(document.document_id for document in work.indexed), *work.removed]

    commit(shard, apply)
    outcome.commits += 1
    outcome.indexed += len(work.indexed)
    outcome.removed += len(work.removed)
    outcome.unchanged += len(work.unchanged)
    outcome.problems += record(library_id, work)
    return work.rest


def _apply(
    library_id: str, ids: Sequence[str], writer: tantivy.IndexWriter, versions: dict[str, int], work: Work
) -> None:
    """Deletes, then adds, in the order given, until the commit is full; the rest is left in `work.rest`."""
    there = {document.document_id: document for document in models.find_documents(library_id, ids)}
    started, characters = time.monotonic(), 0
    due = []
    for document_id in ids:
        document = there.get(document_id)
        if document is not None and (document.state in KEPT or versions.get(document_id) == document.version):
            work.unchanged.append(document_id)
        elif document is not None and document.state in schema.INDEXED_STATES:
            due.append(document)
        else:
            if document_id in versions:
                writer.delete_documents_by_term("id", document_id)
            work.removed.append(document_id)
    for number, (document, text, problem) in enumerate(with_texts(due)):
        add(document, text, problem, writer, work)
        characters += text.characters if text else 0
        if characters >= _GROUP_CHARACTERS or time.monotonic() - started >= _GROUP_SECONDS:
            work.rest = [later.document_id for later in due[number + 1 :]]
            break
