"""Puts Chinese and Japanese text that is written from top to bottom into the order in which it is read: columns from
right to left. PDFium returns it in the order of the page's drawing commands, or column by column from the left.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from docloft_worker.readers.reading_order import Glyph

EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")

_SAMPLED = 40
# As shares of the distance between two characters of a column.
_BESIDE, _BELOW = 0.75, 2.0
_TOUCHING = 1.6

Point = tuple[float, float]


def is_vertical(text: str, origin_of: Callable[[int], Point]) -> bool:
    """Whether most neighbouring characters are one above the other, judged by a sample of them. `origin_of` returns
    the position of the character with this index in `text`.
    """
    starts = [match.start() for match in EAST_ASIAN.finditer(text, 0, len(text) - 1)]
    pairs = [at for at in starts if EAST_ASIAN.match(text, at + 1)]
    sample = pairs[:: max(1, len(pairs) // _SAMPLED)]
    down = sum(_is_below(origin_of(at), origin_of(at + 1)) for at in sample)
    return len(sample) > 1 and down * 2 > len(sample)


def in_reading_order(glyphs: Sequence[Glyph]) -> str:
    """The text of a page with vertical writing, after the horizontal text. `glyphs` are those of the page in
    the order in which PDFium returns them. Takes time n log n.
    """
    steps = [
        before.y - after.y
        for before, after in pairwise(glyphs)
        if EAST_ASIAN.match(before.character)
        and EAST_ASIAN.match(after.character)
        and _is_below((before.x, before.y), (after.x, after.y))
    ]
    if not steps:
        return "".join(glyph.character for glyph in glyphs)
    size = sorted(steps)[len(steps) // 2]
    columns: list[_Column] = []
    others: list[str] = []
    for column in _columns(glyphs, size):
        if len(column.glyphs) > 1 and column.top - column.bottom > size / 2:
            columns.append(column)
        else:
            others += (glyph.character for glyph in column.glyphs)
    parts = ("".join(others).strip(), *(_text(tier, size) for tier in _tiers(columns)))
    return "\n".join(part for part in parts if part)


@dataclass(slots=True)
class _Column:
    """Glyphs that were drawn one below the other."""

    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def x(self) -> float:
        return self.glyphs[0].x

    @property
    def top(self) -> float:
        return self.glyphs[0].y

    @property
    def bottom(self) -> float:
        return self.glyphs[-1].y


def _is_below(before: Point, after: Point) -> bool:
    return abs(after[0] - before[0]) < (before[1] - after[1]) / 4


def _columns(glyphs: Sequence[Glyph], size: float) -> Iterator[_Column]:
    """Splits the glyphs into columns. Two digits side by side, as in dates, belong to the column around them."""
    current = _Column()
    for glyph in glyphs:
        is_line_end = glyph.character in "\r\n"
        if current.glyphs and not is_line_end:
            down = current.bottom - glyph.y
            if abs(glyph.x - current.x) > _BESIDE * size or not -0.1 * size <= down <= _BELOW * size:
                yield current
                current = _Column()
        if is_line_end and current.glyphs and current.top - current.bottom > size / 2:
            continue
        current.glyphs.append(glyph)
    if current.glyphs:
        yield current


def _tiers(columns: list[_Column]) -> Iterator[list[_Column]]:
    """Columns that are side by side, the highest first: a page may have several rows of columns."""
    tier: list[_Column] = []
    lowest = 0.0
    for column in sorted(columns, key=lambda one: -one.top):
        if tier and column.top < lowest:
            yield tier
            tier = []
        lowest = min(lowest, column.bottom) if tier else column.bottom
        tier.append(column)
    if tier:
        yield tier


def _text(tier: list[_Column], size: float) -> str:
    """A sentence continues in the next column if its own column reaches the end of the tier."""
    floor = min(column.bottom for column in tier)
    found: list[str] = []
    before: _Column | None = None
    for column in _sorted(tier, size):
        if before is not None:
            is_same = abs(before.x - column.x) <= size / 2
            goes_on = before.bottom - column.top <= _TOUCHING * size if is_same else before.bottom - floor < size
            found.append("" if goes_on else "\n")
        found += (glyph.character for glyph in column.glyphs)
        before = column
    return "".join(found)


def _sorted(tier: list[_Column], size: float) -> Iterator[_Column]:
    """From the right to the left; those at the same place, from the top to the bottom."""
    place: list[_Column] = []
    for column in sorted(tier, key=lambda one: -one.x):
        if place and place[0].x - column.x > size / 2:
            yield from sorted(place, key=lambda one: -one.top)
            place = []
        place.append(column)
    yield from sorted(place, key=lambda one: -one.top)
