"""Marks the places in a page where a query matches, with the matching that makes snippets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from docloft.search.shown.matching import Match, Needles, matches, matches_in, split_line
from docloft.search.text.folding import fold_shown
from docloft.search.text.pieces import pieces

MAX_MARKS = 10_000
"""The most marks in one page, counted from its beginning: they must fit into one response together with the text."""

MAX_TERMS = 1_000
_MAX_TERM_CHARACTERS = 100_000
"""The most characters in all terms of a page together."""


@dataclass(frozen=True, slots=True)
class Term:
    """Text that is marked on a page, folded by `folding.fold_shown`: a word, or the words of a phrase separated by one
    space. `whole`: it begins and ends at word boundaries; otherwise it is a run of a script written without spaces,
    which also matches inside a longer run.
    """

    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class PageMarks:
    """`places` are (start, end) code point offsets, in order; they neither overlap nor touch. `terms` are the marked
    words and phrases, in order of their first occurrence, for a text of the same page that is split differently.
    """

    places: tuple[tuple[int, int], ...]
    terms: tuple[Term, ...]


def mark(page: str, needles: Needles, language: str | None) -> PageMarks:
    """Marks a page of a document in this language. Takes time linear in the length of the page."""
    found = matches(page, needles, language) if needles else []
    return PageMarks(tuple(merge(found)[:MAX_MARKS]), tuple(_terms(page, found)))


def places(line: str, needles: Needles) -> tuple[tuple[int, int], ...]:
    """Like the places of `mark`, for a title."""
    return tuple(merge(matches_in(_split_title(line), needles, None))[:MAX_MARKS]) if needles else ()


_split_title = lru_cache(maxsize=500)(split_line)
"""The same documents are found again and again, and splitting a title takes longer than looking for words in it."""


def merge(found: Sequence[Match]) -> list[tuple[int, int]]:
    """The places of matches in reading order; those that overlap or touch become one."""
    places: list[tuple[int, int]] = []
    for match in found:
        start, end = match.start, match.end
        if places and start <= places[-1][1]:
            start, end = places[-1][0], max(end, places.pop()[1])
        places.append((start, end))
    return places


def _terms(page: str, found: Sequence[Match]) -> list[Term]:
    terms: dict[Term, None] = {}
    room = _MAX_TERM_CHARACTERS
    for written in dict.fromkeys(page[match.start : match.end] for match in found[:MAX_MARKS]):
        room -= len(written)
        if room < 0 or len(terms) == MAX_TERMS:
            break
        cut = [piece for piece in pieces(written) if not piece.loose]
        text = " ".join(fold_shown(piece.text) for piece in cut)
        terms[Term(text, whole=not cut[0].dense)] = None
    return list(terms)
