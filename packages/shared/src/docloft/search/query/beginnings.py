"""Typing errors in words that are not complete yet: `elektri` while `electricity` is typed, and `elektri*`."""

from collections.abc import Callable, Iterable

from docloft.search.query.nodes import Query, Word, wanted
from docloft.search.query.parser import parse
from docloft.search.text.folding import fold
from docloft.search.text.typos import distance

_SHORTEST = 5
_SAME = 3
"""Letters at the beginning that are right: others would be compared with every word of the library."""

Complete = Callable[[str], Iterable[str]]
"""beginning -> the most frequent words of the library that begin like this, folded."""


def correct(query: Query, count: Callable[[Query], int], complete: Complete) -> Query | None:
    """The query with beginnings that no document has replaced by the ones that differ by one edit; None if there are
    none. `count`: the number of hits of a query.
    """
    text = query.text
    words = [one for one in wanted(query.root) if isinstance(one, Word) and (one.last or one.prefix) and not one.only]
    for word in sorted(words, key=lambda word: -word.start):
        folded = fold(word.text)
        if len(folded) < _SHORTEST or not word.text.isalpha() or count(Query("", word, query.trash)):
            continue
        if (meant := _closest(folded, complete(folded[:_SAME]))) is not None:
            text = text[: word.start] + meant + text[word.end :]
    return parse(text, query.context) if text != query.text else None


def _closest(beginning: str, words: Iterable[str]) -> str | None:
    """The beginning of the first of the words that begins almost like this."""
    length = len(beginning)
    starts = (word[:end] for word in words for end in (length, length + 1, length - 1) if len(word) >= end)
    return next((start for start in starts if distance(beginning, start) == 1), None)
