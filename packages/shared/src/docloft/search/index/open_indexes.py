"""The indexes of libraries that this process has open: local copies of what is published in S3, updated before each
search. A copy that the engine cannot read is replaced; while an index of the current version is missing or damaged, the
one of the previous version is searched.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import tantivy

from docloft.errors import ShortageError
from docloft.search.engine.schema import VERSION
from docloft.search.index.location import Location, location_of
from docloft.search.index.manifest import DamagedIndexError, Head, Manifest, OutdatedIndexError
from docloft.search.index.opening import engine_errors, open_index
from docloft.search.index.scratch import LruCache
from docloft.search.index.store import Copy

NOTICED_WITHIN_SECONDS = 10.0
"""How soon a function that has a copy of an index notices that S3 lost it. Until then and afterwards, the copy is
searched.
"""

_COPIES_BYTES = 256 * 1024 * 1024
_OPEN_INDEXES = 64
"""Each one costs a thread (see `opening`), and a function may have 1,024 threads and processes (AWS Lambda, quotas).
One that was closed is opened again from its local copy, which takes a few milliseconds.
"""

Heads = Mapping[str, Head]
"""The heads of a library's indexes by the name of the index, read from the library table before the search."""


@dataclass(slots=True)
class Opened:
    """The indexes of a library that can be searched, each with its version. `is_damaged`: one of them is missing,
    older or incomplete. `is_outdated`: one has an older version. `state`: the same for the same content, or empty.
    """

    searchers: list[tuple[tantivy.Searcher, int]]
    state: str = ""
    is_damaged: bool = False
    is_outdated: bool = False


_Result = TypeVar("_Result")


class _OpenIndex:
    """Closed when `clear` drops the last reference to it."""

    def __init__(self, index: tantivy.Index) -> None:
        self.index: tantivy.Index | None = index

    def size(self) -> int:
        return 1

    def clear(self) -> None:
        self.index = None


_open_indexes: LruCache[_OpenIndex] = LruCache(_OPEN_INDEXES)
"""The open indexes of all libraries together."""


class _Opener:
    """One index in S3 and its local copy. `is_usable`: the copy has an index that can be opened. `head`: of that
    index.
    """

    def __init__(self, location: Location) -> None:
        self.location = location
        self.copy = Copy(location, "reading")
        self.is_usable = False
        self._key = f"{location.key}/{location.version}"
        self._opened: Manifest | None = None
        self.head: Head | None = None
        self._read_again_at = 0.0

    def clear(self) -> None:
        self._close()
        self.copy.clear()

    def index(self) -> tantivy.Index:
        """The copy's index, opened again if it was closed for others. Raises DamagedIndexError and ShortageError."""
        kept = _open_indexes.get(self._key)
        if kept is not None and kept.index is not None:
            return kept.index
        index = open_index(self.copy)
        _open_indexes.put(self._key, _OpenIndex(index))
        return index

    def open(self, head: Head | None) -> bool:
        """Opens what is published now. The head is written after the manifest, so while it is that of the open index
        there is nothing newer; S3 is then only read to notice a loss. Returns whether S3 was read. Raises
        DamagedIndexError; the intact part of an index that has not been opened before is then open.
        """
        if head is not None and head == self.head and time.monotonic() < self._read_again_at:
            return False
        try:
            self.copy.pull(head)
        finally:
            if self.copy.manifest is not self._opened or not self.is_usable:
                self._close()
                if self.copy.manifest:
                    self.index()
                    self.is_usable = True
                self._opened = self.copy.manifest
        self.head = self.copy.manifest.head if self.copy.manifest else None
        self._read_again_at = time.monotonic() + NOTICED_WITHIN_SECONDS
        return True

    def _close(self) -> None:
        _open_indexes.take(self._key)
        self.is_usable, self.head = False, None


class _Reader:
    """One index. Until it has been built in the current version, the index of the previous version is read."""

    def __init__(self, location: Location) -> None:
        self._current = _Opener(location)
        self._previous = _Opener(location.previous)

    @property
    def copy(self) -> Copy:
        """The local copy of the index in the current version."""
        return self._current.copy

    @property
    def is_uneven(self) -> bool:
        """Whether the index should be divided again (see `manifest`)."""
        manifest = self._current.copy.manifest
        return manifest is not None and manifest.is_uneven and not self._current.copy.is_partial

    def size(self) -> int:
        return self._current.copy.size() + self._previous.copy.size()

    def clear(self) -> None:
        self._current.clear()
        self._previous.clear()

    def head(self) -> Head | None:
        """The head of the open index, if it has the current version."""
        return self._current.head if self._current.is_usable else None

    def searcher(self) -> tuple[tantivy.Searcher, int] | None:
        """A searcher over the state of the last `update`, with the version of its index; None when there is none.
        Raises DamagedIndexError and ShortageError.
        """
        for opener in (self._current, self._previous):
            if opener.is_usable:
                return opener.index().searcher(), opener.location.version
        return None

    def update(self, head: Head | None) -> bool:
        """Opens what is published now. Returns whether its files may have changed. Raises DamagedIndexError; the state
        of an earlier update is then kept, or an older index in S3 opened.
        """
        may_have_changed = True
        try:
            may_have_changed = self._current.open(head)
        except OutdatedIndexError:
            if not self._current.is_usable:
                self._current.open(None)
            raise
        except DamagedIndexError:
            if self._current.is_usable or not self._open_previous(head):
                raise
        else:
            if not self._current.is_usable:
                self._open_previous(head)
            elif self._previous.is_usable:
                self._previous.clear()
        return may_have_changed

    def _open_previous(self, head: Head | None) -> bool:
        """Whether there is a usable index of the previous version."""
        try:
            self._previous.open(head)
        except DamagedIndexError:
            return False
        return self._previous.is_usable


_readers: LruCache[_Reader] = LruCache(_COPIES_BYTES)


def opened(library_id: str) -> Heads | None:
    """The head of the index that this process has open of the library, by its name: a search for it needs nothing from
    S3. None when it has not opened it.
    """
    location = location_of(library_id)
    reader = _readers.get(location.key)
    head = reader.head() if reader else None
    return None if head is None else {location.name: head}


def with_searchers(library_id: str, heads: Heads, use: Callable[[Opened], _Result], otherwise: _Result) -> _Result:
    """Calls `use` with what can be searched; when the engine fails on a local copy, once more with a fresh copy.
    Returns `otherwise` when it fails on that too. Raises ShortageError, which says nothing about the index: indexes of
    other libraries are closed then, so that the next search may succeed.
    """
    for _ in range(2):
        try:
            with engine_errors():
                return use(open_now(library_id, heads))
        except ShortageError:
            _open_indexes.clear()
            raise
        except ValueError:
            if (reader := _readers.get(location_of(library_id).key)) is not None:
                reader.clear()
    return otherwise


def open_now(library_id: str, heads: Heads) -> Opened:
    opened, location = Opened([]), location_of(library_id)
    kept = _readers.get(location.key)
    reader = kept or _Reader(location)
    may_have_changed = True
    try:
        may_have_changed = reader.update(heads.get(location.name))
    except DamagedIndexError:
        opened.is_damaged = True
    if may_have_changed or kept is None:
        _readers.put(location.key, reader)
    try:
        searcher = reader.searcher()
    except DamagedIndexError:
        opened.is_damaged = True
        return opened
    if searcher is not None:
        opened.searchers.append(searcher)
        opened.state = "" if opened.is_damaged else str(reader.head() or "")
        opened.is_outdated = searcher[1] != VERSION or reader.is_uneven
    return opened


def prepare(library_id: str, heads: Heads) -> None:
    """Opens the library's indexes, so that the next search need not. Raises nothing for a damaged index."""
    with_searchers(library_id, heads, lambda _: None, None)


def forget() -> None:
    """Drops every local copy of this process (for tests)."""
    _readers.clear()
    _open_indexes.clear()
