"""Rebuilds a library's index from its documents and texts, next to the published index, and then replaces that one.
Progress is saved regularly and when time runs out, so a rebuild continues when it is called again.
"""

import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from docloft import index_heads, tables
from docloft.errors import ConflictError
from docloft.search import api as search
from docloft_worker.entries import Work, add, belongs, record, with_texts
from docloft_worker.time_limit import NoTimeLeftError

_BATCH = 100
_ATTEMPTS = 12
_SAVE_EVERY_SECONDS = 45.0


class Rebuild:
    """One rebuild of one index. Its shards are built one after the other."""

    def __init__(self, library_id: str, location: search.Location) -> None:
        self.library_id = library_id
        self.draft = search.draft_of(location)
        self.saved_at = time.monotonic()

    def run(self, progress: Callable[[int, int], None]) -> int:
        """See `indexing.rebuild`."""
        self._sync_all(progress)
        for _ in range(_ATTEMPTS):
            name = self.draft.location.name
            heads = index_heads.find(self.library_id)
            known = heads.get(name)
            if head := self.draft.publish(known, heads):
                index_heads.advance(self.library_id, name, head, known)
                progress(head.documents, head.documents)
                return head.documents
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
        wanted: dict[str, int] = {}
        others: dict[str, int] = {}
        for document in documents:
            (wanted if belongs(document) else others)[document.document_id] = int(document.version)
        considered = sorted(wanted if ids is None else ids)
        done = 0
        for after, end in self.draft.ranges:
            first = bisect_right(considered, after) if after else 0
            last = len(considered) if end is None else bisect_right(considered, end)
            mine = considered[first:last]
            if ids is not None and not mine:
                continue
            self.draft.enter(after)
            gone = (self.draft.versions.keys() if ids is None else set(mine)) - wanted.keys()
            self.draft.apply(partial(_delete, versions={one: others.get(one) for one in gone}))
            due = [one for one in mine if one in wanted and self.draft.versions.get(one) != wanted[one]]
            for start in range(0, len(due), _BATCH):
                some = due[start : start + _BATCH]
                self.draft.divide(some[0])
                self._index(some)
                done += len(some)
                self._report(progress, done, done + len(due) - start - len(some) + len(considered) - last)

    def _report(self, progress: Callable[[int, int], None], done: int, total: int) -> None:
        """Saves the draft when time has run out, and regularly."""
        try:
            progress(done, total)
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


def _delete(batch: search.Batch, versions: Mapping[str, int | None]) -> None:
    for document_id, version in versions.items():
        batch.delete(document_id, version)
