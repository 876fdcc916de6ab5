"""Finds the places in a page where a query matches, splitting, folding and stemming the page as the index did.

The time is linear in the length of the page, whatever the query: words are looked up in dictionaries, phrases and runs
by substring search, and a query is at most MAX_CHARACTERS long (see `query.parser`).

The file is long because words, phrases and runs are found in one pass over the page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from docloft.search.engine.stems import PREFIXED, query_stems, stem_terms
from docloft.search.query.nodes import Phrase, Query, Word, rows, wanted
from docloft.search.text import joins, writings
from docloft.search.text.characters import FOLDING_MARKS, INVISIBLE, VARIATIONS, ZERO_WIDTH_SPACE
from docloft.search.text.folding import fold, fold_run, is_latin, plain, spellings
from docloft.search.text.pieces import Piece, pieces, with_whole_words

_SHORTEST_GROWING = 2
_LONGEST_LINE = 120
"""Characters. What could be written together in a line of numbers takes a thousand times its own memory."""
_MAX_PLACES = 20_000
"""The most matches of one phrase in one page: "a a a a" occurs a million times in a page of that letter."""

# Characters that may belong to the character of a dense run before them: white space, voiced sound marks, vowels and
# final consonants of Hangul, marks that fold away.
_TRAILING = (
    f"\\s\u3099\u309a\uff9e\uff9f\u1160-\u11ff\ud7b0-\ud7ff\uffa0-\uffdc{FOLDING_MARKS}{INVISIBLE}{VARIATIONS}"
    f"{ZERO_WIDTH_SPACE}"
)
_TRAILS = re.compile(f"[{_TRAILING}]")
_UNIT = re.compile(f".[{_TRAILING}]*", re.DOTALL)
_NONE: frozenset[int] = frozenset()


class Match(NamedTuple):
    """A place in a page (code point offsets) and the parts of the query that match there."""

    start: int
    end: int
    parts: frozenset[int]


@dataclass(slots=True)
class Needles:
    """What to look for. Each number stands for a part of the query: its words and phrases, in order. `phrases`: parts
    that must match as written, worth more than words.
    """

    exact: dict[str, set[int]] = field(default_factory=dict)
    stems: dict[str, set[int]] = field(default_factory=dict)
    prefixes: dict[str, set[int]] = field(default_factory=dict)
    sequences: dict[tuple[tuple[str, ...], bool], set[int]] = field(default_factory=dict)
    runs: dict[str, set[int]] = field(default_factory=dict)
    joined: dict[str, set[int]] = field(default_factory=dict)
    together: dict[str, set[int]] = field(default_factory=dict)
    joined_beginnings: dict[str, set[int]] = field(default_factory=dict)
    together_beginnings: dict[str, set[int]] = field(default_factory=dict)
    phrases: set[int] = field(default_factory=set)
    parts: int = 0

    def __bool__(self) -> bool:
        return self.parts > 0


def needles(query: Query) -> Needles:
    """The parts of a query that can match in a text: no negated parts, no filters, no words limited to titles."""
    found = Needles()
    numbers: dict[int, int] = {}
    for part in wanted(query.root):
        if not part.only:
            numbers[id(part)] = found.parts
            _add(found, part)
    for row in rows(query.root):
        growing = row.words[-1].prefix or row.words[-1].last
        for index, word in enumerate(row.words[:-1]):
            text = row.text[max(0, word.start - row.words[0].start) :]
            _add_joined(found, text, {numbers[id(one)] for one in row.words[index:]}, growing=growing)
        parts = {numbers[id(one)] for one in row.words}
        for other in writings.with_currencies(row.text):
            _add_joined(found, other, parts, growing=growing)
        for words in writings.rows_of([piece.text for piece in pieces(row.text) if not piece.loose]):
            found.sequences.setdefault((words, growing), set()).update(parts)
    return found


@dataclass(frozen=True, slots=True)
class Split:
    """A page, split and folded as the index did: what does not depend on the query. `folds`: its words as written,
    folded. `written`: start, end and text of what its words and numbers are, written together; None: not kept, because
    that takes more memory than a long page itself.
    """

    page: str
    pieces: list[Piece]
    folds: dict[str, str]
    written: list[tuple[int, int, str]] | None = None


def split(page: str) -> Split:
    cut = list(pieces(page))
    return Split(page, cut, {text: fold(text) for text in dict.fromkeys(one.text for one in cut if not one.dense)})


def split_line(line: str) -> Split:
    """Like `split`, for a text that is searched again and again."""
    made = split(line)
    return made if len(line) > _LONGEST_LINE else replace(made, written=list(_written(made)))


def matches(page: str, looked_for: Needles, language: str | None) -> list[Match]:
    """All places, in reading order; they may overlap. `language` is the document's, as it was indexed."""
    return matches_in(split(page), looked_for, language)


def matches_in(page: Split, looked_for: Needles, language: str | None) -> list[Match]:
    """Like `matches`."""
    cut, folds = page.pieces, page.folds
    parts_of = _parts_by_word(folds, looked_for, language)
    found: list[Match] = []
    if parts_of or looked_for.runs:
        for piece in cut:
            if piece.dense:
                if looked_for.runs:
                    found += _in_run(piece, looked_for.runs)
            elif parts := parts_of.get(folds[piece.text]):
                found.append(Match(piece.start, piece.end, parts))
    if looked_for.sequences:
        for neighbours in ([piece for piece in cut if not piece.loose], with_whole_words(cut)):
            row = [piece for piece in neighbours if not piece.dense]
            known = set(found)
            in_row = _in_row(row, [folds[piece.text] for piece in row], looked_for.sequences)
            found += (match for match in in_row if match not in known)
    if looked_for.joined:
        found += _in_groups(page, looked_for)
    return sorted(found)


def _add(found: Needles, wanted_part: Word | Phrase) -> None:
    phrase = isinstance(wanted_part, Phrase)
    growing = isinstance(wanted_part, Word) and (wanted_part.prefix or wanted_part.last)
    cut = [piece for piece in pieces(wanted_part.text) if not piece.loose]
    part = found.parts
    found.parts += 1
    if phrase:
        found.phrases.add(part)
    words: list[Piece] = []
    for piece in cut:
        if piece.dense:
            _add_words(found, wanted_part.text, words, part, growing=False)
            words = []
            if run := fold_run(piece.text):
                found.runs.setdefault(run, set()).add(part)
        else:
            words.append(piece)
    _add_words(found, wanted_part.text, words, part, growing=growing)
    if not phrase:
        _add_amounts(found, wanted_part.text, part, growing=growing)
    if isinstance(wanted_part, Word) and not wanted_part.prefix and len(cut) == 1 and not cut[0].dense:
        others = [form for (form,) in spellings([cut[0].text])[1:]]
        for stem in (stem for writing in (cut[0].text, *others) for stem in query_stems(writing)):
            found.stems.setdefault(stem, set()).add(part)
    if not phrase or len(cut) > 1 or any(character.isdigit() for character in wanted_part.text):
        _add_joined(found, wanted_part.text, {part}, growing=growing)


def _add_amounts(found: Needles, text: str, part: int, *, growing: bool) -> None:
    for other in writings.with_currencies(text):
        _add_joined(found, other, {part}, growing=growing)
    if number := writings.without_currency(text):
        is_last = growing and text.endswith(number)
        _add_words(found, number, list(pieces(number)), part, growing=is_last)
        _add_joined(found, number, {part}, growing=is_last)
    for row in writings.grouped_measures(text):
        found.sequences.setdefault((row, growing), set()).add(part)


def _add_joined(found: Needles, text: str, parts: set[int], *, growing: bool) -> None:
    several = len([piece for piece in pieces(text) if not piece.loose]) > 1
    for index, run in enumerate(writings.runs_of(text)):
        written = joins.plain_umlauts(run)
        is_growing = growing and len(run) >= joins.SHORTEST_GROWING
        found.joined.setdefault(written, set()).update(parts)
        if is_growing:
            found.joined_beginnings.setdefault(written, set()).update(parts)
        if several or index:
            found.together.setdefault(written, set()).update(parts)
            if is_growing:
                found.together_beginnings.setdefault(written, set()).update(parts)


def _add_words(found: Needles, text: str, words: list[Piece], part: int, *, growing: bool) -> None:
    spelled = spellings([piece.text for piece in words])
    if len(together := writings.words_together(text, words)) < len(words):
        spelled += spellings(together)
    spelled += writings.rows_of([piece.text for piece in words])
    for folded in spelled:
        if len(folded) > 1:
            found.sequences.setdefault((folded, growing), set()).add(part)
        else:
            found.exact.setdefault(folded[0], set()).add(part)
            if growing and len(folded[0]) >= _SHORTEST_GROWING:
                found.prefixes.setdefault(folded[0], set()).add(part)


def _parts_by_word(folds: dict[str, str], looked_for: Needles, language: str | None) -> dict[str, frozenset[int]]:
    """The parts of the query that each folded word of the page matches on its own; words without any are left out.
    `folds`: the page's words as written, folded.
    """
    if not (looked_for.exact or looked_for.together):
        return {}
    stem_starts = {stem.partition("~")[2][:2] for stem in looked_for.stems}
    beyond = {stem.partition("~")[0] for stem in looked_for.stems} & PREFIXED
    likely: dict[str, str] = {}
    for text, folded in folds.items():
        if folded[:2] in stem_starts or (beyond and not is_latin(folded)):
            # As in the index, the first spelling of a word determines its stem.
            likely.setdefault(folded, plain(text))
    stemmed = stem_terms(likely, language)
    found: dict[str, frozenset[int]] = {}
    for folded, parts in _matching(set(folds.values()), stemmed, looked_for):
        if parts:
            found[folded] = found.get(folded, _NONE).union(parts)
    return found


def _matching(words: set[str], stemmed: dict[str, str], looked_for: Needles) -> Iterator[tuple[str, set[int]]]:
    """Folded words of a page with the parts that they match. Most words match none, and cost little."""
    for folded in words & looked_for.exact.keys():
        yield folded, looked_for.exact[folded]
    for folded, terms in stemmed.items():
        for term in looked_for.stems.keys() & terms.split():
            yield folded, looked_for.stems[term]
    if prefixes := tuple(looked_for.prefixes):
        for folded in (word for word in words if word.startswith(prefixes)):
            lengths = range(_SHORTEST_GROWING, len(folded) + 1)
            yield folded, set().union(*(looked_for.prefixes.get(folded[:end], _NONE) for end in lengths))
    if looked_for.together:
        yield from _together(words, looked_for)


def _together(words: set[str], looked_for: Needles) -> Iterator[tuple[str, set[int]]]:
    beginnings = tuple(looked_for.together_beginnings)
    for folded in words:
        written = joins.plain_umlauts(folded)
        yield folded, looked_for.together.get(written, set())
        if written.startswith(beginnings):
            for beginning in filter(written.startswith, beginnings):
                yield folded, looked_for.together_beginnings[beginning]


def _in_row(
    row: list[Piece], folded: list[str], sequences: dict[tuple[tuple[str, ...], bool], set[int]]
) -> Iterator[Match]:
    """Finds the places where all words of a sequence are adjacent. The row is searched as one string of words
    separated by spaces, which no folded word contains.
    """
    line = " " + " ".join(folded) + " "
    starts = list(accumulate((len(word) + 1 for word in folded), initial=1))
    index_at = {start: index for index, start in enumerate(starts)}
    for (words, growing), parts in sequences.items():
        sought = " " + " ".join(words) + ("" if growing else " ")
        frozen = frozenset(parts)
        at = line.find(sought)
        for _ in range(_MAX_PLACES):
            if at < 0:
                break
            first = index_at[at + 1]
            yield Match(row[first].start, row[first + len(words) - 1].end, frozen)
            at = line.find(sought, at + 1)


def _written(page: Split) -> Iterator[tuple[int, int, str]]:
    for group in joins.groups(page.page, page.pieces):
        for run in joins.runs(page.page, group):
            start = run.chunks[0].start
            for text, last in run.joined():
                yield start, last.end, joins.plain_umlauts(text)


def _in_groups(page: Split, looked_for: Needles) -> Iterator[Match]:
    """Places of words and numbers that are written together in the query, or grouped differently."""
    joined, beginnings = looked_for.joined, tuple(looked_for.joined_beginnings)
    for start, end, written in _written(page) if page.written is None else page.written:
        parts = set(joined.get(written, ()))
        if written.startswith(beginnings):
            for beginning in beginnings:
                if written.startswith(beginning):
                    parts |= looked_for.joined_beginnings[beginning]
        if parts:
            yield Match(start, end, frozenset(parts))


def _in_run(piece: Piece, runs: dict[str, set[int]]) -> Iterator[Match]:
    """Where runs of the query occur inside a run of the page, whose composed form may be shorter than its text."""
    text = fold_run(piece.text)
    origins: Sequence[int] = range(len(text) + 1)
    if len(text) != len(piece.text) or _TRAILS.search(piece.text):
        text, origins = _composed(piece.text)
    for run, parts in runs.items():
        at = text.find(run)
        if at < 0:
            continue
        frozen = frozenset(parts)
        while at >= 0:
            yield Match(piece.start + origins[at], piece.start + origins[at + len(run)], frozen)
            at = text.find(run, at + len(run))


def _composed(run: str) -> tuple[str, list[int]]:
    """The folded run, and for each of its characters (and for its end) the offset in the original run."""
    folded: list[str] = []
    origins: list[int] = []
    for unit in _UNIT.finditer(run):
        position = unit.start()
        while position < unit.end():
            end = position + 1
            # A character that does not make the composed form longer belongs to the one before it.
            while end < unit.end() and len(_fold_unit(run[position : end + 1])) <= len(_fold_unit(run[position:end])):
                end += 1
            composed = _fold_unit(run[position:end])
            folded += composed
            origins += [position] * len(composed)
            position = end
    return "".join(folded), [*origins, len(run)]


_fold_unit = lru_cache(maxsize=10_000)(fold_run)
