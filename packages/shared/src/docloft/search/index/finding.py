"""Searches a library's indexes and merges their results. The file is long because opening, searching and recovering
from damage share the cached readers.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TypeVar

import tantivy

from docloft.errors import ShortageError
from docloft.search.engine.plan import EXPANSIONS, Expand, Given, fuzzy, plan, scores
from docloft.search.engine.schema import VERSION
from docloft.search.index import explaining, facets, months, neighbours, ordering, totals
from docloft.search.index.explaining import MOST_EXPLAINED, Explanation
from docloft.search.index.facets import Facet
from docloft.search.index.manifest import DamagedIndexError, Head, Manifest, OutdatedIndexError
from docloft.search.index.months import Months
from docloft.search.index.opening import engine_errors, open_index
from docloft.search.index.ordering import DEEPEST, NEWEST, RELEVANCE, Order, Row
from docloft.search.index.scratch import LruCache
from docloft.search.index.store import Copy, Location, location_of
from docloft.search.index.totals import Totals
from docloft.search.query.nodes import Query, Word, wanted
from docloft.search.text.folding import fold
from docloft.search.text.pieces import pieces
from docloft.search.text.typos import tolerance

NOTICED_WITHIN_SECONDS = 10.0
"""How soon a function that has a copy of an index notices that S3 lost it. Until then and afterwards, the copy is
searched.
"""

_COPIES_BYTES = 256 * 1024 * 1024
_OPEN_INDEXES = 64
"""Each one costs a thread (see `opening`), and a function may have 1,024 threads and processes (AWS Lambda, quotas).
One that was closed is opened again from its local copy, which takes a few milliseconds.
"""
_CANDIDATES = 6
"""How many documents are searched for the intended word."""

FEW = 2
"""A query with this many hits or fewer is checked for typing errors."""
_TIMES_AS_MANY = 10
"""A word in a few documents counts as a typing error if a word one edit away is in this many times as many documents.
"""


Heads = Mapping[str, Head]
"""The heads of a library's indexes by the name of the index, read from the library table before the search."""


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of documents in order, and the number of all hits. `is_damaged`: hits may be missing, because an index
    is damaged. `is_outdated`: an index is still the one of the previous release, and has to be rebuilt.
    """

    document_ids: list[str]
    total: int
    is_damaged: bool = False
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Words that were probably mistyped, and documents with similar words (best first). `are_unknown`: no document
    contains the words; otherwise a few do.
    """

    words: list[Word]
    document_ids: list[str]
    are_unknown: bool


@dataclass(slots=True)
class _Opened:
    """The indexes of a library that can be searched, each with its version. `is_damaged`: one of them is missing,
    older or incomplete. `is_outdated`: one has an older version.
    """

    searchers: list[tuple[tantivy.Searcher, int]]
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

    def open(self, head: Head | None) -> None:
        """Opens what is published now. The head is written after the manifest, so while it is that of the open index
        there is nothing newer; S3 is then only read to notice a loss. Raises DamagedIndexError; what is intact of an
        index that has not been opened before is then open.
        """
        if head is not None and head == self.head and time.monotonic() < self._read_again_at:
            return
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

    def update(self, head: Head | None) -> None:
        """Opens what is published now. Raises DamagedIndexError; the state of an earlier update is then kept, or an
        older index in S3 opened.
        """
        try:
            self._current.open(head)
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


def find(
    library_id: str,
    query: Query,
    *,
    offset: int,
    limit: int,
    order: Order = RELEVANCE,
    heads: Heads = {},  # noqa: B006 - read only
) -> Found:
    """Hits `offset` to `offset + limit` in this order, of everything published before the call. Does not raise for a
    damaged index: its intact parts are searched, and the result says so.
    """
    if query.root is None or offset >= DEEPEST:
        return Found([], 0)
    wanted_hits = min(limit, DEEPEST - offset)

    def use(opened: _Opened) -> Found:
        found = _merged(opened.searchers, query, {}, offset, wanted_hits, order)
        return Found(found.document_ids, found.total, opened.is_damaged, opened.is_outdated)

    return _with_searchers(library_id, heads, use, Found([], 0, is_damaged=True))


def count_facets(
    library_id: str,
    query: Query,
    names: Sequence[str],
    heads: Heads = {},  # noqa: B006 - read only
) -> list[Facet]:
    """Counts these facets (`selections.FACETS`) over all hits. Empty if the index cannot be searched."""
    return _with_searchers(library_id, heads, lambda opened: facets.count(opened.searchers, query, names, _engine), [])


def count_months(
    library_id: str,
    query: Query,
    by: str,
    heads: Heads = {},  # noqa: B006 - read only
) -> Months:
    """Counts the hits of a query by month (see `months.count`). Nothing for an index that cannot be searched."""
    zone = query.context.zone if query.context else UTC
    if query.root is None:
        return Months()
    return _with_searchers(
        library_id, heads, lambda opened: months.count(opened.searchers, query, by, zone, _engine), Months()
    )


def add_up(library_id: str, query: Query, heads: Heads) -> Totals:
    """Sums over the hits of a query (see `totals.add_up`). Nothing for an index that cannot be searched."""
    if query.root is None:
        return Totals()
    return _with_searchers(library_id, heads, lambda opened: totals.add_up(opened.searchers, query, _engine), Totals())


def complete(library_id: str, beginning: str, limit: int, heads: Heads) -> list[str]:
    """The most frequent words of the library with this beginning (see `neighbours.words`)."""
    return _with_searchers(
        library_id, heads, lambda opened: neighbours.words(_only(opened.searchers), beginning, limit), []
    )


def find_similar(library_id: str, document_id: str, text: str, limit: int, heads: Heads) -> list[str]:
    """Ids of the documents that are most like this one (see `neighbours.similar`)."""
    return _with_searchers(
        library_id, heads, lambda opened: neighbours.similar(_only(opened.searchers), document_id, text, limit), []
    )


def find_filed(
    library_id: str, document_id: str, texts: Mapping[str, str], limit: int, heads: Heads
) -> dict[str, list[tuple[float, str]]]:
    """By keyword field, the documents with a value of it that are most like this one in the given part of its text (see
    `neighbours.filed`).
    """

    def use(opened: _Opened) -> dict[str, list[tuple[float, str]]]:
        searchers = _only(opened.searchers)
        return {field: neighbours.filed(searchers, document_id, text, field, limit) for field, text in texts.items()}

    return _with_searchers(library_id, heads, use, {})


def explain(library_id: str, query: Query, document_ids: Sequence[str], heads: Heads) -> dict[str, Explanation]:
    """How the scores of these documents were computed, by id; without those that the query does not find. At most
    MOST_EXPLAINED.
    """

    def use(opened: _Opened) -> dict[str, Explanation]:
        found = {}
        for searcher, version in opened.searchers:
            engine_query = plan(query, Given(_expand(searcher), {}, version))
            for document_id in document_ids[:MOST_EXPLAINED]:
                if (explanation := explaining.explain(searcher, engine_query, document_id)) is not None:
                    found[document_id] = explanation
        return found

    return _with_searchers(library_id, heads, use, {})


def _only(searchers: list[tuple[tantivy.Searcher, int]]) -> list[tantivy.Searcher]:
    return [searcher for searcher, _ in searchers]


def prepare(library_id: str, heads: Heads) -> None:
    """Opens the library's indexes, so that the next search need not. Raises nothing for a damaged index."""
    _with_searchers(library_id, heads, lambda _: None, None)


def near(library_id: str, query: Query, heads: Heads = {}) -> Near | None:  # noqa: B006 - read only
    """For a query with few hits: its words that occur nowhere in the library, or else those of a few documents while
    many have a similar word; and documents with the similar words. None when there is no such word.
    """
    words = [word for word in wanted(query.root) if isinstance(word, Word)] if query.root else []
    typed = {word: folded for word in words if (folded := _single(word))}
    if not typed:
        return None
    return _with_searchers(library_id, heads, lambda opened: _near(opened.searchers, query, typed), None)


def _near(searchers: list[tuple[tantivy.Searcher, int]], query: Query, typed: Mapping[Word, str]) -> Near | None:
    def total(word: Word, instead: Mapping[Word, tantivy.Query]) -> int:
        return _merged(searchers, Query("", word, query.trash), instead, 0, 1).total

    totals = {word: total(word, {}) for word in typed}
    mistyped = [word for word in typed if not totals[word]]
    are_unknown = bool(mistyped)
    if not are_unknown:
        rare = [word for word in typed if totals[word] <= FEW and not word.prefix]
        mistyped = [
            word for word in rare if total(word, {word: fuzzy(typed[word], 1)}) >= _TIMES_AS_MANY * totals[word]
        ]
    edits_allowed = (1, 2) if are_unknown else (1,)
    for edits in edits_allowed if mistyped else ():
        instead = {word: fuzzy(typed[word], min(edits, tolerance(typed[word]))) for word in mistyped}
        found = _merged(searchers, query, instead, 0, _CANDIDATES)
        if found.total:
            return Near(mistyped, found.document_ids, are_unknown)
    return None


def forget() -> None:
    """Drops every local copy of this process (for tests)."""
    _readers.clear()
    _open_indexes.clear()


def _single(word: Word) -> str | None:
    """The folded word, when it is a single word that may have been mistyped."""
    if word.only:
        return None
    found = [piece for piece in pieces(word.text) if not piece.loose]
    folded = fold(found[0].text) if len(found) == 1 and not found[0].dense else ""
    return folded if tolerance(folded) else None


def _with_searchers(library_id: str, heads: Heads, use: Callable[[_Opened], _Result], otherwise: _Result) -> _Result:
    """Calls `use` with what can be searched; when the engine fails on a local copy, once more with a fresh copy.
    Returns `otherwise` when it fails on that too. Raises ShortageError, which says nothing about the index: indexes of
    other libraries are closed then, so that the next search may succeed.
    """
    for _ in range(2):
        try:
            with engine_errors():
                return use(_opened(library_id, heads))
        except ShortageError:
            _open_indexes.clear()
            raise
        except ValueError:
            if (reader := _readers.get(location_of(library_id).key)) is not None:
                reader.clear()
    return otherwise


def _opened(library_id: str, heads: Heads) -> _Opened:
    opened = _Opened([])
    location = location_of(library_id)
    reader = _readers.get(location.key) or _Reader(location)
    try:
        reader.update(heads.get(location.name))
    except DamagedIndexError:
        opened.is_damaged = True
    _readers.put(location.key, reader)
    try:
        searcher = reader.searcher()
    except DamagedIndexError:
        opened.is_damaged = True
        return opened
    if searcher is not None:
        opened.searchers.append(searcher)
        opened.is_outdated = searcher[1] != VERSION or reader.is_uneven
    return opened


def _merged(
    searchers: list[tuple[tantivy.Searcher, int]],
    query: Query,
    instead: Mapping[Word, tantivy.Query],
    offset: int,
    limit: int,
    order: Order = RELEVANCE,
) -> Found:
    total = 0
    rows: list[Row] = []
    if order == RELEVANCE and not scores(query):
        order = NEWEST
    for searcher, version in searchers:
        engine_query = plan(query, Given(_expand(searcher), instead, version))
        found, count = ordering.first(searcher, engine_query, order, offset + limit, version)
        rows += found
        total += count
    ordered = ordering.merged(rows, order)[offset : offset + limit]
    return Found([row.document_id for row in ordered], total)


def _engine(query: Query, searcher: tantivy.Searcher, version: int) -> tantivy.Query:
    return plan(query, Given(_expand(searcher), {}, version))


def _expand(searcher: tantivy.Searcher) -> Expand:
    def longer(field: str, beginning: str) -> list[str]:
        return [word for word, _ in searcher.terms_with_prefix(field, beginning, limit=EXPANSIONS)]

    return longer
