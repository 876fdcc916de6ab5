"""Texts of hits, fetched in parallel and cached in memory: the beginning of each, which is all of most texts, and the
parts of longer ones that were needed.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from docloft import objects, text_parts, texts
from docloft.errors import NotFoundError
from docloft.objects import StaleObjectError
from docloft.search.index.scratch import LruCache
from docloft.search.shown import searchable_text
from docloft.search.shown.searchable_text import SearchableText
from docloft.text_parts import DividedText

_BUDGET = 64 * 1024 * 1024
"""In bytes, mostly of compressed text; a function has 512 MB."""
_THREADS = 12
_threads = ThreadPoolExecutor(_THREADS, "texts")
"""Kept between searches: starting twelve threads takes longer than a search with cached texts."""

_Result = TypeVar("_Result")
_Reference = tuple[str, int]
"""What identifies a document's text: the content_id (docloft.ids) of its file, and its version."""


class _Cached:
    """One text. `text` is None when the document has none, or it cannot be decoded."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._etag = ""
        self._parts: dict[tuple[int, int], bytes] = {}
        self._bytes = 0
        self.is_whole = True
        self.text = self._opened()

    def size(self) -> int:
        return self._bytes + (self.text.characters() if self.text else 0)

    def clear(self) -> None:
        self.text = None

    def _opened(self) -> SearchableText | None:
        try:
            prefix, self._etag, size = objects.read_range(self._key, 0, text_parts.PREFIX)
        except NotFoundError:
            return None
        self._bytes = len(prefix)
        try:
            if text_parts.is_divided(prefix):
                self.is_whole = size <= len(prefix)
                return searchable_text.divided(DividedText(prefix, self._part))
            body = prefix if size <= len(prefix) else prefix + self._part(len(prefix), size)
            text = texts.decode(body)
        except (ValueError, KeyError, OSError, EOFError, NotFoundError):
            return None
        self._bytes = text.characters
        return searchable_text.whole(text)

    def _part(self, start: int, end: int) -> bytes:
        """Raises StaleObjectError when the text was replaced since its beginning was read."""
        part = self._parts.get((start, end))
        if part is None:
            part, _, _ = objects.read_range(self._key, start, end, if_match=self._etag)
            self._parts[start, end] = part
            self._bytes += len(part)
        return part


_cache: LruCache[_Cached] = LruCache(_BUDGET)


def use_each(
    library_id: str, documents: Sequence[_Reference | None], use: Callable[[SearchableText | None], _Result]
) -> list[_Result]:
    """Calls `use` with the text of each document, in parallel where something may have to be fetched; with None where
    there is no text (also for None), or it cannot be read. The version identifies the text: a document that is read
    again gets a new one.
    """
    keys = [None if one is None else f"{library_id}/{one[0]}/{one[1]}" for one in documents]
    cached = [_cache.get(key) if key else None for key in keys]

    def act(at: int) -> _Result:
        document, key, known = documents[at], keys[at], cached[at]
        if document is None or key is None:
            return use(None)
        if known is None:
            known = _Cached(objects.text_key(library_id, document[0]))
        try:
            result = use(known.text)
        except (ValueError, KeyError, OSError, EOFError, StaleObjectError, NotFoundError):
            return use(None)
        _cache.put(key, known)
        return result

    fetching = {
        at: _threads.submit(act, at)
        for at, (key, known) in enumerate(zip(keys, cached, strict=True))
        if key is not None and (known is None or not known.is_whole)
    }
    try:
        return [fetching[at].result() if at in fetching else act(at) for at in range(len(documents))]
    finally:
        for future in fetching.values():
            future.cancel()


def forget() -> None:
    """Drops every cached text of this process (for tests)."""
    _cache.clear()
