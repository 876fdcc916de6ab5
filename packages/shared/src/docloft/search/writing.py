"""Changing a library's index: pull, change, commit, publish; from the start again when another writer was first."""

import random
import time
from collections.abc import Callable, Collection, Iterable

import tantivy

from docloft import objects
from docloft.errors import ConflictError, NotFoundError
from docloft.search.manifest import DamagedIndexError, Manifest
from docloft.search.schema import schema
from docloft.search.scratch import Shelf
from docloft.search.store import Copy, Shard

HEAP_BYTES = 30_000_000
"""What the engine may gather before it writes a segment; it refuses less than 15 MB."""

_COPIES_BYTES = 256 * 1024 * 1024
_ATTEMPTS = 8

Versions = Callable[[Iterable[str]], dict[str, int]]
"""Document ids -> the versions of those that are in the index."""

Apply = Callable[[tantivy.IndexWriter, Versions], Collection[str]]
"""Adds and deletes; answers the ids it touched. Called again when the commit has to be repeated."""

_copies: Shelf[Copy] = Shelf(_COPIES_BYTES)


class NoIndexError(NotFoundError):
    """The library has no index yet, or lost it: it has to be built from tables and texts."""

    def __init__(self) -> None:
        super().__init__("This library has no search index yet.")


def commit(shard: Shard, apply: Apply) -> Manifest:
    """One commit, published. Raises NoIndexError, DamagedIndexError when S3 holds something else than its manifest
    says, and ConflictError after eight lost races; nothing is published then.
    """
    copy = _copies.get(shard.prefix) or Copy(shard, "writing")
    for attempt in range(_ATTEMPTS):
        try:
            touched = write(_pulled(copy), apply)
            manifest = copy.push(copy.manifest, copy.etag, touched)
        except objects.StaleObjectError:
            time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 - jitter, not a secret
        except BaseException:
            # Whatever it was, the next commit starts from what is published.
            copy.clear()
            raise
        else:
            _copies.put(shard.prefix, copy)
            return manifest
    copy.clear()
    raise ConflictError("Too many writers of one search index at the same moment. Nothing was lost; try again.")


def write(index: tantivy.Index, apply: Apply) -> Collection[str]:
    """Changes and commits in the local copy only. Merges are waited for: their files belong to the commit."""
    writer = index.writer(HEAP_BYTES, 1)
    try:
        touched = apply(writer, lambda ids: _versions(index, ids))
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    writer.wait_merging_threads()
    return touched


def open_index(copy: Copy) -> tantivy.Index:
    """The engine's index on a local copy; one that cannot be opened is fetched again, once."""
    try:
        return new_index(copy)
    except (ValueError, OSError):
        copy.clear()
        copy.pull()
    try:
        return new_index(copy)
    except (ValueError, OSError) as error:
        raise DamagedIndexError from error


def new_index(copy: Copy) -> tantivy.Index:
    """Opens what lies in the copy's folder, or begins an empty index there. Raises ValueError."""
    index = tantivy.Index(schema(), path=str(copy.path), reuse=True)
    index.config_reader("manual", 0)
    index.reload()
    return index


def everything(index: tantivy.Index) -> dict[str, int]:
    """Ids and versions of all documents in an index."""
    searcher = index.searcher()
    count = searcher.num_docs
    found = searcher.search(tantivy.Query.all_query(), limit=count, count=False).hits if count else []
    documents = (searcher.doc(address) for _, address in found)
    return {document["id"][0]: int(document["version"][0]) for document in documents}


def forget() -> None:
    """Gives up every local copy of this process (tests)."""
    _copies.clear()


def _pulled(copy: Copy) -> tantivy.Index:
    copy.pull()
    if copy.manifest is None:
        raise NoIndexError
    return open_index(copy)


def _versions(index: tantivy.Index, document_ids: Iterable[str]) -> dict[str, int]:
    searcher = index.searcher()
    found = {}
    for document_id in document_ids:
        query = tantivy.Query.term_query(schema(), "id", document_id)
        for _, address in searcher.search(query, limit=1, count=False).hits:
            found[document_id] = int(searcher.doc(address)["version"][0])
    return found
