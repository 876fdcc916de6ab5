"""Words and numbers that people write together or apart: `48.913,27` and `48913,27`, an IBAN with or without spaces,
`RE-2031/00977`, `+49 (0)351 99887`, `Co-Working-Fläche`. The index, queries and marks all use this, so that they agree.

A group is a row of words and numbers (chunks) with only a space or punctuation between them. From each of its chunks, a
run goes on to the end of the group. A run is written as its folded chunks with BOUNDARY between them, or DECIMAL where
the decimals of a number begin: `12,50` must not find `1.250`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docloft.search.text.characters import APOSTROPHES, HEBREW_QUOTES, ZERO_WIDTH_SPACE
from docloft.search.text.currencies import divided
from docloft.search.text.folding import OPTIONAL_E, fold, fold_optional
from docloft.search.text.pieces import Piece, pieces

BOUNDARY, DECIMAL = "|", ","

MAX_CHUNKS = 12
"""The most chunks of one run: an IBAN has up to nine, a phone number rarely more than six."""
MAX_CHARACTERS = 34
"""The most characters of one run, without boundaries: those of the longest IBAN (ISO 13616)."""

SHORTEST = 3
"""Characters that a query must have to be looked up as a run."""
SHORTEST_GROWING = 5
"""Characters that it must have to be the beginning of a run: a shorter one would match too much."""

_LONGEST_CODE = 4
"""Letters of a word that belongs to a number after or before a space: RE 2031, 12 O 345/31, EUR 12,50."""

_BLANKS = " \u00a0\u2007\u2009\u202f"
_HYPHENS = f"-\u2010\u2011\u2012\u2013\u2212\uff0d{ZERO_WIDTH_SPACE}"
_BETWEEN_LETTERS = re.compile(f"\\.?[{_HYPHENS}]{ZERO_WIDTH_SPACE}?(?:[ \t]?\r?\n)?|[{APOSTROPHES}]|&")
_BETWEEN_NUMBERS = re.compile(f"[{_BLANKS}]?[{_HYPHENS}/()+#][{_BLANKS}(]?|\\) ?[{_HYPHENS}/]? ?|[{_BLANKS}]{{1,2}}")
_TIGHT = re.compile(f"[{_HYPHENS}{APOSTROPHES}/\\\\._,:·()+#*|&]{{1,2}}")
_LONGEST_GAP = 5
"""Characters that these may match."""
_MARKS = str.maketrans("\u066b\u066c\u060c\uff0c\uff0e\uff0f\uff08\uff09\u3000", ",\u2019,,./() ")
"""Arabic and full-width marks in numbers become the usual ones: decimal and thousands separators, commas, full stop,
slash, parentheses, space."""
_DECIMAL_MARKS = frozenset(".,")
_ONLY_DECIMALS = re.compile(r"\d{1,2}")
_DECIMALS = re.compile(r"\d{1,2}[^\W\d_]*")
_GROUPING = frozenset("'\u2019.,")
_COUNTRY = re.compile(r"00[1-9]\d{0,2}")
_SPELLED = re.compile(f"([aou])[e{OPTIONAL_E}]")
_UNWORDLY = re.compile(r"[\W_]+")
_DIGIT = re.compile(r"\d")
_AFTER_PLUS = re.compile(r"[1-9]\d{0,2}", re.ASCII)


_HEBREW_QUOTES = frozenset({'"', "\u201d"})
_FIRST, _LAST = "\u05d0", "\u05ea"
"""The first and the last Hebrew letter."""

GROUPED = f"\\d|[{_HYPHENS}{APOSTROPHES}&]|[^\\W_]\\.[^\\W_]|{HEBREW_QUOTES}"
"""A pattern for what every group contains: a digit, a mark between letters, or a point after a letter."""
_GROUPED = re.compile(GROUPED)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A word or number of a group. `mark` is BOUNDARY or DECIMAL, before it; empty for the first one.
    `is_optional`: the `(0)` of a phone number, which is left out after a country code.
    """

    folded: str
    start: int
    end: int
    mark: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Chunks of a group, in order: what may be written together. `first`: also written before them, a digit."""

    chunks: tuple[Chunk, ...]
    first: str = ""

    @property
    def written(self) -> str:
        return self.first + "".join(
            f"{chunk.mark if index or self.first else ''}{chunk.folded}" for index, chunk in enumerate(self.chunks)
        )

    def joined(self) -> Iterator[tuple[str, Chunk]]:
        """What the run is, written together, up to each of its chunks but the first."""
        text = self.first
        for index, chunk in enumerate(self.chunks):
            text += (DECIMAL if index and chunk.mark == DECIMAL else "") + chunk.folded
            if index:
                yield text, chunk


def groups(text: str, cut: Iterable[Piece], *, typed: bool = False) -> Iterator[tuple[Chunk, ...]]:
    """The groups of two or more chunks in a text that was split into `cut`. `typed`: by a person into the search box,
    who writes codes in lower case. Takes time linear in the length of the text.
    """
    if not _GROUPED.search(text):
        return
    row: list[Piece] = []
    gaps: list[str] = []
    for piece in divided(cut):
        if row and not piece.dense:
            gap = text[row[-1].end : piece.start]
            if not gap.isascii():
                gap = gap.translate(_MARKS)
            if len(gap) <= _LONGEST_GAP and _belong(row[-1].text, gap, piece.text, typed=typed):
                row.append(piece)
                gaps.append(gap)
                continue
        if len(row) > 1:
            yield _group(text, row, gaps)
        row, gaps = ([] if piece.dense else [piece]), []
    if len(row) > 1:
        yield _group(text, row, gaps)


def runs(text: str, group: Sequence[Chunk]) -> Iterator[Run]:
    """The runs of a group. Phone numbers have more than one for the same chunk, because the same number is written with
    a country code and without: `+49 351`, `0049 351`, `+49 (0)351`, `0351`. A chunk that is too long for a run, such as
    a hash, begins none.
    """
    return (run for run in _all_runs(text, group) if run.chunks)


def _all_runs(text: str, group: Sequence[Chunk]) -> Iterator[Run]:
    for index, chunk in enumerate(group):
        if chunk.mark == DECIMAL:
            continue
        rest = group[index : index + MAX_CHUNKS]
        if len(rest) > 1:
            yield _run(rest)
        shorter = [one for one in rest if not one.is_optional or one is chunk]
        if 1 < len(shorter) < len(rest):
            yield _run(shorter)
        if index or len(shorter) < 2:
            continue
        if _COUNTRY.fullmatch(chunk.folded):
            yield _run([Chunk(chunk.folded[2:], chunk.start, chunk.end, ""), *shorter[1:]])
            yield _run(shorter[1:], "0")
        elif _AFTER_PLUS.fullmatch(chunk.folded) and text[chunk.start - 1 : chunk.start] == "+":
            yield _run(shorter[1:], "0")


def whole(text: str) -> str | None:
    """A text of a query as one run, written together and with OPTIONAL_E where an umlaut may be spelled; None when it
    is not one group, or too short or too long to be looked up.
    """
    cut = list(divided(pieces(text)))
    if not cut or any(piece.dense for piece in cut):
        return None
    marks = [""]
    if len(cut) > 1:
        found = list(groups(text, cut, typed=True))
        if len(found) != 1 or len(found[0]) != len(cut):
            return None
        marks = [chunk.mark.replace(BOUNDARY, "") for chunk in found[0]]
    joined = "".join(f"{mark}{fold_optional(piece.text)}" for mark, piece in zip(marks, cut, strict=True))
    return (
        joined if SHORTEST <= len(joined) - joined.count(OPTIONAL_E) - joined.count(DECIMAL) <= MAX_CHARACTERS else None
    )


def plain_umlauts(run: str) -> str:
    """A run written together, the same for both spellings of an umlaut. Only for checking what has already been
    found, because some different words become the same.
    """
    return _SPELLED.sub(r"\1", run)


def squeezed(text: str) -> str:
    """A folded text without anything between its words, and its umlauts as in `plain_umlauts`."""
    return plain_umlauts(_UNWORDLY.sub("", text))


def _run(chunks: Sequence[Chunk], first: str = "") -> Run:
    kept: list[Chunk] = []
    room = MAX_CHARACTERS - len(first)
    for chunk in chunks[:MAX_CHUNKS]:
        room -= len(chunk.folded)
        if room < 0:
            break
        kept.append(chunk)
    return Run(tuple(kept), first)


def _belong(before: str, gap: str, after: str, *, typed: bool) -> bool:
    if gap == " " and before.isalpha() and after.isalpha():
        # Checked first, because it applies to most pairs of words in a text.
        return False
    numbers = bool(_DIGIT.search(before)), bool(_DIGIT.search(after))
    if not any(numbers):
        one_letter = len(before) == 1 and gap == "."
        is_abbreviation = gap in _HEBREW_QUOTES and _FIRST <= before[-1] <= _LAST and _FIRST <= after[0] <= _LAST
        return one_letter or is_abbreviation or bool(_BETWEEN_LETTERS.fullmatch(gap))
    if not gap or _TIGHT.fullmatch(gap):
        return True
    if typed and gap == ". " and all(numbers):
        # A date: 12. 3. 2025.
        return True
    if not _BETWEEN_NUMBERS.fullmatch(gap):
        return False
    return all(number or _is_code(word, typed=typed) for number, word in zip(numbers, (before, after), strict=True))


def _is_code(word: str, *, typed: bool) -> bool:
    return len(word) <= _LONGEST_CODE and (typed or len(word) == 1 or word.isupper())


def _group(text: str, row: list[Piece], gaps: list[str]) -> tuple[Chunk, ...]:
    found: list[Chunk] = []
    for index, piece in enumerate(row):
        mark = (DECIMAL if _is_decimal(row, gaps, index) else BOUNDARY) if index else ""
        zero = (
            piece.text == "0" and text[piece.start - 1 : piece.start] == "(" and text[piece.end : piece.end + 1] == ")"
        )
        found.append(Chunk(fold(piece.text), piece.start, piece.end, mark, is_optional=zero and index > 0))
    return tuple(found)


def _is_decimal(row: list[Piece], gaps: list[str], index: int) -> bool:
    """Whether the decimals of a number begin here: one or two digits after a point or comma that is not used before
    them, as in a date, with three digits in the group before it, and without further digits after a mark. After a
    comma, a unit may follow them: `3,5kg`. After a point, it may be the end of a reference: `47.11a`.
    """
    gap, decimals = gaps[index - 1], row[index].text
    if gap not in _DECIMAL_MARKS or not (_DECIMALS if gap == "," else _ONLY_DECIMALS).fullmatch(decimals):
        return False
    if not row[index - 1].text.isdecimal() or _continues(row, gaps, index):
        return False
    before = gaps[index - 2] if index > 1 else ""
    return before not in _GROUPING or (before != gap and len(row[index - 1].text) == 3)


def _continues(row: list[Piece], gaps: list[str], index: int) -> bool:
    if index + 1 >= len(row):
        return False
    return not any(blank in gaps[index] for blank in _BLANKS) and bool(_DIGIT.match(row[index + 1].text))
