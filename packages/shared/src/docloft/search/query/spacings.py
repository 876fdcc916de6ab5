"""Spaces that a person typed by mistake, or left out: `kranken versicherung`, `invoicenumber`."""

from collections.abc import Callable
from itertools import pairwise

from docloft.search.query.nodes import And, Or, Phrase, Query, Word, wanted
from docloft.search.query.parser import parse

_MOST_PAIRS = 6
_SHORTEST_JOINED = 6
_SHORTEST_PART, _LONGEST_DIVIDED = 3, 30
_MOST_DIVIDED = 2

Count = Callable[[Query], int]
"""query -> the number of its hits."""


def joined(query: Query, total: int, times_as_many: int, count: Count) -> Query | None:
    """The query with neighbouring words as one, where documents contain that; None if there are none. If the query has
    hits, `total`, the word needs that many times as many, and both are searched for.
    """
    text, end = query.text, len(query.text)
    for one, other in reversed(_neighbours(query)):
        if other.end > end:
            continue
        whole = f"{one.text}{other.text.lower()}"
        if count(Query("", Word(whole, 0, len(whole)), query.trash)) >= max(1, times_as_many * total):
            written = f"({text[one.start : other.end]} OR {whole})" if total else whole
            text, end = text[: one.start] + written + text[other.end :], one.start
    return parse(text, query.context) if text != query.text else None


def divided(query: Query, count: Count) -> Query | None:
    """The query with words that no document contains as two words that are next to each other in one; None if there
    are none.
    """
    text = query.text
    words = [word for word in _plain(query) if 2 * _SHORTEST_PART <= len(word.text) <= _LONGEST_DIVIDED]
    unknown = [word for word in words[:_MOST_DIVIDED] if not count(Query("", word, query.trash))]
    for word in sorted(unknown, key=lambda word: -word.start):
        places = range(_SHORTEST_PART, len(word.text) - _SHORTEST_PART + 1)
        rows = {at: Phrase(f"{word.text[:at]} {word.text[at:]}") for at in places}
        if not count(Query("", Or(tuple(rows.values())), query.trash)):
            continue
        best = max(rows, key=lambda at: count(Query("", rows[at], query.trash)))
        text = text[: word.start] + rows[best].text + text[word.end :]
    return parse(text, query.context) if text != query.text else None


def _neighbours(query: Query) -> list[tuple[Word, Word]]:
    """Words with nothing but a space between them, all of which a hit has to contain."""
    if not isinstance(query.root, And):
        return []
    return [
        (one, other)
        for one, other in pairwise(query.root.nodes)
        if isinstance(one, Word) and isinstance(other, Word) and _is_plain(one) and _is_plain(other)
        if len(one.text) + len(other.text) >= _SHORTEST_JOINED and query.text[one.end : other.start].isspace()
    ][:_MOST_PAIRS]


def _plain(query: Query) -> list[Word]:
    return [one for one in wanted(query.root) if isinstance(one, Word) and _is_plain(one)]


def _is_plain(word: Word) -> bool:
    return word.text.isalpha() and not word.only and not word.prefix
