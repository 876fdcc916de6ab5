"""Currencies beside numbers."""

import re
from collections.abc import Iterable, Iterator

from docloft.search.text.pieces import Piece

CURRENCY = "(?i:eur|euro|chf|usd|gbp)"
_CURRENCY = re.compile(CURRENCY)
_WITH_CURRENCY = re.compile(rf"({CURRENCY}|\d{{1,15}})({CURRENCY}|\d{{1,15}})", re.ASCII)


def is_currency(word: str) -> bool:
    return _CURRENCY.fullmatch(word) is not None


def divided(cut: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces that are not halves of a broken word; a currency next to a number is a piece of its own: 12,50EUR."""
    for piece in cut:
        if piece.loose:
            continue
        match = None if piece.text.isalpha() or piece.text.isdecimal() else _WITH_CURRENCY.fullmatch(piece.text)
        if match is None:
            yield piece
            continue
        at = piece.start + match.end(1)
        yield Piece(match[1], piece.start, at)
        yield Piece(match[2], at, piece.end)
