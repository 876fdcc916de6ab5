"""The port the API searches through: a library's indexes, however many they are, answer as one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import tantivy

from docloft.search.manifest import DamagedIndexError
from docloft.search.nodes import Word, wanted
from docloft.search.plan import EXPANSIONS, Expand, fuzzy, plan, scores
from docloft.search.query import Query
from docloft.search.scratch import Shelf
from docloft.search.store import Copy, Shard, shards_of
from docloft.search.typos import tolerance
from docloft.search.words import fold, pieces
from docloft.search.writing import open_index

DEEPEST = 10_000
"""Hits past this one are not shown: every page reads all hits before it (each shard's, best first)."""

_COPIES_BYTES = 256 * 1024 * 1024
_CANDIDATES = 6
"""Documents looked into for the word that was meant."""


@dataclass(frozen=True, slots=True)
class Found:
    """Ids best first, and how many there are in all."""

    document_ids: list[str]
    total: int


@dataclass(frozen=True, slots=True)
class Near:
    """Words that nothing has, and documents that have something like them (best first)."""

    words: list[Word]
    document_ids: list[str]


_Answer = TypeVar("_Answer")


class _Reader:
    """One shard as this process sees it."""

    def __init__(self, shard: Shard) -> None:
        self.copy = Copy(shard, "reading")
        self._index: tantivy.Index | None = None

    def size(self) -> int:
        return self.copy.size()

    def clear(self) -> None:
        self._index = None
        self.copy.clear()

    def searcher(self) -> tantivy.Searcher | None:
        """Of what is published at this moment; None when the library has no index yet."""
        if self.copy.pull() or self._index is None:
            self._index = open_index(self.copy) if self.copy.manifest else None
        return self._index.searcher() if self._index else None


_readers: Shelf[_Reader] = Shelf(_COPIES_BYTES)


def search(library_id: str, query: Query, *, offset: int, limit: int) -> Found:
    """Hits `offset` to `offset + limit`. Sees everything published before it was called. Raises DamagedIndexError."""
    if query.root is None or offset >= DEEPEST:
        return Found([], 0)
    wanted_hits = min(limit, DEEPEST - offset)
    return _asked(library_id, lambda searchers: _merged(searchers, query, {}, offset, wanted_hits))


def near(library_id: str, query: Query) -> Near | None:
    """For a query that found nothing: the words that are nowhere in the library, and where something like them is.
    None when no word is to blame, or nothing is near. Raises DamagedIndexError.
    """
    words = [word for word in wanted(query.root) if isinstance(word, Word)] if query.root else []
    typed = {word: folded for word in words if (folded := _single(word))}
    return _asked(library_id, lambda searchers: _near(searchers, query, typed)) if typed else None


def _near(searchers: list[tantivy.Searcher], query: Query, typed: Mapping[Word, str]) -> Near | None:
    strange = {
        word: folded
        for word, folded in typed.items()
        if not _merged(searchers, Query("", word, query.trash), {}, 0, 1).total
    }
    for edits in (1, 2) if strange else ():
        instead = {word: fuzzy(folded, min(edits, tolerance(folded))) for word, folded in strange.items()}
        found = _merged(searchers, query, instead, 0, _CANDIDATES)
        if found.total:
            return Near(list(strange), found.document_ids)
    return None


def forget() -> None:
    """Gives up every local copy of this process (tests)."""
    _readers.clear()


def _single(word: Word) -> str | None:
    """A word as it is looked up, if it is one word that may have been mistyped."""
    if word.title_only:
        return None
    found = [piece for piece in pieces(word.text) if not piece.loose]
    folded = fold(found[0].text) if len(found) == 1 and not found[0].dense else ""
    return folded if tolerance(folded) else None


def _asked(library_id: str, ask: Callable[[list[tantivy.Searcher]], _Answer]) -> _Answer:
    """Asks the library's indexes; when the engine stumbles over a local copy, over a fresh one, once."""
    for _ in range(2):
        try:
            return ask(_searchers(library_id))
        except BaseException as error:
            # The engine's panics are no Exceptions, and their class has no name to import.
            if not isinstance(error, ValueError) and type(error).__name__ != "PanicException":
                raise
            for shard in shards_of(library_id):
                if (reader := _readers.get(shard.prefix)) is not None:
                    reader.clear()
    raise DamagedIndexError


def _searchers(library_id: str) -> list[tantivy.Searcher]:
    found = []
    for shard in shards_of(library_id):
        reader = _readers.get(shard.prefix) or _Reader(shard)
        searcher = reader.searcher()
        _readers.put(shard.prefix, reader)
        if searcher is not None:
            found.append(searcher)
    return found


def _merged(
    searchers: list[tantivy.Searcher],
    query: Query,
    instead: Mapping[Word, tantivy.Query],
    offset: int,
    limit: int,
) -> Found:
    total = 0
    hits = []
    ranked = scores(query)
    for searcher in searchers:
        engine_query = plan(query, _expand(searcher), instead)
        if ranked:
            result = searcher.search(engine_query, offset + limit, weight_by_field="recency")
        else:
            result = searcher.search(engine_query, offset + limit, order_by_field="added")
        total += result.count or 0  # type: ignore[attr-defined]
        hits += [(score, searcher, address) for score, address in result.hits]
    hits.sort(key=lambda hit: -hit[0])
    return Found([searcher.doc(address)["id"][0] for _, searcher, address in hits[offset : offset + limit]], total)


def _expand(searcher: tantivy.Searcher) -> Expand:
    def longer(field: str, beginning: str) -> list[str]:
        return [word for word, _ in searcher.terms_with_prefix(field, beginning, limit=EXPANSIONS)]

    return longer
