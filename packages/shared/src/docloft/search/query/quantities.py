"""What people write for a number or a range of numbers: `>10`, `2..5`, `>1MB`, `1.250,50..2000`, `<=100€`. Takes time
linear in the length of the value.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from docloft.search.query import comparisons

LARGEST = 2**62
"""Larger numbers are cut to this, which the index can hold."""

Limits = tuple[int | None, int | None]
"""Lowest and highest number, both included; None means no limit."""

_LONGEST = 50
_NUMBER = re.compile(r"(\d(?:[.,'\u2019]?\d)*[.,'\u2019]?|[.,]\d+)([^\d]*)", re.ASCII)
"""Never two marks in a row: `20,30..40` is no number."""
_MARK = re.compile(r"[.,'\u2019]")
_NO_CENTS = re.compile(r"(?<=\d)[.,](?:-{1,2}|[\u2013\u2014])(?!\d)")
"""`100,-` and `100.-`."""
_COUNT = re.compile(r"\d+|\d{1,3}(?:[.,'\u2019 ]\d{3})+", re.ASCII)
_SCALES = {"": 0, "k": 3, "tsd": 3, "tsd.": 3, "mio": 6, "mio.": 6, "mn": 6, "million": 6, "millionen": 6}
_GROUPED = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)", re.ASCII)
"""Thousands that are grouped by spaces: `48 913,27`."""
_GAP = re.compile(r"[ \u00a0\u2009\u202f]")
_BYTES = {
    "": 1,
    "b": 1,
    "byte": 1,
    "bytes": 1,
    "k": 10**3,
    "kb": 10**3,
    "m": 10**6,
    "mb": 10**6,
    "g": 10**9,
    "gb": 10**9,
    "t": 10**12,
    "tb": 10**12,
    **{
        f"{name}byte{plural}": 10**power
        for names, power in (("k kilo", 3), ("m mega", 6), ("g giga", 9), ("t tera", 12))
        for name in names.split()
        for plural in ("", "s")
    },
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
    "tib": 2**40,
}
_PLAIN = re.compile(r"[\d.,]{0,40}\d", re.ASCII)
_WITH_UNIT = re.compile(r"[\d.,]{0,40}\d\s{0,40}([^\W\d]{1,40})", re.ASCII)
_CURRENCY_NAMES = [
    *(
        [
            "€",
            "eur",
            "euro",
            "euros",
            "$",
            "usd",
            "us$",
            "dollar",
            "dollars",
            "£",
            "gbp",
            "pound",
            "pounds",
            "pfund",
            "chf",
            "fr",
            "fr.",
            "sfr",
            "sfr.",
            "franken",
        ]
    ),
    *(
        [
            "¥",
            "jpy",
            "yen",
            "pln",
            "zł",
            "zloty",
            "sek",
            "nok",
            "dkk",
            "kr",
            "kr.",
            "kronen",
            "czk",
            "kč",
            "huf",
            "ft",
            "forint",
            "₺",
            "tl",
            "brl",
            "r$",
            "cad",
            "aud",
        ]
    ),
    *(["₹", "inr", "rs", "rs.", "₽", "rub", "uah", "₴", "ron", "lei", "bgn"]),
]
_CURRENCY_FIRST = re.compile(
    rf"\A(?:{'|'.join(map(re.escape, sorted(_CURRENCY_NAMES, key=len, reverse=True)))})(?:(?<![\w.])|(?=[\s\d]))\s*",
    re.IGNORECASE,
)
_CURRENCIES = frozenset({"", *_CURRENCY_NAMES})
_PAGES = frozenset({"", "page", "pages", "p", "p.", "seite", "seiten", "s."})


def pages_of(value: str) -> Limits | None:
    """A count; None for a value that is not understood, as for the others."""
    return _limits(value, lambda number, unit: _whole(number) if unit in _PAGES else None)


def size_of(value: str) -> Limits | None:
    """Bytes, in units of 1000. A size with a unit means all sizes that are displayed like that."""
    return _limits(_ungrouped(value), _bytes)


def amount_of(value: str) -> Limits | None:
    """Hundredths of the currency's unit. The currency itself is not compared."""
    return _limits(_ungrouped(_without_cents(value)), _hundredths)


def millionths_of(value: str, *, is_money: bool) -> Limits | None:
    """Millionths of a number, which may be negative, or of an amount with its currency."""
    return _limits(
        _ungrouped(_without_cents(value) if is_money else value),
        lambda number, unit: _scaled(number) if not unit or (is_money and unit in _CURRENCIES) else None,
        signed=True,
    )


def _without_cents(value: str) -> str:
    return _NO_CENTS.sub("", value)


def _ungrouped(value: str) -> str:
    return _GROUPED.sub(lambda number: _GAP.sub("", number[0]), value)


_Read = Callable[[str, str], tuple[int, int] | None]
"""(number, unit) -> the number, and how far another one may differ from it and still be displayed the same."""


def _limits(value: str, read: _Read, *, signed: bool = False) -> Limits | None:
    if len(value) > _LONGEST:
        return None
    if (pair := comparisons.both(value)) is not None:
        return _overlap(*(_limits(one, read, signed=signed) for one in pair))
    if (dotted := comparisons.dotted(value)) is not None:
        first, last = dotted
        low, high = _one(first, read, signed=signed), _one(last, read, signed=signed)
        if _PLAIN.fullmatch(first.strip()) and (unit := _WITH_UNIT.fullmatch(last.strip())):
            # "1-3 MB", unless that is the wrong way round: "500..1kb".
            same = _one(f"{first}{unit[1]}", read, signed=signed)
            low = same if same and high and same[0] <= high[0] else low
        if (first.strip() and low is None) or (last.strip() and high is None) or (low is None and high is None):
            return None
        begin, end = low and low[0], high and high[0]
        return (end, begin) if begin is not None and end is not None and begin > end else (begin, end)
    sign, compared = comparisons.divided(value)
    one = _one(compared, read, signed=signed)
    if one is None and not sign:
        sign, compared = comparisons.worded(value, is_day=False)
        one = _one(compared, read, signed=signed) if sign else None
    if one is None:
        ranges = (_limits(f"{begin}..{end}", read, signed=signed) for begin, end in comparisons.ends(value))
        return next((found for found in ranges if found), None)
    number, slack = one
    return {
        ">": (number + 1, None),
        ">=": (number, None),
        "<": (None, number - 1),
        "<=": (None, number),
    }.get(sign, (number - slack if signed else max(0, number - slack), number + slack))


def _overlap(one: Limits | None, other: Limits | None) -> Limits | None:
    """What two comparisons have in common; None if one is not understood, or both point the same way."""
    if one is None or other is None:
        return None
    low = one[0] if other[0] is None else other[0]
    high = one[1] if other[1] is None else other[1]
    return (low, high) if low is not None and high is not None and low <= high else None


def _one(text: str, read: _Read, *, signed: bool) -> tuple[int, int] | None:
    text = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text.strip())
    is_negative = signed and text[:1] in {"-", "\u2212"}
    match = _NUMBER.fullmatch(_CURRENCY_FIRST.sub("", text[is_negative:].strip(), count=1))
    found = read(match[1], match[2].strip().lower()) if match and _is_one_number(match[1]) else None
    return (-found[0], found[1]) if found and is_negative else found


def _is_one_number(number: str) -> bool:
    """Whether only the last of its marks differs from the others: `1.250,5,1.250` are two."""
    return len(set(_MARK.findall(number)[:-1])) <= 1


def _whole(number: str) -> tuple[int, int] | None:
    if not _COUNT.fullmatch(number):
        return None
    return min(int("".join(sign for sign in number if sign.isdecimal())), LARGEST), 0


def _hundredths(number: str, unit: str) -> tuple[int, int] | None:
    scales = [power for word, power in _SCALES.items() if unit.removeprefix(word).strip() in _CURRENCIES]
    if not scales:
        return None
    return min(int(_decimal(number) * 10 ** (2 + scales[0])), LARGEST), 0


def _scaled(number: str) -> tuple[int, int]:
    return min(int(_decimal(number) * 10**6), LARGEST), 0


def _bytes(number: str, unit: str) -> tuple[int, int] | None:
    exact, scale = _decimal(number), _BYTES.get(unit)
    if scale is None:
        return None
    places = -int(exact.as_tuple().exponent)
    return min(int(exact * scale), LARGEST), min(int(Decimal(scale) / 2 / 10**places), LARGEST)


def _decimal(number: str) -> Decimal:
    """`1.250,50` and `1,250.50` alike: the last mark begins the decimals, unless it is used twice, or three digits
    follow and anything but 0 is before it.
    """
    marks = [character for character in number if not character.isdecimal()]
    whole, decimals = number, ""
    if marks and marks[-1] in {".", ","}:
        before, _, after = number.rpartition(marks[-1])
        is_fraction = set(before) <= {"0"} or len(after) != 3
        if is_fraction and marks[-1] not in before:
            whole, decimals = before, after
    digits = "".join(character for character in whole if character.isdecimal())
    return Decimal(f"{digits}.{decimals}")
