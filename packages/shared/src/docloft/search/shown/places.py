"""Decides which pages of a document a snippet may come from, and roughly where in them, from the vocabulary and a quick
search of a few sections. `snippets` then looks closely at those places only.

The work for a document is bounded, whatever the document and the query are. Where a bound is reached, a better place
may be missed. The file is long because all bounds and what they bound are read together.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from docloft.search.engine.stems import languages_of, stem_terms
from docloft.search.shown.matching import Match, Needles, matches
from docloft.search.shown.searchable_text import Allowance, SearchableText
from docloft.search.text import joins
from docloft.search.text.folding import MAX_WORD, fold
from docloft.search.vocabulary import Known, Vocabulary

ENOUGH = 3
"""Places far enough apart for a snippet of each: no further pages are searched than for these and for the best page."""

MAX_PAGES = 12
"""The most pages that are searched in one document, the most likely ones first."""

MAX_SECTIONS = 16
"""The most sections that are read of one document."""

_APART = 500
"""Characters between places that do not share a snippet."""

_MAX_WORDS = 60
"""The most words of a document that a part of the query stands for: beginnings and stems."""

_MAX_PLACES = 100
"""The most places of a word in one section."""

_CLOSE_CHARACTERS = 20_000
"""How much of a document is split into words because its writing prevents a quick search."""

_GUESSED_SECTIONS = 4
"""How many sections are tried for a word that an incomplete vocabulary does not have."""

_SHORTEST_END, _JOINED_END = 3, 5
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class PagePlaces:
    """Rough places on a page, by section and in order. `rank`: how many phrases and how many parts of the query."""

    page: int
    places: dict[int, list[Match]]
    rank: tuple[int, int]


@dataclass(slots=True)
class _Sought:
    """What to look for in a section. `words`: folded words of the document, with the parts they match. `maybe`: parts
    of which all words are in the section, perhaps not side by side. `joined`: those of `maybe` that may be written in
    other groups.
    """

    words: dict[str, set[int]] = field(default_factory=dict)
    maybe: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)

    @property
    def parts(self) -> set[int]:
        return self.maybe.union(*self.words.values())


class _Sections:
    """What is sought in each section; `later`: in all sections after those in which a word is listed."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.sought: dict[int, _Sought] = {}
        self.later: list[tuple[int, str, set[int]]] = []

    def add(self, known: Known, parts: set[int]) -> None:
        for number in known.sections:
            self._of(number).words.setdefault(known.word, set()).update(parts)
        if known.more:
            self.later.append((known.sections[-1], known.word, parts))

    def add_maybe(self, numbers: Iterable[int], parts: set[int]) -> None:
        for number in numbers:
            self._of(number).maybe |= parts

    def add_joined(self, numbers: Iterable[int], parts: set[int]) -> None:
        for number in numbers:
            sought = self._of(number)
            sought.joined |= parts - sought.parts
            sought.maybe |= parts

    def settle(self) -> None:
        """Adds the words that occur in more sections than are listed: to those that are candidates anyway."""
        for number, sought in self.sought.items():
            for last, word, parts in self.later:
                if number > last:
                    sought.words.setdefault(word, set()).update(parts)

    def _of(self, number: int) -> _Sought:
        return self.sought.setdefault(number, _Sought())


def locate(text: SearchableText, needles: Needles, allowance: Allowance) -> list[PagePlaces]:
    """Pages with places that match, the most likely first; enough of them to know the best page. Raises what reading a
    section raises.
    """
    sections = _candidates(text, needles, allowance)
    by_page: dict[int, list[int]] = {}
    for number in sorted(sections.sought):
        by_page.setdefault(text.pages[number], []).append(number)
    hopes = []
    for page, numbers in by_page.items():
        hope = _rank(needles, set().union(*(sections.sought[number].parts for number in numbers)))
        hopes.append((-hope[0], -hope[1], page))
    found: list[PagePlaces] = []
    looks, close, apart = MAX_SECTIONS, _CLOSE_CHARACTERS, 0
    for phrases, parts, page in sorted(hopes)[:MAX_PAGES]:
        is_best_known = any(seen.rank >= (-phrases, -parts) for seen in found)
        if looks <= 0 or (apart >= ENOUGH and is_best_known):
            break
        places: dict[int, list[Match]] = {}
        for number in by_page[page][: max(1, looks)]:
            section = text.section(number)
            looks -= 1
            sought = sections.sought[number]
            seen = _places(section, sought, needles)
            missing = sought.parts - _parts(seen)
            if (
                missing
                and close >= len(section)
                and (missing - sought.joined or _may_be_joined(section, missing, needles))
            ):
                close -= len(section)
                seen = matches(section, needles, text.language)
            if seen:
                places[number] = seen
                apart += _count_apart(seen)
            if needles.parts == len(_parts(seen)):
                break
        if places:
            found.append(PagePlaces(page, places, _rank(needles, set().union(*map(_parts, places.values())))))
    return found


def _candidates(text: SearchableText, needles: Needles, allowance: Allowance) -> _Sections:
    vocabulary = text.vocabulary(allowance)
    sections = _Sections(len(text.pages))
    found: set[int] = set()
    for known, parts in _known(vocabulary, needles, text.language):
        sections.add(known, parts)
        found |= parts
    for (words, growing), parts in needles.sequences.items():
        numbers = _with_all(vocabulary, words, sections.count, is_last_growing=growing)
        sections.add_maybe(numbers, parts)
        found |= parts if numbers else set()
    for run, parts in needles.runs.items():
        numbers = _with_all(vocabulary, tuple(dict.fromkeys(run)), sections.count)
        sections.add_maybe(numbers, parts)
        found |= parts if numbers else set()
    for run, parts in needles.joined.items():
        # Written in other groups than in the query: 48913,27 and 48.913,27.
        if not parts <= found and (numbers := _with_end(vocabulary, joins.squeezed(run))):
            sections.add_joined(numbers, parts)
            found |= parts
    if not vocabulary.is_complete:
        sections.add_maybe(range(min(_GUESSED_SECTIONS, sections.count)), set(range(needles.parts)) - found)
    sections.settle()
    return sections


def _known(vocabulary: Vocabulary, needles: Needles, language: str | None) -> Iterator[tuple[Known, set[int]]]:
    """Words of the document that match a part of the query by themselves."""
    for word, parts in needles.exact.items():
        if (known := vocabulary.find(word)) is not None:
            yield known, parts
    for beginning, parts in needles.prefixes.items():
        for known in vocabulary.starting(beginning, _MAX_WORDS):
            yield known, parts
    yield from _stemmed(vocabulary, needles, language)


def _stemmed(vocabulary: Vocabulary, needles: Needles, language: str | None) -> Iterator[tuple[Known, set[int]]]:
    """Words of the document with a stem of the query. Stemmers change endings, in German and Dutch also a letter or two
    before them, so the words that begin like a stem are compared.
    """
    beginnings: dict[str, None] = {}
    for stem in needles.stems:
        code, _, written = stem.partition("~")
        if code in languages_of(written, language):
            beginnings[written[: max(2, min(len(written) - 2, 8))]] = None
    for beginning in sorted(beginnings):
        if any(beginning.startswith(shorter) for shorter in beginnings if shorter != beginning):
            continue
        near = {known.word: known for known in vocabulary.starting(beginning, 4 * _MAX_WORDS)}
        for word, terms in stem_terms({one.word: one.writing for one in near.values()}, language).items():
            parts = set().union(*(needles.stems.get(term, ()) for term in terms.split()))
            if parts:
                yield near[word], parts


def _with_all(
    vocabulary: Vocabulary, words: tuple[str, ...], count: int, *, is_last_growing: bool = False
) -> list[int]:
    """The sections that have all these words; the last one may be only the beginning of a word."""
    left: set[int] | None = None
    for at, word in enumerate(dict.fromkeys(words)):
        is_growing = is_last_growing and word == words[-1]
        known = list(vocabulary.starting(word, _MAX_WORDS)) if is_growing else [vocabulary.find(word)]
        numbers: set[int] = set()
        for one in known:
            if one is not None:
                numbers.update(one.sections)
                if one.more:
                    numbers.update(range(one.sections[-1], count) if not at else (left or ()))
        left = numbers if left is None else left & numbers
        if not left:
            return []
    return sorted(left or ())


def _with_end(vocabulary: Vocabulary, run: str) -> list[int]:
    """The sections that have a word with which the run ends; of letters, at least three."""
    shortest = _SHORTEST_END if run.isalpha() else 1
    numbers: set[int] = set()
    for length in range(shortest, len(run) + 1):
        if (known := vocabulary.find(run[-length:])) is not None:
            numbers.update(known.sections)
    return sorted(numbers)


def _may_be_joined(section: str, parts: set[int], needles: Needles) -> bool:
    """Whether the section may have one of these parts in other groups."""
    runs = [run for run, of in needles.joined.items() if of & parts]
    together = joins.squeezed(_aligned(section))
    return any(joins.squeezed(run)[-_JOINED_END:] in together for run in runs)


def _aligned(section: str) -> str:
    return section.lower() if section.isascii() else section.translate(_ALIGNED)


def _places(section: str, sought: _Sought, needles: Needles) -> list[Match]:
    aligned = _aligned(section)
    found: list[Match] = []
    for word, parts in sought.words.items():
        frozen = frozenset(parts)
        found += (Match(start, end, frozen) for start, end in islice(_whole_words(aligned, word), _MAX_PLACES))
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


def _joins(character: str) -> bool:
    """Whether a character beside a word belongs to it. Scripts that are written without spaces begin at U+0E00."""
    return character.isalnum() and character < "\u0e00"


def _runs(aligned: str, sought: _Sought, needles: Needles) -> Iterator[Match]:
    for run, parts in needles.runs.items():
        at = aligned.find(run) if parts & sought.maybe else -1
        for _ in range(_MAX_PLACES):
            if at < 0:
                break
            yield Match(at, at + len(run), frozenset(parts))
            at = aligned.find(run, at + len(run))


def _rows(aligned: str, sought: _Sought, needles: Needles) -> Iterator[Match]:
    """Words side by side: searched in the words of the section joined by spaces."""
    if not any(parts & sought.maybe for parts in needles.sequences.values()):
        return
    spans = [match.span() for match in _TOKEN.finditer(aligned)]
    line = " " + " ".join(aligned[start:end][:MAX_WORD] for start, end in spans) + " "
    for (words, growing), parts in needles.sequences.items():
        wanted = " " + " ".join(words) + ("" if growing else " ")
        at = line.find(wanted) if parts & sought.maybe else -1
        first, counted = 0, 0
        for _ in range(_MAX_PLACES):
            if at < 0:
                break
            first += line.count(" ", counted, at)
            counted = at
            yield Match(spans[first][0], spans[first + len(words) - 1][1], frozenset(parts))
            at = line.find(wanted, at + 1)


def _count_apart(places: Iterable[Match]) -> int:
    count, last = 0, -_APART
    for place in places:
        if place.start - last >= _APART:
            count, last = count + 1, place.start
    return count


def _parts(found: Iterable[Match]) -> set[int]:
    return set().union(*(match.parts for match in found))


def _rank(needles: Needles, parts: set[int]) -> tuple[int, int]:
    return len(parts & needles.phrases), len(parts)


class _Aligned(dict[int, str]):
    """Folds a text without changing its length, for most scripts: for str.translate."""

    def __missing__(self, key: int) -> str:
        folded = fold(chr(key)) or chr(key)
        self[key] = folded[0]
        return folded[0]


_ALIGNED = _Aligned()
