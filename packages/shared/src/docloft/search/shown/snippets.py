"""What is shown of a hit: the page it opens at, and a few lines around the words that match."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from docloft import bidi
from docloft.search.shown.matching import Match, Needles, matches
from docloft.search.shown.places import locate
from docloft.search.shown.searchable_text import Allowance, SearchableText
from docloft.search.text.characters import DENSE
from docloft.search.text.pieces import broken_ends

MAX_SNIPPETS = 3
LENGTH = 200
"""The approximate length of a snippet in characters: it ends at the end of a word."""

_SLACK = 24
_CLUSTER = 150
_GAP_WITHIN = 400
"""How far a close look extends to the next gap between words, in characters."""


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
    """A rough place for a snippet."""

    page: int
    section: int
    matches: tuple[Match, ...]
    rank: tuple[int, int]

    @property
    def order(self) -> tuple[int, ...]:
        return (*_reversed(self.rank), self.page, self.section, self.matches[0].start)


def show(text: SearchableText | None, needles: Needles, allowance: Allowance | None = None) -> Shown:
    """What to show of a document for a query. A document that matches only by its title opens at page 1 and shows the
    beginning of its text, without marks. The work is bounded (see `places`). Raises what reading a section raises.
    """
    if text is None or not text.pages:
        return Shown(1, ())
    found = locate(text, needles, allowance or Allowance()) if needles else []
    windows = [
        window
        for page in found
        for section, places in page.places.items()
        for window in _windows(page.page, section, places, needles)
    ]
    best = min(found, key=lambda page: (*_reversed(page.rank), page.page)).page if found else 1
    windows.sort(key=lambda window: (window.page != best, *window.order))
    first, rest = windows[:1], sorted(windows[1:], key=lambda window: window.order)
    shown: list[Snippet] = []
    for window in (*first, *rest):
        if len(shown) < MAX_SNIPPETS and (snippet := _snippet(text, window, needles)):
            shown.append(snippet)
    if not shown:
        return Shown(1, _lead(text))
    # The place that was chosen first may have turned out to be none.
    return Shown(shown[0].page, tuple(shown))


def _lead(text: SearchableText) -> tuple[Snippet, ...]:
    section = text.section(0)
    lead = _cut(section, 0, min(LENGTH, len(section)), (), 1)
    return (lead,) if lead else ()


def _rank(found: Sequence[Match], needles: Needles) -> tuple[int, int]:
    parts = frozenset().union(*(match.parts for match in found))
    return len(parts & needles.phrases), len(parts)


def _reversed(rank: tuple[int, int]) -> tuple[int, int]:
    return -rank[0], -rank[1]


def _windows(page: int, section: int, found: list[Match], needles: Needles) -> list[_Window]:
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
                best = _Window(page, section, cluster, rank)
        if best is None:
            break
        windows.append(best)
        low, high = best.matches[0].start - LENGTH, max(match.end for match in best.matches) + LENGTH
        left = [match for match in left if match.end < low or match.start > high]
    return windows


def _snippet(text: SearchableText, window: _Window, needles: Needles) -> Snippet | None:
    """None when a close look finds no match at this place."""
    page = text.section(window.section)
    start = window.matches[0].start
    end = min(max(match.end for match in window.matches), start + 2 * LENGTH)
    found = _close_look(page, start, end, needles, text.language)
    close = [match for match in found if match.start < end and match.end > start]
    if not close:
        return None
    start, end = close[0].start, min(max(match.end for match in close), close[0].start + 2 * LENGTH)
    spare = max(0, LENGTH - (end - start))
    start = _word_start(page, max(0, start - spare // 2))
    end = _word_end(page, min(len(page), max(end, start + LENGTH)))
    return _cut(page, start, end, [match for match in found if match in close or match.end <= end], window.page)


def _close_look(page: str, start: int, end: int, needles: Needles, language: str | None) -> list[Match]:
    """What matches near a place, found exactly as on the whole page: the part that is split into words begins and ends
    between words.
    """
    low = _gap_before(page, start - LENGTH)
    high = _gap_after(page, end + LENGTH)
    found = matches(page[low:high], needles, language)
    return [Match(match.start + low, match.end + low, match.parts) for match in found]


# Not in a word that is broken at the end of a line, and not in a run of a script that is written without spaces.
_GAP = re.compile(f"(?<![-\u2010\u00ad\ufffe\x02\\s{DENSE}])\\s(?!\\s*[{DENSE}])")


def _gap_before(page: str, position: int) -> int:
    if position <= 0:
        return 0
    gaps = [match.start() for match in _GAP.finditer(page, max(0, position - _GAP_WITHIN), position)]
    return gaps[-1] if gaps else max(0, position - _GAP_WITHIN)


def _gap_after(page: str, position: int) -> int:
    gap = _GAP.search(page, position, position + _GAP_WITHIN)
    return gap.start() if gap else min(len(page), position + _GAP_WITHIN)


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
