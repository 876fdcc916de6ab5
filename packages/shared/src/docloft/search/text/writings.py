"""Other ways in which the text of a query may be written in a document."""

import re
from collections.abc import Sequence

from docloft.search.text import joins, phone_numbers
from docloft.search.text.pieces import Piece

_CURRENCY = re.compile(joins.CURRENCY)
_YEAR, _TWO_DIGITS, _LAST_DAY = 4, 2, 31


def runs_of(text: str) -> tuple[str, ...]:
    """`joins.whole`, followed by the other runs of a phone number, with and without its country code."""
    run = joins.whole(text)
    if run is None:
        return ()
    return run, *phone_numbers.other_writings(run, after_plus=text.lstrip(" (").startswith("+"))


def words_together(text: str, cut: Sequence[Piece]) -> list[str]:
    """The words of a text, with the parts of each group written together: `48913 27` for `48.913,27`. `cut`: the pieces
    of the text without loose ones.
    """
    joined: list[str] = []
    starts = {
        chunk.start: chunk.mark == joins.BOUNDARY for group in joins.groups(text, cut, typed=True) for chunk in group
    }
    for piece in cut:
        if starts.get(piece.start):
            joined[-1] += piece.text
        else:
            joined.append(piece.text)
    return joined


def is_currency(word: str) -> bool:
    """Whether a word is a currency beside a number, which may also be written as a sign: 12,50 EUR and 12,50 €."""
    return _CURRENCY.fullmatch(word) is not None


def dates_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The same date with and without leading zeros, if the words are the numbers of one: 5.3.2024 for 05.03.2024."""
    years = [word for word in words if len(word) == _YEAR]
    others = [word for word in words if len(word) < _TWO_DIGITS + 1]
    if len(words) != 3 or len(years) != 1 or len(others) != 2 or len(words[1]) == _YEAR:
        return []
    if not all(word.isdecimal() for word in words) or not all(1 <= int(word) <= _LAST_DAY for word in others):
        return []
    padded = tuple(word.zfill(_TWO_DIGITS) for word in words)
    short = tuple(word.lstrip("0") if word in others else word for word in words)
    return [form for form in (padded, short) if form != tuple(words)]
