"""Spaces that a person typed by mistake, or left out: `kranken versicherung`, `invoicenumber`."""

import re
from collections.abc import Sequence
from itertools import pairwise

from docloft.search.query.nodes import And, Node, Or, Phrase, Query, Word, wanted
from docloft.search.query.parser import parse
from docloft.search.query.trials import Trials
from docloft.search.text.characters import HANGUL

_MOST_PAIRS = 6
_SHORTEST_JOINED = 6
_SHORTEST_PART, _LONGEST_DIVIDED = 2, 30
_SHORTEST_DIVIDED = 6
_MOST_DIVIDED = 2
_HANGUL = re.compile(f"[{HANGUL}]")


def joined(query: Query, total: int, times_as_many: int, trials: Trials) -> Query | None:
    """The query with neighbouring words as one, where documents contain that; None if there are none. If the query has
    hits, `total`, the word needs that many times as many, and both are searched for.
    """
    text, end = query.text, len(query.text)
    enough = max(1, times_as_many * total)
    pairs = [(one, other, _whole(one, other)) for one, other in _neighbours(query)]
    if not pairs or (trials.count(_any([whole for _, _, whole in pairs])) or 0) < enough:
        return None
    counts = trials.counts([whole for _, _, whole in pairs])
    for (one, other, whole), count in zip(reversed(pairs), reversed(counts), strict=True):
        if other.end <= end and (count or 0) >= enough:
            written = f"({text[one.start : other.end]} OR {whole.text})" if total else whole.text
            text, end = text[: one.start] + written + text[other.end :], one.start
    return parse(text, query.context) if text != query.text else None


def _whole(one: Word, other: Word) -> Word:
    text = f"{one.text}{other.text.lower()}"
    return Word(text, 0, len(text))


def divided(query: Query, trials: Trials) -> Query | None:
    """The query with words that no document contains as two words that are next to each other in one; None if there
    are none.
    """
    text = query.text
    words = [word for word in _plain(query) if _shortest(word) <= len(word.text) <= _LONGEST_DIVIDED]
    counts = trials.counts(words[:_MOST_DIVIDED])
    unknown = [word for word, count in zip(words, counts, strict=False) if count == 0]
    for word in sorted(unknown, key=lambda word: -word.start):
        places = range(_SHORTEST_PART, len(word.text) - _SHORTEST_PART + 1)
        rows = [Phrase(f"{word.text[:at]} {word.text[at:]}") for at in places]
        if (found := _found(rows, trials)) is not None:
            text = text[: word.start] + found.text + text[word.end :]
    return parse(text, query.context) if text != query.text else None


def _shortest(word: Word) -> int:
    """Characters of a word that may be two. In Korean, most words have two."""
    return 2 * _SHORTEST_PART if _HANGUL.match(word.text) else _SHORTEST_DIVIDED


def _found(rows: Sequence[Phrase], trials: Trials) -> Phrase | None:
    """The row that documents contain, found by halving; if they contain several, one in the half with more hits. None
    if there is none, or no searches are left to find it.
    """
    total = trials.count(_any(rows))
    while total and len(rows) > 1:
        half = rows[: len(rows) // 2]
        hits = trials.count(_any(half))
        if hits is None:
            return None
        rows, total = (half, hits) if 2 * hits >= total else (rows[len(half) :], total - hits)
    return rows[0] if total else None


def _any(nodes: Sequence[Word | Phrase]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


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
