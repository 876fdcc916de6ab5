"""Finds the words of a query that were probably mistyped, with any search engine."""

from collections.abc import Callable, Mapping

from docloft.search.engine.plan import Similar
from docloft.search.index.found import Found, Near
from docloft.search.query.nodes import Query, Word, wanted
from docloft.search.text.folding import fold
from docloft.search.text.pieces import pieces
from docloft.search.text.typos import tolerance

FEW = 2
"""A query with this many hits or fewer is checked for typing errors."""

_CANDIDATES = 6
"""How many documents are searched for the intended word."""
TIMES_AS_MANY = 10
"""A word in a few documents counts as a typing error if a word one edit away is in this many times as many documents.
"""

Look = Callable[[Query, Mapping[Word, Similar], int], Found]
"""(query, what to look for instead of words, limit) -> the first hits and the number of all."""


def typed_words(query: Query) -> dict[Word, str]:
    """The words of a query that may have been mistyped, with each one folded."""
    words = [word for word in wanted(query.root) if isinstance(word, Word)]
    return {word: folded for word in words if (folded := _single(word))}


def near(query: Query, typed: Mapping[Word, str], look: Look) -> Near | None:
    """See `docloft.search.search_engines.Engine.near`. `typed`: see `typed_words`."""

    def total(word: Word, instead: Mapping[Word, Similar]) -> int:
        return look(Query("", word, query.trash), instead, 1).total

    totals = {word: total(word, {}) for word in typed}
    mistyped = [word for word in typed if not totals[word]]
    are_unknown = bool(mistyped)
    if not are_unknown:
        rare = [word for word in typed if totals[word] <= FEW and not word.prefix]
        mistyped = [
            word for word in rare if total(word, {word: Similar(typed[word], 1)}) >= TIMES_AS_MANY * totals[word]
        ]
    edits_allowed = (1, 2) if are_unknown else (1,)
    for edits in edits_allowed if mistyped else ():
        instead = {word: Similar(typed[word], min(edits, tolerance(typed[word]))) for word in mistyped}
        found = look(query, instead, _CANDIDATES)
        if found.total:
            return Near(mistyped, found.document_ids, are_unknown)
    return None


def _single(word: Word) -> str | None:
    """The folded word, when it is a single word that may have been mistyped."""
    if word.only:
        return None
    found = [piece for piece in pieces(word.text) if not piece.loose]
    folded = fold(found[0].text) if len(found) == 1 and not found[0].dense else ""
    return folded if tolerance(folded) else None
