"""Accents that a PDF draws as separate glyphs, before or after the letter below them, as TeX does with its older
fonts: "K", an umlaut's dots, "u" for "Kü".
"""

import unicodedata
from collections.abc import Callable

SPACING = {
    "\u00a8": "\u0308",
    "\u00b4": "\u0301",
    "\u02ca": "\u0301",
    "`": "\u0300",
    "\u02cb": "\u0300",
    "^": "\u0302",
    "\u02c6": "\u0302",
    "~": "\u0303",
    "\u02dc": "\u0303",
    "\u00b8": "\u0327",
    "\u02c7": "\u030c",
    "\u02da": "\u030a",
    "\u02d8": "\u0306",
    "\u02dd": "\u030b",
    "\u00af": "\u0304",
    "\u02c9": "\u0304",
    "\u02d9": "\u0307",
    "\u02db": "\u0328",
}
"""The combining mark for each accent that has a width of its own."""

Box = tuple[float, float, float, float]
"""left, bottom, right, top."""

_DOTLESS = {"\u0131": "i", "\u0237": "j"}


def has_accents(text: str) -> bool:
    return any(accent in text for accent in SPACING)


def compose(text: str, box_of: Callable[[int], Box]) -> str:
    """The text with each letter and its accent combined into one character. An accent belongs to its neighbour if the
    two are drawn over each other; `box_of` returns the place of a character. Accents beside a letter are left alone.
    """
    found: list[str] = []
    index = 0
    while index < len(text):
        mark, after = SPACING.get(text[index]), text[index + 1 : index + 2]
        if mark and after and _composed(after, mark) and _is_over(box_of(index), box_of(index + 1)):
            found.append(_composed(after, mark))
            index += 2
            continue
        if mark and found and _composed(found[-1], mark) and _is_over(box_of(index), box_of(index - 1)):
            found[-1] = _composed(found[-1], mark)
        else:
            found.append(text[index])
        index += 1
    return "".join(found)


def _composed(letter: str, mark: str) -> str:
    """One character, or empty when there is none."""
    whole = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + mark)
    return whole if len(whole) == 1 and letter.isalpha() else ""


def _is_over(accent: Box, letter: Box) -> bool:
    """Whether the middle of the accent is within the width of the letter."""
    middle = (accent[0] + accent[2]) / 2
    return letter[0] - 0.5 <= middle <= letter[2] + 0.5 and letter[2] > letter[0]
