"""Searches a few pages of a document for places that match, quickly and roughly; `snippets` then looks closely at those
places only. Which pages, and for what, follows from the document's vocabulary (`candidates`).

The work for a document is bounded, whatever the document and the query are. Where a bound is reached, a better place
may be missed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from docloft.search.shown.candidates import Sections, Sought, candidates
from docloft.search.shown.matching import Match, Needles, matches
from docloft.search.shown.searchable_text import Allowance, SearchableText
from docloft.search.text import joins
from docloft.search.text.characters import FOLDING_MARKS, INVISIBLE, ZERO_WIDTH_SPACE
from docloft.search.text.folding import LINE_BREAK, MAX_WORD, fold

MAX_SECTIONS = 16
"""The most sections that are read of one document for its best page."""

_MAX_PLACES = 100
"""The most places of a word in one section."""

_MAX_ALONE = 12
"""The same when nothing else is sought there: the first one is shown, unless a close look finds that it does not match.
"""

_CLOSE_CHARACTERS = 20_000
"""How much of a document is split into words because its writing prevents a quick search."""

_MAX_INTERRUPTED = 8
"""How many words of a section are looked for in a line break."""

_SHORT_ROW = 6
"""The most words of a row that is searched by a pattern."""

_JOINED_END = 5
_INTERRUPTION = f"(?:[{FOLDING_MARKS}{INVISIBLE}{ZERO_WIDTH_SPACE}]+|{LINE_BREAK})?"
_TOKEN = re.compile(r"[^\W_]+")

Rank = tuple[int, int]
"""How many phrases, and how many parts of the query; more is better."""


@dataclass(slots=True)
class PagePlaces:
    """Rough places on a page, by section and in order."""

    page: int
    places: dict[int, list[Match]]
    rank: Rank


class PageSearch:
    """Searches single pages of a document. `hopes`: the pages that may match, in order, each with the best rank that it
    may have. `is_exact`: all pages in `hopes` match, and no others.
    """

    def __init__(
        self,
        text: SearchableText,
        needles: Needles,
        allowance: Allowance,
        *,
        sections: int = MAX_SECTIONS,
        is_thorough: bool = False,
    ) -> None:
        """`sections`: how many may be read. `is_thorough`: `hopes` is to miss no page, even where the vocabulary does
        not say which. Raises whatever reading a section raises.
        """
        self._text, self._needles = text, needles
        self._found = candidates(text, needles, allowance, is_thorough=is_thorough) if needles else Sections(0)
        self._looks, self._close = sections, _CLOSE_CHARACTERS
        self._by_page: dict[int, list[int]] = {}
        for number in sorted(self._found.sought):
            self._by_page.setdefault(text.pages[number], []).append(number)
        self.hopes = {page: self._hope(numbers) for page, numbers in self._by_page.items()}
        self.is_exact = self._found.is_exact

    @property
    def is_spent(self) -> bool:
        """No more sections may be read."""
        return self._looks <= 0

    def look(self, page: int) -> PagePlaces | None:
        """Searches one page of `hopes`, or the part that may still be read; None without a match. Raises whatever
        reading a section raises.
        """
        places: dict[int, list[Match]] = {}
        seen: set[int] = set()
        for number in self._by_page[page][: max(0, self._looks)]:
            if found := self._searched(number):
                places[number] = found
                seen |= _parts(found)
            if self._needles.parts == len(_parts(found)):
                break
        return PagePlaces(page, places, _rank(self._needles, seen)) if places else None

    def _searched(self, number: int) -> list[Match]:
        section, sought = self._text.section(number), self._found.sought[number]
        self._looks -= 1
        found = _places(section, sought, self._needles)
        missing = sought.parts - _parts(found)
        if missing and (interrupted := list(_interrupted_words(section, sought, missing))):
            found = sorted(found + interrupted)
            missing -= _parts(interrupted)
        if (
            missing
            and self._close >= len(section)
            and (missing - sought.joined or _may_be_joined(section, missing, self._needles))
        ):
            self._close -= len(section)
            found = matches(section, self._needles, self._text.language)
        return found

    def _hope(self, numbers: list[int]) -> Rank:
        return _rank(self._needles, set().union(*(self._found.sought[number].parts for number in numbers)))


def _may_be_joined(section: str, parts: set[int], needles: Needles) -> bool:
    """Whether the section may contain one of these parts with its characters grouped differently."""
    runs = [run for run, of in needles.joined.items() if of & parts]
    together = joins.squeezed(_aligned(section))
    return any(joins.squeezed(run)[-_JOINED_END:] in together for run in runs)


def _aligned(section: str) -> str:
    return section.lower() if section.isascii() else section.translate(_ALIGNED)


def _places(section: str, sought: Sought, needles: Needles) -> list[Match]:
    aligned = _aligned(section)
    found: list[Match] = []
    most = _MAX_PLACES if len(sought.parts) > 1 else _MAX_ALONE
    for word, parts in sought.words.items():
        frozen = frozenset(parts)
        found += (Match(start, end, frozen) for start, end in islice(_whole_words(aligned, word), most))
    if sought.maybe:
        found += _runs(aligned, sought, needles)
        found += _rows(aligned, sought, needles)
    return sorted(found)


def _whole_words(aligned: str, word: str) -> Iterator[tuple[int, int]]:
    at = aligned.find(word)
    while at >= 0:
        end = at + len(word)
        if not _joins(aligned[at - 1 : at]) and (len(word) >= MAX_WORD or not _joins(aligned[end : end + 1])):
            yield at, end
        at = aligned.find(word, end)


def _interrupted_words(section: str, sought: Sought, missing: set[int]) -> Iterator[Match]:
    """Words that match parts not found yet, in a line break or with marks between their letters."""
    words = ((word, parts & missing) for word, parts in sought.words.items() if parts & missing)
    for word, parts in islice(words, _MAX_INTERRUPTED):
        for match in islice(_interrupted(word).finditer(_aligned(section)), _MAX_ALONE):
            yield Match(*match.span(), frozenset(parts))


@lru_cache(maxsize=256)
def _interrupted(word: str) -> re.Pattern[str]:
    return re.compile(_INTERRUPTION.join(map(re.escape, word)))


def _joins(character: str) -> bool:
    """Whether a character beside a word belongs to it. Scripts that are written without spaces begin at U+0E00."""
    return character.isalnum() and character < "\u0e00"


def _runs(aligned: str, sought: Sought, needles: Needles) -> Iterator[Match]:
    for run, parts in needles.runs.items():
        at = aligned.find(run) if parts & sought.maybe else -1
        for _ in range(_MAX_PLACES):
            if at < 0:
                break
            yield Match(at, at + len(run), frozenset(parts))
            at = aligned.find(run, at + len(run))


def _rows(aligned: str, sought: Sought, needles: Needles) -> Iterator[Match]:
    """Words side by side."""
    long: dict[tuple[tuple[str, ...], bool], set[int]] = {}
    for (words, is_growing), parts in needles.sequences.items():
        if not parts & sought.maybe:
            continue
        if len(words) > _SHORT_ROW:
            long[words, is_growing] = parts
            continue
        for match in islice(_row(words, is_growing=is_growing).finditer(aligned), _MAX_PLACES):
            yield Match(*match.span(), frozenset(parts))
    if long:
        yield from _long_rows(aligned, long)


@lru_cache(maxsize=256)
def _row(words: tuple[str, ...], *, is_growing: bool) -> re.Pattern[str]:
    """A pattern takes as many steps at each place as the row has words."""
    written = (re.escape(word) + (r"[^\W_]*" if len(word) >= MAX_WORD else "") for word in words)
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(written) + ("" if is_growing else r"(?![^\W_])"))


def _long_rows(aligned: str, sequences: Mapping[tuple[tuple[str, ...], bool], set[int]]) -> Iterator[Match]:
    """Searched in the words of the section joined by spaces, in time that does not depend on the rows' length."""
    spans = [match.span() for match in _TOKEN.finditer(aligned)]
    line = " " + " ".join(aligned[start:end][:MAX_WORD] for start, end in spans) + " "
    for (words, is_growing), parts in sequences.items():
        wanted = " " + " ".join(words) + ("" if is_growing else " ")
        at = line.find(wanted)
        first, counted = 0, 0
        for _ in range(_MAX_PLACES):
            if at < 0:
                break
            first += line.count(" ", counted, at)
            counted = at
            yield Match(spans[first][0], spans[first + len(words) - 1][1], frozenset(parts))
            at = line.find(wanted, at + 1)


def _parts(found: Iterable[Match]) -> set[int]:
    return set().union(*(match.parts for match in found))


def _rank(needles: Needles, parts: set[int]) -> Rank:
    return len(parts & needles.phrases), len(parts)


class _Aligned(dict[int, str]):
    """Folds a text without changing its length, for most scripts: for str.translate."""

    def __missing__(self, key: int) -> str:
        folded = fold(chr(key)) or chr(key)
        self[key] = folded[0]
        return folded[0]


_ALIGNED = _Aligned()
