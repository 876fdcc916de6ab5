"""Rebuilds a library's index from its documents and texts, next to the published index, and then replaces that one.
Progress is saved regularly and when time runs out, so a rebuild continues when it is called again.
"""

import time
from collections.abc import Callable, Iterable

from docloft import index_heads, tables
from docloft.errors import ConflictError
from docloft.search import api as search
from docloft_worker.entries import Work, add, belongs, record, with_texts
from docloft_worker.time_limit import NoTimeLeftError

_BATCH = 100
_ATTEMPTS = 12
_SAVE_EVERY_SECONDS = 45.0


class Rebuild:
    """One rebuild of one shard."""

    def __init__(self, library_id: str, shard: search.Shard) -> None:
        self.library_id = library_id
        self.draft = search.Draft(shard)
        self.saved_at = time.monotonic()

    def run(self, progress: Callable[[int, int], None]) -> int:
        """See `indexing.rebuild`."""
        self._sync_all(progress)
        for _ in range(_ATTEMPTS):
            name = self.draft.shard.name
            known = index_heads.find(self.library_id).get(name)
            if head := self.draft.publish(known):
                index_heads.advance(self.library_id, name, head, known)
                count = len(self.draft.versions)
                progress(count, count)
                return count
            missed = self.draft.missed()
            if missed is None:
                self._sync_all(lambda _done, _total: None)
            else:
                self._sync(tables.documents.find_many(self.library_id, missed), missed, lambda _done, _total: None)
        raise ConflictError("The library changed too often while its index was rebuilt. Nothing was lost; try again.")

    def _sync_all(self, progress: Callable[[int, int], None]) -> None:
        self._sync(tables.documents.list_all(self.library_id), None, progress)

    def _sync(
        self, documents: Iterable[tables.documents.Document], ids: set[str] | None, progress: Callable[[int, int], None]
    ) -> None:
        """Makes the draft contain these documents. `ids`: the only ones to change; None means all."""
        wanted = {document.document_id: int(document.version) for document in documents if belongs(document)}
        gone = (self.draft.versions.keys() if ids is None else ids) - wanted.keys()
        self.draft.apply(lambda batch: _delete(batch, gone))
        due = [name for name, version in wanted.items() if self.draft.versions.get(name) != version]
        for start in range(0, len(due), _BATCH):
            self._index(due[start : start + _BATCH])
            try:
                progress(min(start + _BATCH, len(due)), len(due))
            except NoTimeLeftError:
                self.draft.save()
                raise
            if time.monotonic() - self.saved_at >= _SAVE_EVERY_SECONDS:
                self.draft.save()
                self.saved_at = time.monotonic()

    def _index(self, ids: list[str]) -> None:
        work = Work()

        def apply(batch: search.Batch) -> None:
            found = [document for document in tables.documents.find_many(self.library_id, ids) if belongs(document)]
            for document, text, problem in with_texts(found):
                add(document, text, problem, batch, work)

        self.draft.apply(apply)
        record(self.library_id, work)


def _delete(batch: search.Batch, ids: Iterable[str]) -> None:
    for document_id in ids:
        batch.delete(document_id)
