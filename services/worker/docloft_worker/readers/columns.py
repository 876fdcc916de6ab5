"""Puts columns of prose that a PDF draws row by row, across all columns, into the order in which they are read. Words
that are broken at the end of a line in such a column are otherwise lost: the next column is between their parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from docloft_worker.readers.reading_order import Glyph

_HYPHENS = "-\u2010\u00ad\ufffe\x02"
# As shares of a line's height, which is assumed to be twice the distance between the starts of two characters.
_WIDEST_BLANK = 1.0
_SAME_LINE = 0.3
_NEXT_LINE = 2.5
_INDENT = 3.0
_MOST_GAPS = 8
_LEAST_LETTERS = 0.7


def may_be_in(text: str) -> bool:
    """Whether a line continues after a hyphen at the end of a word."""
    return any(hyphen + " " in text for hyphen in _HYPHENS)


@dataclass(frozen=True, slots=True)
class _Segment:
    """Text on one line up to a wide gap, from `left` to the start of its last character at `right`."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Row:
    y: float
    segments: tuple[_Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments if segment.text)

    @property
    def gaps(self) -> list[tuple[float, float]]:
        return [(before.right, after.left) for before, after in pairwise(self.segments[: _MOST_GAPS + 1])]


def in_reading_order(glyphs: Sequence[Glyph]) -> str | None:
    """The text of a page; None if it has no such columns. `glyphs` are those of the page in the order in which PDFium
    returns them, with the spaces and line ends that it adds. Takes time in proportion to their number.

    Only neighbouring rows with a gap in common are read by columns, and only if a word is broken at the end of a line
    of one column and continues in the same column, and all columns consist of words. Rows of a table are kept; only the
    rest of the word is moved.
    """
    widths = [after.x - before.x for before, after in pairwise(glyphs) if after.y == before.y and after.x > before.x]
    if not widths:
        return None
    size = 2 * sorted(widths)[len(widths) // 2]
    rows = _rows(glyphs, size)
    found: list[str] = []
    is_changed = False
    start = 0
    while start < len(rows):
        end, gaps = _band(rows, start, size)
        columns = _columns(rows[start:end], gaps)
        broken = _broken(columns, rows[start:end], size) if gaps else []
        if broken and all(map(_has_words, columns)):
            found += ("\n".join(segment.text for _, segment in column) for column in columns)
        else:
            found += (row.text for row in _with_whole_words(rows[start:end], broken))
        is_changed = is_changed or bool(broken)
        start = end
    return "\n".join(found) if is_changed else None


def _rows(glyphs: Sequence[Glyph], size: float) -> list[_Row]:
    rows: list[_Row] = []
    segments: list[_Segment] = []
    current: list[Glyph] = []

    def end_segment() -> None:
        text = "".join(glyph.character for glyph in current).strip()
        if text:
            text = text[:-1] + "-" if text[-1] in _HYPHENS else text
            drawn = [glyph.x for glyph in current if not glyph.character.isspace()]
            segments.append(_Segment(text, drawn[0], drawn[-1]))
        current.clear()

    def end_row() -> None:
        end_segment()
        if segments:
            rows.append(_Row(y, tuple(segments)))
        segments.clear()

    y = x = 0.0
    for glyph in glyphs:
        if glyph.character in "\r\n":
            continue
        if glyph.character.isspace():
            current.append(glyph)
            continue
        if abs(glyph.y - y) > _SAME_LINE * size:
            end_row()
            y = glyph.y
        elif glyph.x - x > (1 + _WIDEST_BLANK) * size or glyph.x < x - size:
            end_segment()
        current.append(glyph)
        x = glyph.x
    end_row()
    return rows


def _band(rows: Sequence[_Row], start: int, size: float) -> tuple[int, list[tuple[float, float]]]:
    """(the end of the rows from `start` that have gaps in common, these gaps)."""
    gaps = rows[start].gaps
    end = start + 1
    while gaps and end < len(rows) and 0 < rows[end - 1].y - rows[end].y < _NEXT_LINE * size:
        left = [gap for one in gaps if (gap := _left(one, rows[end].segments, size)) is not None]
        if not left:
            break
        gaps, end = left, end + 1
    return end, gaps


def _left(gap: tuple[float, float], segments: Sequence[_Segment], size: float) -> tuple[float, float] | None:
    """The part of a gap that these segments do not cover; None if one of them crosses it."""
    low, high = gap
    for segment in segments:
        if segment.left <= low and segment.right < high:
            low = max(low, segment.right)
        elif segment.left > low:
            high = min(high, segment.left)
        else:
            return None
    return (low, high) if high - low > size else None


def _columns(rows: Sequence[_Row], gaps: Sequence[tuple[float, float]]) -> list[list[tuple[int, _Segment]]]:
    """The segments of each column with the numbers of their rows."""
    edges = sorted(high for _, high in gaps)
    columns: list[list[tuple[int, _Segment]]] = [[] for _ in range(len(edges) + 1)]
    for number, row in enumerate(rows):
        for segment in row.segments:
            columns[sum(segment.left >= edge for edge in edges)].append((number, segment))
    return columns


def _broken(
    columns: Sequence[Sequence[tuple[int, _Segment]]], rows: Sequence[_Row], size: float
) -> list[tuple[tuple[int, _Segment], tuple[int, _Segment]]]:
    """Neighbouring segments of one column where the first ends in the middle of a word."""
    return [
        (before, after)
        for column in columns
        for before, after in pairwise(column)
        if after[0] == before[0] + 1
        and before[1].text[-1] in _HYPHENS
        and before[1].text[-2:-1].isalpha()
        and after[1].text[0].islower()
        and rows[before[0]].y - rows[after[0]].y < _NEXT_LINE * size
        and abs(before[1].left - after[1].left) < _INDENT * size
    ]


def _with_whole_words(
    rows: Sequence[_Row], broken: Sequence[tuple[tuple[int, _Segment], tuple[int, _Segment]]]
) -> list[_Row]:
    """The rows of a table, in whose cells words are broken: the rest of a word is moved to its beginning."""
    found = [list(row.segments) for row in rows]
    # From the last pair on, because the rest of a word may itself be broken.
    for (upper, before), (lower, after) in reversed(broken):
        at, below = rows[upper].segments.index(before), rows[lower].segments.index(after)
        rest, _, others = found[lower][below].text.partition(" ")
        found[upper][at] = replace(before, text=found[upper][at].text[:-1] + rest)
        found[lower][below] = replace(after, text=others)
    return [_Row(row.y, tuple(segments)) for row, segments in zip(rows, found, strict=True)]


def _has_words(column: Sequence[tuple[int, _Segment]]) -> bool:
    text = "".join(segment.text for _, segment in column)
    return sum(map(str.isalpha, text)) >= _LEAST_LETTERS * (len(text) - text.count(" ")) > 0
