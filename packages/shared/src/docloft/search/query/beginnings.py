"""Typing errors in words that are not complete yet: `elektri` while `electricity` is typed, and `elektri*`."""

from collections.abc import Iterable

from docloft.search.query.nodes import Query, Word, wanted
from docloft.search.query.parser import parse
from docloft.search.query.trials import Trials
from docloft.search.text.folding import fold
from docloft.search.text.typos import distance

_SHORTEST = 5
_SAME = 3
"""Letters at the beginning that are right: others would be compared with every word of the library."""


def correct(query: Query, trials: Trials) -> Query | None:
    """The query with beginnings that no document has replaced by the ones that differ by one edit; None if there are
    none.
    """
    text = query.text
    words = [one for one in wanted(query.root) if isinstance(one, Word) and (one.last or one.prefix) and not one.only]
    for word in sorted(words, key=lambda word: -word.start):
        folded = fold(word.text)
        if len(folded) < _SHORTEST or not word.text.isalpha() or trials.count(word) != 0:
            continue
        if (meant := _closest(folded, trials.complete(folded[:_SAME]))) is not None:
            text = text[: word.start] + meant + text[word.end :]
    return parse(text, query.context) if text != query.text else None


def _closest(beginning: str, words: Iterable[str]) -> str | None:
    """The beginning of the first of the words that begins almost like this."""
    length = len(beginning)
    starts = (word[:end] for word in words for end in (length, length + 1, length - 1) if len(word) >= end)
    return next((start for start in starts if distance(beginning, start) == 1), None)
