"""Changes a library's index: pull, change, commit, publish. Starts over when another writer was faster."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, nullcontext
from functools import partial
from threading import Lock

import tantivy

from docloft import objects
from docloft.errors import ConflictError, NotFoundError
from docloft.search.engine.schema import schema
from docloft.search.index import segments
from docloft.search.index.location import Location
from docloft.search.index.manifest import Head, Manifest
from docloft.search.index.opening import engine_errors, open_folder, open_index, open_or_create
from docloft.search.index.scratch import LruCache
from docloft.search.index.store import Copy

IndexedDocument = tantivy.Document
"""What `engine.schema.document_of` makes: fields and their values, which other search engines index as well."""

HEAP_BYTES = 30_000_000
"""Memory that the engine may use before it writes a segment; its minimum is 15 MB."""

_COPIES = 8
"""The most copies of a document to look for; normally there is one."""

_COPIES_BYTES = 128 * 1024 * 1024
"""Limit for copies that no commit is using. Those in use are not counted: one large index at a time, and small ones."""
_LARGE_DOCUMENTS = 15_000
"""An index of more documents, about 36 MB, is written to while no other large one is: scratch space has 512 MB."""
_one_large = Lock()
ATTEMPTS, FIRST_PAUSE_SECONDS = 8, 0.05
"""Attempts of one commit, and the longest pause after the first lost race; the pause doubles each time."""

_copies: LruCache[Copy] = LruCache(_COPIES_BYTES)


class NoIndexError(NotFoundError):
    """The library has no index yet, or it was lost: it has to be built from tables and texts."""

    def __init__(self) -> None:
        super().__init__("This library has no search index yet.")


class Batch:
    """Changes to an index that are committed together. `touched`: the documents changed so far, each with the version
    that is now in the index (None: deleted). They belong to one shard of the index.
    """

    def __init__(self, index: tantivy.Index, writer: tantivy.IndexWriter, covers: Callable[[str], bool]) -> None:
        """`covers`: whether a document belongs to the shard that is changed."""
        self.touched: dict[str, int | None] = {}
        self.covers = covers
        self.writer = writer
        self._index = index

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
        """Adds a document (see `engine.schema.document_of`), replacing the one with the same id. Raises ValueError for
        a document of another shard.
        """
        document_id = str(document["id"][0])
        if not self.covers(document_id):
            raise ValueError("This document belongs to another shard of the index.")
        self.writer.delete_documents_by_term("id", document_id)
        self.writer.add_document(document)
        self.touched[document_id] = int(document["version"][0])

    def delete(self, document_id: str, _version: int | None = None) -> None:
        """Idempotent. The manifest decides between writers, so no version is needed."""
        self.writer.delete_documents_by_term("id", document_id)
        self.touched[document_id] = None


Apply = Callable[[Batch], None]
"""The function that makes the changes of one commit. Called again if the commit has to be repeated."""


def commit(location: Location, apply: Apply, head: Head | None = None, *, about: str = "") -> Manifest:
    """Makes one commit to the shard that the document `about` belongs to, or to the first one, and publishes it; then
    the caller advances the head of the index to that of the manifest. When that shard is the last one and full, a
    document that is newer than all others begins a new one. Raises NoIndexError, DamagedIndexError when S3 does not
    contain what was published last (`head`), and ConflictError after eight lost races; nothing is published then.
    Commits to different indexes may run in several threads.
    """
    with _one_large if head and head.documents > _LARGE_DOCUMENTS else nullcontext():
        return _commit(location, apply, head, about)


def _commit(location: Location, apply: Apply, head: Head | None, about: str) -> Manifest:
    # Taken, so that a commit in another thread cannot evict it.
    copy = _copies.take(location.key) or Copy(location, "writing")
    try:
        return _attempt(copy, apply, head, about)
    except BaseException:
        # After any failure, the next commit starts from the published index.
        copy.clear()
        raise
    finally:
        _copies.put(location.key, copy)


def write(
    copy: Copy, index: tantivy.Index, apply: Apply, covers: Callable[[str], bool] = bool
) -> dict[str, int | None]:
    """Changes and commits in the local copy only, of which `index` is the open index; returns what was touched (see
    Batch). `covers`: see Batch. Waits for merges: their files belong to the commit. If it fails, the copy is unchanged.
    Raises ShortageError.
    """
    whole = segments.Meta((copy.path / "meta.json").read_text())
    with ExitStack() as views:
        opened: list[segments.View] = []

        def open_view(some: Sequence[segments.Segment]) -> tantivy.IndexWriter:
            view = segments.View(copy.path, whole, some)
            opened.append(view)
            views.callback(view.close)
            return open_folder(view.path).writer(HEAP_BYTES, 1)

        with engine_errors():
            merged = segments.due(whole.segments)
            batch = Batch(index, open_view(merged), covers)
            _finish(batch.writer, partial(apply, batch))
            others = _with_any(index, whole, batch.touched)
            for some in segments.groups([one for one in others if one not in merged]):
                writer = open_view(some)
                _finish(writer, partial(_delete, writer, batch.touched))
        segments.replace(copy.path, whole, opened)
    return batch.touched


def _finish(writer: tantivy.IndexWriter, change: Callable[[], None]) -> None:
    try:
        change()
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    writer.wait_merging_threads()


def _delete(writer: tantivy.IndexWriter, document_ids: Iterable[str]) -> None:
    for document_id in document_ids:
        writer.delete_documents_by_term("id", document_id)


def _with_any(index: tantivy.Index, whole: segments.Meta, document_ids: Iterable[str]) -> list[segments.Segment]:
    """The segments that have one of these documents. The engine numbers them as meta.json lists them."""
    searcher = index.searcher()
    numbers = set()
    for document_id in document_ids:
        query = tantivy.Query.term_query(schema(), "id", document_id)
        numbers |= {address.segment_ord for _, address in searcher.search(query, limit=_COPIES, count=False).hits}
    return [whole.segments[number] for number in sorted(numbers)]


def documents_in(index: tantivy.Index) -> dict[str, int]:
    """The version of each document by its id: 10 μs a document."""
    searcher = index.searcher()
    count = searcher.num_docs
    found = searcher.search(tantivy.Query.all_query(), limit=count, count=False).hits if count else []
    documents = (searcher.doc(address) for _, address in found)
    return {document["id"][0]: int(document["version"][0]) for document in documents}


def forget() -> None:
    """Drops every local copy of this process (for tests)."""
    _copies.clear()


def _attempt(copy: Copy, apply: Apply, head: Head | None, about: str) -> Manifest:
    for attempt in range(ATTEMPTS):
        try:
            index = _pulled(copy, head, about)
            touched = write(copy, index, apply, _coverage(copy))
            return copy.push(copy.manifest, copy.etag, touched)
        except objects.StaleObjectError:
            copy.drop_unpublished()
            time.sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311 - jitter, not a secret
    raise ConflictError("Too many writers of one search index at the same moment. Nothing was lost; try again.")


def _pulled(copy: Copy, head: Head | None, about: str) -> tantivy.Index:
    copy.pull(head, about)
    if copy.manifest is None:
        raise NoIndexError
    index = open_index(copy)
    last = copy.manifest.shards[-1]
    if about and copy.shards == (last,) and last.is_full and about > (newest := max(documents_in(index))):
        copy.begin(newest, copy.manifest)
        return open_or_create(copy)
    return index


def _coverage(copy: Copy) -> Callable[[str], bool]:
    """Whether a document belongs to the one shard of this copy, which may be one that is not published yet."""
    [own] = copy.shards
    later = [shard.after for shard in copy.manifest.shards if shard.after > own.after] if copy.manifest else []
    return partial(lies_between, own.after, min(later, default=None))


def lies_between(after: str, end: str | None, document_id: str) -> bool:
    """Whether a document belongs to the shard with these limits (None: there is no end)."""
    return (not after or document_id > after) and (end is None or document_id <= end)
