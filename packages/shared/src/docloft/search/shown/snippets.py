"""What is shown of a hit: the page it opens at, and a few lines around the words that match."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from docloft import bidi
from docloft.search.shown.matching import Match, Needles, matches, may_hold
from docloft.search.text.pieces import broken_ends
from docloft.texts import Text

MAX_SNIPPETS = 3
LENGTH = 200
"""The approximate length of a snippet in characters: it ends at the end of a word."""

_SLACK = 24
_CLUSTER = 150
_CLOSE_LOOKS = 60
"""The most pages that are searched for one hit, the most likely ones first."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """`text` is part of the page as written, white space collapsed. `marks` are (start, end) code point offsets into
    `text`, in order, without overlaps.
    """

    page: int
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`page` is 1-based: the best page (a phrase first, then most parts of the query, then the earliest)."""

    page: int
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    page: int
    matches: tuple[Match, ...]
    rank: tuple[int, int]


def show(text: Text | None, needles: Needles) -> Shown:
    """What to show of a document for a query. A document that matches only by its title opens at page 1 and shows the
    beginning of its text, without marks.
    """
    pages = text.pages if text else ()
    found = _matching_pages(pages, needles, text.language if text else None)
    if not found:
        lead = _cut(pages[0], 0, min(LENGTH, len(pages[0])), (), 1) if pages else None
        return Shown(1, (lead,) if lead else ())
    best = min(found, key=lambda page: (*_reversed(_rank(found[page], needles)), page))
    windows = [window for page in found for window in _windows(page, found[page], needles)]
    windows.sort(
        key=lambda window: (window.page != best, *_reversed(window.rank), window.page, window.matches[0].start)
    )
    first, rest = windows[0], windows[1:]
    rest.sort(key=lambda window: (*_reversed(window.rank), window.page, window.matches[0].start))
    chosen = [first, *rest[: MAX_SNIPPETS - 1]]
    shown = [_snippet(pages[window.page - 1], window) for window in chosen]
    return Shown(best, tuple(snippet for snippet in shown if snippet))


def _matching_pages(pages: Sequence[str], needles: Needles, language: str | None) -> dict[int, list[Match]]:
    """Pages with matches, by their number; stops when the best is known."""
    if not needles:
        return {}
    hopes = [(may_hold(page, needles), number) for number, page in enumerate(pages, 1)]
    likely = sorted((-hope, number) for hope, number in hopes if hope)[:_CLOSE_LOOKS]
    found: dict[int, list[Match]] = {}
    perfect = (len(needles.phrases), needles.parts)
    for _, number in likely:
        on_page = matches(pages[number - 1], needles, language)
        if on_page:
            found[number] = on_page
        if len(found) >= MAX_SNIPPETS and any(_rank(seen, needles) == perfect for seen in found.values()):
            break
    return found


def _rank(found: Sequence[Match], needles: Needles) -> tuple[int, int]:
    parts = frozenset().union(*(match.parts for match in found))
    return len(parts & needles.phrases), len(parts)


def _reversed(rank: tuple[int, int]) -> tuple[int, int]:
    return -rank[0], -rank[1]


def _windows(page: int, found: list[Match], needles: Needles) -> list[_Window]:
    """The best cluster of matches, then the best outside it, and so on."""
    windows: list[_Window] = []
    left = found
    while left and len(windows) < MAX_SNIPPETS:
        best: _Window | None = None
        end = 0
        for index, match in enumerate(left):
            end = max(end, index)
            while end < len(left) and left[end].end <= max(match.start + _CLUSTER, match.end):
                end += 1
            cluster = tuple(left[index:end])
            rank = _rank(cluster, needles)
            if cluster and (best is None or rank > best.rank):
                best = _Window(page, cluster, rank)
        if best is None:
            break
        windows.append(best)
        low, high = best.matches[0].start - LENGTH, max(match.end for match in best.matches) + LENGTH
        left = [match for match in left if match.end < low or match.start > high]
    return windows


def _snippet(page: str, window: _Window) -> Snippet | None:
    start = window.matches[0].start
    end = min(max(match.end for match in window.matches), start + 2 * LENGTH)
    spare = max(0, LENGTH - (end - start))
    start = _word_start(page, max(0, start - spare // 2))
    end = _word_end(page, min(len(page), max(end, start + LENGTH)))
    return _cut(page, start, end, window.matches, window.page)


def _word_start(page: str, position: int) -> int:
    if position == 0 or page[position - 1].isspace():
        return position
    for later in range(position, min(position + _SLACK, len(page))):
        if page[later].isspace():
            return later + 1
    return position


def _word_end(page: str, position: int) -> int:
    for later in range(position, min(position + _SLACK, len(page) + 1)):
        if later == len(page) or page[later].isspace():
            return later
    return position


def _cut(page: str, start: int, end: int, found: Sequence[Match], number: int) -> Snippet | None:
    """Part of a page as it is shown. None when nothing in it is visible."""
    end = min(end, len(page))
    kept, places = _cleaned(page, start, end)
    if not kept:
        return None
    marks: list[tuple[int, int]] = []
    for match in found:
        if not start <= match.start < end:
            continue
        low, high = places[match.start - start], min(places[min(match.end, end) - start], len(kept))
        if marks and low <= marks[-1][1] and low < high:
            low, high = marks[-1][0], max(high, marks.pop()[1])
        if low < high:
            marks.append((low, high))
    return Snippet(number, kept, tuple(marks))


def _cleaned(page: str, start: int, end: int) -> tuple[str, list[int]]:
    """The text to show, and for every position of the page from `start` to `end` its offset in that text."""
    skipped = {start + offset for low, high in broken_ends(page[start : end + 1]) for offset in range(low, high)}
    kept: list[str] = []
    places: list[int] = []
    for position in range(start, end):
        places.append(len(kept))
        character = page[position]
        if position in skipped:
            continue
        if character.isspace():
            if kept and kept[-1] != " ":
                kept.append(" ")
        elif _visible(character):
            kept.append(character)
    places.append(len(kept))
    return "".join(kept).rstrip(" "), places


# Soft hyphen, byte order mark, and the controls that change the writing direction (Unicode TR 36).
_HIDDEN = bidi.CONTROLS | frozenset("\u00ad\ufeff")


def _visible(character: str) -> bool:
    """False for controls, lone surrogates and non-characters; true for the joiners of emoji."""
    if character in _HIDDEN or ord(character) & 0xFFFE == 0xFFFE:
        return False
    return unicodedata.category(character) not in {"Cc", "Cs"}
