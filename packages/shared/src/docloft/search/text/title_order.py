"""The order of titles."""

from docloft.search.text.folding import fold
from docloft.search.text.pieces import pieces

_LONGEST_SORTED = 60
"""Characters of a title that order documents."""
_LONGEST_NUMBER = 8
_LETTERS = " 0123456789abcdefghijklmnopqrstuvwxyz"
_LETTERS_NUMBERED = 12
_OTHERS_NUMBERED, _OTHERS_BITS = 3, 20


def sort_title(title: str) -> str:
    """Sorts titles in the order in which people look for them: ignoring case, accents and punctuation, with numbers by
    their value.
    """
    words = (fold(piece.text) for piece in pieces(title))
    return " ".join(word.zfill(_LONGEST_NUMBER) if word.isdecimal() else word for word in words)[:_LONGEST_SORTED]


def title_number(title: str) -> int:
    """Orders titles of `sort_title` by their beginning: its first twelve characters, or the first three when it does
    not begin with a letter from a to z or a digit. The engine reads a number in 1 μs, and a text in 400 μs (measured
    with 50,000 titles), so it orders by this, and only titles with the same number are compared.
    """
    base = len(_LETTERS) + 2
    if title and title[0] not in _LETTERS:
        number = 0
        for character in title[:_OTHERS_NUMBERED].ljust(_OTHERS_NUMBERED, "\0"):
            number = number << _OTHERS_BITS | min(ord(character), (1 << _OTHERS_BITS) - 1)
        return int(base**_LETTERS_NUMBERED) + number
    number = 0
    for character in title[:_LETTERS_NUMBERED].ljust(_LETTERS_NUMBERED, "\0"):
        place = _LETTERS.find(character)
        # 0 is the end of a title, the highest is any other character.
        number = number * base + (place + 1 if place >= 0 else 0 if character == "\0" else base - 1)
    return number
