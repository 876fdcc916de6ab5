"""Whether the text of a page can be used: a page may have a text layer that makes no sense."""

import re

LEAST_LETTERS = 200
"""A page with fewer may be a scan that a program has stamped with a date, a number or its own name."""

_MOST_UNUSABLE = 0.3
# Private-use characters are the glyphs of one font and mean nothing in another (Unicode, 23.5).
_UNUSABLE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd\x00-\x08\x0e-\x1f]")
_LATIN_WORDS = re.compile(r"(?<![^\W_])[a-zA-Z]{4,12}(?![^\W_])")
_VOWELS = b"aeiouyAEIOUY"
# In languages with Latin letters, 35 to 45 % of a text are vowels; in English text whose letters are shifted by 29
# places, 15 %.
_FEWEST_VOWELS = 0.22
_FEWEST_LETTERS = 100
_EXAMINED = 3_000
# Text without two letters in a row, and with few letters and digits: its font maps
# glyphs to the wrong characters.
_FEWEST_VISIBLE, _FEWEST_ALPHANUMERIC = 5, 0.3
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


def letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def has_few_letters(text: str) -> bool:
    """Fewer than LEAST_LETTERS."""
    return letters(text[: 2 * LEAST_LETTERS]) < LEAST_LETTERS and letters(text) < LEAST_LETTERS


def is_legible(text: str) -> bool:
    """False for text of private-use and replacement characters, for Latin letters that are not words, which a font
    with a wrong map of its characters yields ("7KH ZRUOG" for "The world"), and for hardly anything but punctuation.
    True for empty text.
    """
    text = text[:_EXAMINED]
    if not _TWO_LETTERS.search(text):
        shown = "".join(text.split())
        if len(shown) >= _FEWEST_VISIBLE and letters(shown) < _FEWEST_ALPHANUMERIC * len(shown):
            return False
    if _UNUSABLE.search(text):
        visible = len(text) - text.count(" ") - text.count("\n")
        if len(_UNUSABLE.findall(text)) > _MOST_UNUSABLE * visible:
            return False
    words = "".join(_LATIN_WORDS.findall(text)).encode()
    vowels = len(words) - len(words.translate(None, _VOWELS))
    return len(words) < _FEWEST_LETTERS or vowels >= _FEWEST_VOWELS * len(words)
