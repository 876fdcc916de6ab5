"""Building a library's index anew beside the published one, and putting it in its place."""

from collections.abc import Callable, Iterable, Iterator

import tantivy

from docloft import models, objects
from docloft.errors import ConflictError, NotFoundError
from docloft.search.manifest import DamagedIndexError, Manifest, decode
from docloft.search.store import Copy, Shard
from docloft.search.writing import Versions, new_index, write
from docloft_worker.entries import Work, add, belongs, record, with_texts

_BATCH = 100
_ATTEMPTS = 12


class Rebuild:
    """A new index beside the published one. `seen`: what is in it, by id and version of the card."""

    def __init__(self, library_id: str, copy: Copy) -> None:
        self.library_id = library_id
        self.copy = copy
        self.seen: dict[str, int] = {}

    def run(self, progress: Callable[[int, int], None]) -> int:
        # The manifest is read before the cards: whatever is published later is noticed at the switch.
        before, etag = _published(self.copy.shard)
        write(new_index(self.copy), lambda _writer, _versions: ())
        self._follow(dict(self._cards()), progress)
        for _ in range(_ATTEMPTS):
            try:
                self.copy.push(before, etag, ())
            except objects.StaleObjectError:
                since = before.generation if before else 0
                before, etag = _published(self.copy.shard)
                touched = before.touched_since(since) if before else None
                self._catch_up(touched)
            else:
                progress(len(self.seen), len(self.seen))
                return len(self.seen)
        raise ConflictError("The library changed too often while its index was rebuilt. Nothing was lost; try again.")

    def _catch_up(self, touched: set[str] | None) -> None:
        """With what was published meanwhile; with everything, when that is too long ago to know."""
        if touched is None:
            there = dict(self._cards())
            gone = self.seen.keys() - there.keys()
        else:
            found = models.find_documents(self.library_id, touched)
            there = {document.document_id: int(document.version) for document in found if belongs(document)}
            gone = touched - there.keys()
        write(new_index(self.copy), lambda writer, _versions: self._drop(writer, gone))
        self._follow(there, lambda _done, _total: None)

    def _drop(self, writer: tantivy.IndexWriter, gone: Iterable[str]) -> list[str]:
        for document_id in gone:
            writer.delete_documents_by_term("id", document_id)
            self.seen.pop(document_id, None)
        return []

    def _follow(self, there: dict[str, int], progress: Callable[[int, int], None]) -> None:
        due = [document_id for document_id, version in there.items() if self.seen.get(document_id) != version]
        for start in range(0, len(due), _BATCH):
            self._take(due[start : start + _BATCH])
            progress(min(start + _BATCH, len(due)), len(due))

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


def _published(shard: Shard) -> tuple[Manifest | None, str | None]:
    """The manifest as it is now and its ETag; (None, ETag) for one that cannot be understood: it is written over."""
    try:
        body, etag = objects.read(shard.manifest_key)
    except NotFoundError:
        return None, None
    try:
        return decode(body), etag
    except DamagedIndexError:
        return None, etag
