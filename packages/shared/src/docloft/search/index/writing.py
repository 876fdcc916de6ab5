"""Changes a library's index: pull, change, commit, publish. Starts over when another writer was first."""

import random
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from threading import Lock

import tantivy

from docloft import objects
from docloft.errors import ConflictError, NotFoundError
from docloft.search.engine.schema import schema
from docloft.search.index.manifest import Head, Manifest
from docloft.search.index.opening import engine_errors, open_index
from docloft.search.index.scratch import LruCache
from docloft.search.index.store import Copy, Shard

HEAP_BYTES = 30_000_000
"""Memory that the engine may use before it writes a segment; its minimum is 15 MB."""

_COPIES_BYTES = 128 * 1024 * 1024
"""Of the copies that no commit is using. Those in use come on top: one large index at a time, and small ones."""
_LARGE_DOCUMENTS = 15_000
"""An index of more documents, about 36 MB, is written to while no other large one is: scratch space has 512 MB."""
_one_large = Lock()
ATTEMPTS, FIRST_PAUSE_SECONDS = 8, 0.05
"""Of one commit that loses races; the longest pause after the first lost one, which doubles each time."""

_copies: LruCache[Copy] = LruCache(_COPIES_BYTES)


class NoIndexError(NotFoundError):
    """The library has no index yet, or it was lost: it has to be built from tables and texts."""

    def __init__(self) -> None:
        super().__init__("This library has no search index yet.")


class Batch:
    """Changes to an index that are committed together. `touched`: the documents changed so far, each with the version
    that is now in the index (None: deleted).
    """

    def __init__(self, index: tantivy.Index, writer: tantivy.IndexWriter) -> None:
        self.touched: dict[str, int | None] = {}
        self._index = index
        self._writer = writer

    def versions(self, document_ids: Iterable[str]) -> dict[str, int]:
        """The versions of these documents in the index before this batch; documents that were not in it are left
        out.
        """
        searcher = self._index.searcher()
        found = {}
        for document_id in document_ids:
            query = tantivy.Query.term_query(schema(), "id", document_id)
            for _, address in searcher.search(query, limit=1, count=False).hits:
                found[document_id] = int(searcher.doc(address)["version"][0])
        return found

    def put(self, document: tantivy.Document) -> None:
        """Adds a document (see `engine.schema.document_of`), replacing the one with the same id."""
        document_id = str(document["id"][0])
        self._writer.delete_documents_by_term("id", document_id)
        self._writer.add_document(document)
        self.touched[document_id] = int(document["version"][0])

    def delete(self, document_id: str) -> None:
        """Idempotent."""
        self._writer.delete_documents_by_term("id", document_id)
        self.touched[document_id] = None


Apply = Callable[[Batch], None]
"""Makes the changes of one commit. Called again when the commit has to be repeated."""


def commit(shard: Shard, apply: Apply, head: Head | None = None) -> Manifest:
    """Makes one commit and publishes it; then the caller advances the head of the index to that of the manifest. Raises
    NoIndexError, DamagedIndexError when S3 does not contain what was published last (`head`), and ConflictError after
    eight lost races; nothing is published then. Commits to different shards may run in several threads.
    """
    with _one_large if head and head.documents > _LARGE_DOCUMENTS else nullcontext():
        return _commit(shard, apply, head)


def _commit(shard: Shard, apply: Apply, head: Head | None) -> Manifest:
    # Taken, so that a commit in another thread cannot evict it.
    copy = _copies.take(shard.key) or Copy(shard, "writing")
    try:
        return _attempt(copy, apply, head)
    except BaseException:
        # After any failure, the next commit starts from the published index.
        copy.clear()
        raise
    finally:
        _copies.put(shard.key, copy)


def write(index: tantivy.Index, apply: Apply) -> dict[str, int | None]:
    """Changes and commits in the local copy only; returns what was touched (see Batch). Waits for merges: their files
    belong to the commit. Raises ShortageError.
    """
    with engine_errors():
        writer = index.writer(HEAP_BYTES, 1)
        batch = Batch(index, writer)
        try:
            apply(batch)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        writer.wait_merging_threads()
    return batch.touched


def forget() -> None:
    """Drops every local copy of this process (for tests)."""
    _copies.clear()


def _attempt(copy: Copy, apply: Apply, head: Head | None) -> Manifest:
    for attempt in range(ATTEMPTS):
        try:
            touched = write(_pulled(copy, head), apply)
            return copy.push(copy.manifest, copy.etag, touched)
        except objects.StaleObjectError:
            time.sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311 - jitter, not a secret
    raise ConflictError("Too many writers of one search index at the same moment. Nothing was lost; try again.")


def _pulled(copy: Copy, head: Head | None) -> tantivy.Index:
    copy.pull(head)
    if copy.manifest is None:
        raise NoIndexError
    return open_index(copy)
