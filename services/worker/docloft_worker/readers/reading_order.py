"""Puts right-to-left words into the order in which they are read. PDFium returns them in the order of the page's
drawing commands, reversed where it guesses that they were drawn from left to right; the positions of the characters
show whether it guessed right.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

# Letters that occur only at the end of a word: Hebrew finals, Arabic ta marbuta and alif maqsura.
_ENDS_A_WORD = frozenset("\u05da\u05dd\u05df\u05e3\u05e5\u0629\u0649")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of a page and the point its glyph was drawn from."""

    character: str
    x: float
    y: float


def in_reading_order(glyphs: list[Glyph]) -> str:
    """The text of a page. Left-to-right words and the order of lines do not change."""
    text: list[str] = []
    words: list[list[Glyph]] = []
    word: list[Glyph] = []
    blanks: list[Glyph] = []

    def close_word() -> None:
        if word:
            words.append(_word(word))
            word.clear()

    def close_run() -> None:
        close_word()
        text.extend(_run(words))
        text.extend(glyph.character for glyph in blanks)
        words.clear()
        blanks.clear()

    for glyph in glyphs:
        if RIGHT_TO_LEFT.match(glyph.character):
            blanks.clear()
            word.append(glyph)
        elif glyph.character == " " and (words or word):
            close_word()
            blanks.append(glyph)
        else:
            close_run()
            text.append(glyph.character)
    close_run()
    return "".join(text)


def _run(words: list[list[Glyph]]) -> str:
    """The text of neighbouring words. On one line, the first word is the rightmost."""
    starts = [max(glyph.x for glyph in word) for word in words]
    same_line = all(abs(words[0][0].y - word[0].y) < 1 for word in words)
    rising = all(before < after for before, after in pairwise(starts))
    ordered = reversed(words) if same_line and rising else words
    return " ".join("".join(glyph.character for glyph in word) for word in ordered)


def _word(glyphs: list[Glyph]) -> list[Glyph]:
    return glyphs[::-1] if _is_reversed(glyphs) else list(glyphs)


def _is_reversed(glyphs: list[Glyph]) -> bool:
    first, last = glyphs[0].character in _ENDS_A_WORD, glyphs[-1].character in _ENDS_A_WORD
    if first != last:
        return first
    steps = [after.x - before.x for before, after in pairwise(glyphs)]
    if not any(steps):
        # All at the same position: the word is the "actual text" of several glyphs, which PDFium reverses although it
        # is in reading order.
        return True
    return sum(step > 0 for step in steps) > sum(step < 0 for step in steps)
