"""Finds the words of a query that were probably mistyped, with any search engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from docloft.search.engine.plan import Similar
from docloft.search.index.found import Found, Near
from docloft.search.query.nodes import NOTE, And, Node, Or, Phrase, Query, Word, wanted
from docloft.search.text.folding import fold
from docloft.search.text.pieces import pieces
from docloft.search.text.typos import tolerance

FEW = 2
"""A query with this many hits or fewer is checked for typing errors."""

_LONGEST_PHRASE = 20
_CANDIDATES = 6
"""How many documents are searched for the intended word."""
TIMES_AS_MANY = 10
"""A word in a few documents counts as a typing error if a word one edit away is in this many times as many documents.
"""

MOST = 12
"""The most words that are checked in one query, of those that may have been mistyped: the first ones."""

CountEach = Callable[[Sequence[tuple[Query, Mapping[Word, Similar]]]], Sequence[int]]
"""(query, what to look for instead of words) -> the number of hits, for each: one request to a service."""

Look = Callable[[Query, Mapping[Word, Similar], int], Found]
"""(query, what to look for instead of words, limit) -> the first hits and the number of all."""


def typed_words(query: Query) -> dict[Word, str]:
    """The words of a query that may have been mistyped, with each one folded."""
    words = [word for word in wanted(apart(query).root) if isinstance(word, Word)]
    return dict(islice(((word, folded) for word in words if (folded := _single(word))), MOST))


def apart(query: Query) -> Query:
    """The query with the words of each phrase in any order."""
    return replace(query, root=_apart(query.root)) if query.root is not None else query


def _apart(node: Node) -> Node:
    match node:
        case Phrase(text, only, start) if start >= 0:
            cut = [piece for piece in pieces(text) if not piece.loose]
            words = [Word(piece.text, start + piece.start, start + piece.end, only=only) for piece in cut]
            return node if any(piece.dense for piece in cut) or len(cut) > _LONGEST_PHRASE else And(tuple(words))
        case And(nodes):
            return And(tuple(map(_apart, nodes)))
        case Or(nodes):
            return Or(tuple(map(_apart, nodes)))
        case _:
            return node


def near(query: Query, typed: Mapping[Word, str], look: Look, count_each: CountEach) -> Near | None:
    """See `docloft.search.search_engines.Engine.near`. `typed`: see `typed_words`. Makes four requests at most."""

    def count(words: Sequence[Word], instead: Mapping[Word, Similar]) -> dict[Word, int]:
        counted = [(Query("", word, query.trash), {word: instead[word]} if instead else {}) for word in words]
        return dict(zip(words, count_each(counted), strict=True)) if words else {}

    totals = count(list(typed), {})
    mistyped = [word for word in typed if not totals[word]]
    are_unknown = bool(mistyped)
    if not are_unknown:
        as_typed = wanted(query.root)
        rare = [word for word in typed if totals[word] <= FEW and word in as_typed and not (word.prefix or word.only)]
        similar = count(rare, {word: Similar(typed[word], 1) for word in rare})
        mistyped = [word for word in rare if similar[word] >= TIMES_AS_MANY * totals[word]]
    edits_allowed = (1, 2) if are_unknown else (1,)
    for edits in edits_allowed if mistyped else ():
        instead = {word: Similar(typed[word], min(edits, tolerance(typed[word]))) for word in mistyped}
        found = look(apart(query), instead, _CANDIDATES)
        if found.total:
            return Near(mistyped, found.document_ids, are_unknown)
    return None


def _single(word: Word) -> str | None:
    """The folded word, when it is a single word that may have been mistyped."""
    if word.only == NOTE:
        # What is in notes is read from the index only.
        return None
    found = [piece for piece in pieces(word.text) if not piece.loose]
    folded = fold(found[0].text) if len(found) == 1 and not found[0].dense else ""
    return folded if tolerance(folded) else None
