"""Other ways in which the text of a query may be written in a document."""

import re
from collections.abc import Sequence

from docloft.search.text import currencies, joins, phone_numbers
from docloft.search.text.folding import spellings
from docloft.search.text.pieces import Piece

_CODES = {"\u20ac": ("eur", "euro"), "$": ("usd",), "\u00a3": ("gbp",), "fr": ("chf",)}
_NUMBER = r"\d(?:[\d.,'\u2019 \u00a0\u202f]{0,40}\d)?"
_CURRENCY = rf"(?:{currencies.CURRENCY}|[$\u20ac\u00a3])"
_AMOUNT = re.compile(rf"({_CURRENCY})?[ \u00a0\u202f]?({_NUMBER})[ \u00a0\u202f]?({_CURRENCY})?", re.IGNORECASE)
_MEASURE = re.compile(r"(\d{1,15})([^\W\d_]{1,15}[23]?)")
_LONG_MEASURE = re.compile(r"(\d{4,15})(?:[.,](\d{1,9}))?([^\W\d_]{1,15}[23]?)")
_YEAR, _THREE_DIGITS, _TWO_DIGITS, _LAST_DAY = 4, 3, 2, 31


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


def without_currency(text: str) -> str:
    """The number of an amount of money whose currency is written as a word, because many documents have it as a sign.
    Empty for any other text.
    """
    number, currency = _amount_of(text)
    return number if currency.isalpha() else ""


def with_currencies(text: str) -> tuple[str, ...]:
    """An amount of money with each code of its currency, before and after the number. Empty for any other text."""
    number, currency = _amount_of(text)
    codes = next((of_sign for sign, of_sign in _CODES.items() if currency in {sign, *of_sign}), ())
    return tuple(one for code in codes for one in (f"{number}{code}", f"{code}{number}"))


def grouped_measures(text: str) -> list[tuple[str, ...]]:
    """A measure with its thousands grouped, and its unit apart or not, as words in a row: 4 500 kwh and 4 500kwh for
    4500kWh. Empty for any other text.
    """
    match = _LONG_MEASURE.fullmatch(text)
    if match is None:
        return []
    whole, decimals, unit = match.groups()
    first = len(whole) % _THREE_DIGITS or _THREE_DIGITS
    groups = (whole[at - _THREE_DIGITS : at] for at in range(first + _THREE_DIGITS, len(whole) + 1, _THREE_DIGITS))
    number = [whole[:first], *groups, *([decimals] if decimals else [])]
    forms = ([*number, unit], [*number[:-1], number[-1] + unit])
    return [spelled for form in forms for spelled in spellings(form)]


def _amount_of(text: str) -> tuple[str, str]:
    match = _AMOUNT.fullmatch(text)
    if match is None or bool(match[1]) == bool(match[3]):
        return "", ""
    return match[2], (match[1] or match[3]).lower()


def rows_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Other ways to write these words, in a row."""
    return dates_of(words) + measures_of(words)


def measures_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The same words with numbers and their units apart, if any are written together, and together, if any are apart:
    3 5 kg and 3 5kg.
    """
    apart: list[str] = []
    together: list[str] = []
    for word in words:
        match = _MEASURE.fullmatch(word)
        apart += match.groups() if match else (word,)
        if together and word.isalpha() and together[-1].isdecimal():
            together[-1] += word
        else:
            together.append(word)
    forms = [form for form in (apart, together) if form != list(words)]
    return [spelled for form in forms for spelled in spellings(form)]


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
