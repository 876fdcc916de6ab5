"""Where in a page a query's words stand: the index's own cutting, folding and stemming, done again on the text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from docloft.search.engine.stems import query_stems, stem_terms
from docloft.search.query.nodes import Phrase, Query, Word, wanted
from docloft.search.text.folding import fold, fold_page, fold_run, plain
from docloft.search.text.pieces import Piece, pieces

_SHORTEST_GROWING = 2


class Match(NamedTuple):
    """A place in a page (code point offsets) and the part of the query that stands there."""

    start: int
    end: int
    part: int


@dataclass(slots=True)
class Needles:
    """What to look for, by part of the query. `phrases`: parts that must stand as written, worth more than words."""

    exact: dict[str, set[int]] = field(default_factory=dict)
    stems: dict[str, set[int]] = field(default_factory=dict)
    beginnings: list[tuple[str, int]] = field(default_factory=list)
    sequences: list[tuple[list[str], bool, int]] = field(default_factory=list)
    runs: list[tuple[str, int]] = field(default_factory=list)
    phrases: set[int] = field(default_factory=set)
    parts: int = 0

    def __bool__(self) -> bool:
        return self.parts > 0


def needles(query: Query) -> Needles:
    """What of a query can stand in a text; words looked for in titles only cannot."""
    found = Needles()
    for part in wanted(query.root) if query.root is not None else []:
        if not part.title_only:
            _add(found, part)
    return found


def may_hold(page: str, looked_for: Needles) -> int:
    """At most how many parts of the query this page can hold. Quick: decides which pages to look at closely."""
    folded = fold_page(page)
    squeezed = "".join(folded.split()) if looked_for.runs else ""
    possible: set[int] = set()
    for word, parts in looked_for.exact.items():
        if word in folded:
            possible |= parts
    for stem, parts in looked_for.stems.items():
        # Stemmers change endings only; German and Dutch ones also a letter or two before.
        if stem.partition("~")[2][:-2][:8] in folded:
            possible |= parts
    possible |= {part for beginning, part in looked_for.beginnings if beginning in folded}
    possible |= {part for words, _, part in looked_for.sequences if all(word in folded for word in words)}
    possible |= {part for run, part in looked_for.runs if run in squeezed}
    return len(possible)


def matches(page: str, looked_for: Needles, language: str | None) -> list[Match]:
    """Every place, in reading order. `language` is the document's, as it was indexed."""
    cut = list(pieces(page))
    words = [(piece, fold(piece.text)) for piece in cut if not piece.dense]
    stemmed = _stemmed(words, looked_for, language)
    found = set()
    for piece, folded in words:
        parts = set(looked_for.exact.get(folded, ()))
        parts |= {part for beginning, part in looked_for.beginnings if folded.startswith(beginning)}
        parts |= stemmed.get(folded, set())
        found |= {Match(piece.start, piece.end, part) for part in parts}
    row = [(piece, folded) for piece, folded in words if not piece.loose]
    for sequence, growing, part in looked_for.sequences:
        found.update(Match(start, end, part) for start, end in _side_by_side(row, sequence, growing=growing))
    if looked_for.runs:
        for piece in cut:
            if piece.dense:
                found.update(_in_run(piece, looked_for.runs))
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
            _add_words(found, words, part, phrase=phrase, growing=False)
            words = []
            found.runs.append((fold_run(piece.text), part))
        else:
            words.append(piece)
    _add_words(found, words, part, phrase=phrase, growing=growing)
    if isinstance(wanted_part, Word) and not wanted_part.prefix and len(cut) == 1 and not cut[0].dense:
        for stem in query_stems(cut[0].text):
            found.stems.setdefault(stem, set()).add(part)


def _add_words(found: Needles, words: list[Piece], part: int, *, phrase: bool, growing: bool) -> None:
    folded = [word for piece in words if (word := fold(piece.text))]
    if len(folded) > 1:
        found.sequences.append((folded, growing, part))
    elif folded:
        found.exact.setdefault(folded[0], set()).add(part)
        if growing and not phrase and len(folded[0]) >= _SHORTEST_GROWING:
            found.beginnings.append((folded[0], part))


def _stemmed(words: list[tuple[Piece, str]], looked_for: Needles, language: str | None) -> dict[str, set[int]]:
    begins = {stem.partition("~")[2][:2] for stem in looked_for.stems}
    likely = {folded: plain(piece.text) for piece, folded in words if folded[:2] in begins}
    found: dict[str, set[int]] = {}
    for folded, terms in stem_terms(likely, language).items():
        parts = {part for term in terms.split() for part in looked_for.stems.get(term, ())}
        if parts:
            found[folded] = parts
    return found


def _side_by_side(row: list[tuple[Piece, str]], sequence: list[str], *, growing: bool) -> Iterable[tuple[int, int]]:
    length = len(sequence)
    for index in range(len(row) - length + 1):
        if row[index][1] != sequence[0]:
            continue
        folded = [word for _, word in row[index : index + length]]
        last = folded[-1].startswith(sequence[-1]) if growing else folded[-1] == sequence[-1]
        if last and folded[:-1] == sequence[:-1]:
            yield row[index][0].start, row[index + length - 1][0].end


def _in_run(piece: Piece, runs: list[tuple[str, int]]) -> Iterable[Match]:
    """Places of runs inside a run of the page, whose composed form may be shorter than what is written."""
    folded: list[str] = []
    origins: list[int] = []
    position = 0
    while position < len(piece.text):
        end = position + 1
        # A voiced mark or a jamo belongs to the character before it: compose them together.
        while end < len(piece.text) and len(fold_run(piece.text[position : end + 1])) <= len(
            fold_run(piece.text[position:end])
        ):
            end += 1
        composed = fold_run(piece.text[position:end])
        folded += composed
        origins += [position] * len(composed)
        position = end
    origins.append(len(piece.text))
    text = "".join(folded)
    for run, part in runs:
        at = text.find(run) if run else -1
        while at >= 0:
            yield Match(piece.start + origins[at], piece.start + origins[at + len(run)], part)
            at = text.find(run, at + len(run))
