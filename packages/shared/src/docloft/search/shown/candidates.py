"""Which sections of a document may match a query, and what to look for in each, from its vocabulary alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docloft.search.engine.stems import PREFIXED, languages_of, stem_terms
from docloft.search.shown.matching import Needles
from docloft.search.shown.searchable_text import Allowance, SearchableText
from docloft.search.text import joins
from docloft.search.text.folding import in_katakana
from docloft.search.vocabulary import Known, Vocabulary

_MAX_WORDS = 60
"""The most words of a document that a part of the query stands for: beginnings and stems."""

_GUESSED_SECTIONS = 4
"""How many sections are tried for a word that an incomplete vocabulary does not have."""

_SHORTEST_END = 3


@dataclass(slots=True)
class Sought:
    """What to look for in a section. `words`: folded words of the document, with the parts they match. `maybe`: parts
    whose words are all in the section, perhaps not side by side. `joined`: those of `maybe` that may be grouped
    differently.
    """

    words: dict[str, set[int]] = field(default_factory=dict)
    maybe: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)

    @property
    def parts(self) -> set[int]:
        return self.maybe.union(*self.words.values())


class Sections:
    """What to look for in each section. `later`: words that may also be in any section after those that are listed.
    `is_exact`: each of these sections matches, and no other one does.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.is_exact = True
        self.sought: dict[int, Sought] = {}
        self.later: list[tuple[int, str, set[int]]] = []

    def add(self, known: Known, parts: set[int]) -> None:
        for number in known.sections:
            self._of(number).words.setdefault(known.word, set()).update(parts)
        if known.more:
            self.is_exact = False
            self.later.append((known.sections[-1], known.word, parts))

    def add_maybe(self, numbers: Iterable[int], parts: set[int]) -> None:
        for number in numbers:
            self.is_exact = False
            self._of(number).maybe |= parts

    def add_joined(self, numbers: Iterable[int], parts: set[int]) -> None:
        for number in numbers:
            self.is_exact = False
            sought = self._of(number)
            sought.joined |= parts - sought.parts
            sought.maybe |= parts

    def settle(self, *, is_thorough: bool) -> None:
        """Adds words that are in more sections than are listed: to those that are candidates anyway, or to all."""
        if is_thorough and self.later:
            for number in range(min(last for last, *_ in self.later) + 1, self.count):
                self._of(number)
        for number, sought in self.sought.items():
            for last, word, parts in self.later:
                if number > last:
                    sought.words.setdefault(word, set()).update(parts)

    def _of(self, number: int) -> Sought:
        return self.sought.setdefault(number, Sought())


def candidates(text: SearchableText, needles: Needles, allowance: Allowance, *, is_thorough: bool = False) -> Sections:
    """Where the vocabulary does not show whether a section matches, only a few such sections are included, or with
    `is_thorough` all of them. Raises whatever reading a section raises.
    """
    vocabulary = text.vocabulary(allowance)
    sections = Sections(len(text.pages))
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
        # Grouped differently from the query: 48913,27 and 48.913,27.
        if parts <= found:
            continue
        if near := _with_run(vocabulary, run, is_growing=run in needles.joined_beginnings):
            sections.add_joined(near, parts)
            found |= parts
    if not vocabulary.is_complete:
        guessed = sections.count if is_thorough else min(_GUESSED_SECTIONS, sections.count)
        sections.add_maybe(range(guessed), set(range(needles.parts)) - found)
    sections.settle(is_thorough=is_thorough)
    return sections


def _known(vocabulary: Vocabulary, needles: Needles, language: str | None) -> Iterator[tuple[Known, set[int]]]:
    """Words of the document that match a part of the query on their own."""
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
        if any(code in PREFIXED for code in languages_of(beginning, language)):
            near |= {known.word: known for known in vocabulary.containing(beginning, 4 * _MAX_WORDS)}
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
        known = vocabulary.starting(word, _MAX_WORDS) if is_growing else map(vocabulary.find, _written(word))
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


def _written(word: str) -> set[str]:
    """A word as vocabularies have it: those that were made earlier distinguish katakana."""
    return {word, in_katakana(word)}


def _with_run(vocabulary: Vocabulary, run: str, *, is_growing: bool) -> set[int]:
    """The sections that may contain the run, or a word that begins with it."""
    squeezed = joins.squeezed(run)
    numbers = set(_with_end(vocabulary, squeezed))
    if is_growing:
        numbers.update(number for known in vocabulary.starting(squeezed, _MAX_WORDS) for number in known.sections)
    return numbers


def _with_end(vocabulary: Vocabulary, run: str) -> list[int]:
    """The sections with a word that is the end of the run, and at least three characters long if the run is letters."""
    shortest = _SHORTEST_END if run.isalpha() else 1
    numbers: set[int] = set()
    for length in range(shortest, len(run) + 1):
        if (known := vocabulary.find(run[-length:])) is not None:
            numbers.update(known.sections)
    return sorted(numbers)
