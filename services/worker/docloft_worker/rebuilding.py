"""Building a library's index anew beside the published one, and putting it in its place. What was built is noted now
and then (`rebuild.json`): a rebuild that ran out of time goes on there when it is called again.
"""

import time
from collections.abc import Callable, Iterable, Iterator

import tantivy
from ulid import ULID

from docloft import models, objects
from docloft.errors import ConflictError
from docloft.identity import now
from docloft.search.manifest import DamagedIndexError
from docloft.search.store import Copy, Shard, published
from docloft.search.writing import Versions, everything, new_index, write
from docloft_worker.entries import Work, add, belongs, record, with_texts

_BATCH = 100
_ATTEMPTS = 12
_NOTED_EVERY_SECONDS = 45.0
_FORGOTTEN_AFTER_SECONDS = 6 * 3600.0
"""An unfinished rebuild older than this is begun anew: another release may have cut words differently."""


class Rebuild:
    """A new index beside the published one. `seen`: what is in it, by id and version of the card."""

    def __init__(self, library_id: str, shard: Shard) -> None:
        self.library_id = library_id
        self.shard = shard
        self.copy = Copy(shard.in_the_making, "rebuilding")
        self.seen: dict[str, int] = {}
        self.noted_at = time.monotonic()

    def run(self, progress: Callable[[int, int], None]) -> int:
        self._resume()
        # The manifest is read before the cards: whatever is published later is noticed at the switch.
        before, etag = published(self.shard)
        self._follow(dict(self._cards()), None, progress)
        unfinished = self.copy.etag
        for _ in range(_ATTEMPTS):
            try:
                self.copy.push(before, etag, (), to=self.shard)
            except objects.StaleObjectError:
                since = before.generation if before else 0
                before, etag = published(self.shard)
                self._catch_up(before.touched_since(since) if before else None)
            else:
                if unfinished is not None:
                    objects.remove(self.copy.shard.manifest_key)
                progress(len(self.seen), len(self.seen))
                return len(self.seen)
        raise ConflictError("The library changed too often while its index was rebuilt. Nothing was lost; try again.")

    def _resume(self) -> None:
        try:
            self.copy.pull()
            usable = self.copy.manifest is None or _young(self.copy)
            index = new_index(self.copy) if usable else None
        except (DamagedIndexError, ValueError, OSError):
            index = None
        if index is None:
            objects.remove(self.copy.shard.manifest_key)
            self.copy.clear()
            index = new_index(self.copy)
        self.seen = everything(index)

    def _note(self) -> None:
        try:
            self.copy.push(self.copy.manifest, self.copy.etag, ())
        except objects.StaleObjectError as error:
            raise ConflictError("The index of this library is being rebuilt already.") from error
        self.noted_at = time.monotonic()

    def _catch_up(self, touched: set[str] | None) -> None:
        """With what was published meanwhile; with everything, when that is too long ago to know."""
        if touched is None:
            self._follow(dict(self._cards()), None, lambda _done, _total: None)
            return
        found = models.find_documents(self.library_id, touched)
        there = {document.document_id: int(document.version) for document in found if belongs(document)}
        self._follow(there, touched, lambda _done, _total: None)

    def _follow(self, there: dict[str, int], known: set[str] | None, progress: Callable[[int, int], None]) -> None:
        """Makes the new index hold `there`. `known`: the documents in question; None means all there are."""
        gone = (self.seen.keys() if known is None else known) - there.keys()
        write(new_index(self.copy), lambda writer, _versions: self._drop(writer, gone))
        due = [document_id for document_id, version in there.items() if self.seen.get(document_id) != version]
        for start in range(0, len(due), _BATCH):
            self._take(due[start : start + _BATCH])
            progress(min(start + _BATCH, len(due)), len(due))
            if time.monotonic() - self.noted_at >= _NOTED_EVERY_SECONDS:
                self._note()

    def _drop(self, writer: tantivy.IndexWriter, gone: Iterable[str]) -> list[str]:
        for document_id in gone:
            writer.delete_documents_by_term("id", document_id)
            self.seen.pop(document_id, None)
        return []

    def _take(self, ids: list[str]) -> None:
        work = Work()

        def apply(writer: tantivy.IndexWriter, _versions: Versions) -> list[str]:
            found = [document for document in models.find_documents(self.library_id, ids) if belongs(document)]
            for document, text, problem in with_texts(found):
                add(document, text, problem, writer, work)
            return []

        write(new_index(self.copy), apply)
        self.seen |= {document.document_id: int(document.version) for document in work.indexed}
        record(self.library_id, work)

    def _cards(self) -> Iterator[tuple[str, int]]:
        for document in models.list_library(self.library_id):
            if belongs(document):
                yield document.document_id, int(document.version)


def _young(copy: Copy) -> bool:
    """Whether the unfinished index was begun lately: its packs are named by the time they were made."""
    begun = min((ULID.from_str(pack.name).timestamp for pack in copy.packs), default=0.0)
    return now().timestamp() - begun < _FORGOTTEN_AFTER_SECONDS
