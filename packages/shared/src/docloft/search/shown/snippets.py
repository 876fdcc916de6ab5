"""What a hit shows: the page it opens at, a few lines around the words that match, and its other pages."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from docloft.search.shown.display_text import clean
from docloft.search.shown.edges import SLACK, gap_after, gap_before, word_end, word_start
from docloft.search.shown.matching import Match, Needles, matches
from docloft.search.shown.places import PagePlaces, PageSearch, Rank
from docloft.search.shown.searchable_text import Allowance, SearchableText

LENGTH = 200
"""The approximate length of a snippet in characters: it ends at the end of a word."""

MAX_MORE_PAGES = 100
"""The most further pages that are listed for a hit."""

_MAX_PAGES = 12
"""The most pages that are searched for the best one, the most likely ones first."""

_LISTED_SECTIONS = 40
"""The most sections that are read for one part of the list of all pages."""

_CLUSTER = 150
_AROUND = LENGTH // 2 + SLACK
"""How far a snippet extends before and after its matches, at most."""

_WINDOWS = 3
"""How many places of a section are looked at closely, until one of them is a match."""


class Snippet(NamedTuple):
    """`text` is part of the page as written, white space collapsed. `marks` are (start, end) code point offsets into
    `text`, in order, without overlaps.
    """

    page: int
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`page` is 1-based: the best page (a phrase first, then most parts of the query, then the earliest). `snippet` is
    from it; None when nothing can be shown. `more_pages`: further pages that match as well, in order, at most
    MAX_MORE_PAGES. `is_exact`: exactly those; otherwise they are an estimate from the document's vocabulary, which has
    words, not phrases.
    """

    page: int
    snippet: Snippet | None
    more_pages: tuple[int, ...] = ()
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class PageMatch:
    """The best match on a page. `same_on`: later pages that would show the same snippet."""

    snippet: Snippet
    same_on: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageMatches:
    """Pages of a document in order. `next`: the `after` of the next part, None when there is none; a part may be empty
    and have a next one.
    """

    matches: tuple[PageMatch, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class _Window:
    """A rough place for a snippet."""

    page: int
    section: int
    matches: tuple[Match, ...]
    rank: Rank

    @property
    def order(self) -> tuple[int, ...]:
        return (*_reversed(self.rank), self.section, self.matches[0].start)


def show(text: SearchableText | None, needles: Needles, allowance: Allowance | None = None) -> Shown:
    """What to show of a document for a query. A document that matches only by its title opens at page 1 and shows the
    beginning of its text, without marks. The work is bounded (see `places`). Raises whatever reading a section raises.
    """
    if text is None or not text.pages:
        return Shown(1, None)
    search = PageSearch(text, needles, allowance or Allowance())
    best, snippet, worse = _best(text, search, needles)
    if best is None or snippet is None:
        return Shown(1, _lead(text))
    as_good = (page for page, hope in search.hopes.items() if hope >= best.rank and page not in worse)
    more = tuple(islice((page for page in as_good if page != best.page), MAX_MORE_PAGES + 1))
    return Shown(best.page, snippet, more[:MAX_MORE_PAGES], search.is_exact and len(more) <= MAX_MORE_PAGES)


def list_pages(
    text: SearchableText | None, needles: Needles, limit: int, after: int = 0, allowance: Allowance | None = None
) -> PageMatches:
    """The best place of each page that matches as well as the page that `show` chooses, after page `after`. Identical
    snippets are one, at most `limit`. The work is bounded. Raises whatever reading a section raises.
    """
    if text is None or not text.pages:
        return PageMatches((), None)
    allowance = allowance or Allowance()
    best, _, _ = _best(text, PageSearch(text, needles, allowance), needles)
    search = PageSearch(text, needles, allowance, sections=_LISTED_SECTIONS, is_thorough=True)
    least = best.rank if best else (0, 1)
    left = deque(page for page, hope in search.hopes.items() if hope >= least and page > after)
    found: dict[tuple[str, tuple[tuple[int, int], ...]], tuple[Snippet, list[int]]] = {}
    while left and len(found) < limit and not search.is_spent:
        after = left.popleft()
        places = search.look(after)
        if places and places.rank >= least and (snippet := _snippet_of(text, places, needles)):
            _, same = found.setdefault((snippet.text, snippet.marks), (snippet, []))
            same += [after] if after != found[snippet.text, snippet.marks][0].page else []
    return PageMatches(
        tuple(PageMatch(snippet, tuple(same)) for snippet, same in found.values()), after if left else None
    )


def _best(
    text: SearchableText, search: PageSearch, needles: Needles
) -> tuple[PagePlaces | None, Snippet | None, set[int]]:
    """The best page and its snippet, and the pages that turned out to be worse. Searches the most likely pages first,
    until no other one can be better.
    """
    seen: list[PagePlaces] = []
    tried: set[int] = set()
    likely = sorted(search.hopes, key=lambda page: (*_reversed(search.hopes[page]), page))[:_MAX_PAGES]
    for at, page in enumerate(likely):
        if search.is_spent:
            break
        tried.add(page)
        if (places := search.look(page)) is not None:
            seen.append(places)
            seen.sort(key=lambda one: (*_reversed(one.rank), one.page))
        hope = search.hopes[likely[at + 1]] if at + 1 < len(likely) and not search.is_spent else (0, 0)
        while seen and seen[0].rank >= hope:
            # A closer look may show that this place does not match after all.
            best = seen.pop(0)
            if (snippet := _snippet_of(text, best, needles)) is not None:
                as_good = {one.page for one in seen if one.rank >= best.rank}
                return best, snippet, tried - as_good - {best.page}
    return None, None, tried


def _snippet_of(text: SearchableText, page: PagePlaces, needles: Needles) -> Snippet | None:
    windows = [
        window for section, places in page.places.items() for window in _windows(page.page, section, places, needles)
    ]
    for window in sorted(windows, key=lambda window: window.order):
        if (snippet := _snippet(text, window, needles)) is not None:
            return snippet
    return None


def _lead(text: SearchableText) -> Snippet | None:
    section = text.section(0)
    return _cut(section, 0, min(LENGTH, len(section)), (), 1)


def _rank(found: Sequence[Match], needles: Needles) -> Rank:
    parts = frozenset().union(*(match.parts for match in found))
    return len(parts & needles.phrases), len(parts)


def _reversed(rank: Rank) -> Rank:
    return -rank[0], -rank[1]


def _windows(page: int, section: int, found: list[Match], needles: Needles) -> list[_Window]:
    """The best cluster of matches, then the best outside it, and so on."""
    windows: list[_Window] = []
    left = found
    while left and len(windows) < _WINDOWS:
        most = _rank(left, needles)
        best = _Window(page, section, (), (0, 0))
        end = 0
        for index, match in enumerate(left):
            end = max(end, index)
            while end < len(left) and left[end].end <= max(match.start + _CLUSTER, match.end):
                end += 1
            rank = _rank(left[index:end], needles)
            if rank > best.rank:
                best = _Window(page, section, tuple(left[index:end]), rank)
                if rank == most:
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
    start = word_start(page, max(0, start - spare // 2))
    end = word_end(page, min(len(page), max(end, start + LENGTH)))
    return _cut(page, start, end, [match for match in found if match in close or match.end <= end], window.page)


def _close_look(page: str, start: int, end: int, needles: Needles, language: str | None) -> list[Match]:
    """What matches near a place, found exactly as on the whole page: the part that is split into words begins and ends
    between words.
    """
    low = gap_before(page, start - _AROUND)
    high = gap_after(page, end + _AROUND)
    found = matches(page[low:high], needles, language)
    return [Match(match.start + low, match.end + low, match.parts) for match in found]


def _cut(page: str, start: int, end: int, found: Sequence[Match], number: int) -> Snippet | None:
    """Part of a page as it is shown. None when nothing in it is visible."""
    end = min(end, len(page))
    cleaned = clean(page[start : end + 1], end - start)
    if not cleaned.text:
        return None
    marks: list[tuple[int, int]] = []
    for match in found:
        if not start <= match.start < end:
            continue
        low = cleaned.place(match.start - start)
        high = min(cleaned.place(min(match.end, end) - start), len(cleaned.text))
        if marks and low <= marks[-1][1] and low < high:
            low, high = marks[-1][0], max(high, marks.pop()[1])
        if low < high:
            marks.append((low, high))
    return Snippet(number, cleaned.text, tuple(marks))
