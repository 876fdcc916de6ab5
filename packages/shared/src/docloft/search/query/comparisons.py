"""The sign or word before a value of a query that is compared: `>10`, `<=2024-03`, `since 2024`."""

import re
from collections.abc import Iterator, Mapping

from docloft.search.text.folding import fold

_SIGN = re.compile(r">=|<=|=>|=<|>|<|=|\u2265|\u2264")
_WRITTEN_OTHERWISE = {"=>": ">=", "=<": "<=", "\u2265": ">=", "\u2264": "<="}


def divided(value: str) -> tuple[str, str]:
    """The sign, empty if there is none, and the value after it."""
    value = value.strip()
    found = _SIGN.match(value)
    sign = found[0] if found else ""
    return _WRITTEN_OTHERWISE.get(sign, sign), value.removeprefix(sign)


_BOTH = re.compile(r"\A([<>]=?[^<>=]{1,60}?)(?:\s+(?:and|und|&)(?=\s))?\s*([<>]=?[^<>=]{1,60})\Z", re.IGNORECASE)


def both(value: str) -> tuple[str, str] | None:
    """The two comparisons of a value that has two: `>10 <20`, `>= 2024 and < 2026`."""
    found = _BOTH.match(value.strip())
    return (found[1].strip(), found[2].strip()) if found else None


_DAY_WORDS = {
    "since": ">=", "seit": ">=", "ab": ">=", "from": ">=", "von": ">=", "starting": ">=", "after": ">", "nach": ">",
    "later than": ">", "spater als": ">", "spaeter als": ">", "before": "<", "vor": "<", "earlier than": "<",
    "fruher als": "<", "frueher als": "<", "until": "<=", "till": "<=", "bis": "<=", "by": "<=",
}  # fmt: skip
_AGE_WORDS = {
    "older than": "<", "alter als": "<", "aelter als": "<", "newer than": ">", "younger than": ">", "junger als": ">",
    "juenger als": ">", "neuer als": ">",
}  # fmt: skip
_LENGTH_WORDS = {
    "more than": "<", "over": "<", "mehr als": "<", "uber": "<", "ueber": "<", "less than": ">", "under": ">",
    "weniger als": ">", "unter": ">",
}  # fmt: skip
_NUMBER_WORDS = {
    "over": ">", "above": ">", "more than": ">", "greater than": ">", "larger than": ">", "bigger than": ">",
    "longer than": ">", "uber": ">", "ueber": ">", "mehr als": ">", "grosser als": ">", "groesser als": ">",
    "langer als": ">", "laenger als": ">", "under": "<", "below": "<", "less than": "<", "fewer than": "<",
    "smaller than": "<", "shorter than": "<", "unter": "<", "weniger als": "<", "kleiner als": "<", "kurzer als": "<",
    "kuerzer als": "<", "at least": ">=", "minimum": ">=", "min": ">=", "mindestens": ">=", "minimal": ">=", "ab": ">=",
    "from": ">=", "von": ">=", "at most": "<=", "maximum": "<=", "max": "<=", "maximal": "<=", "hochstens": "<=",
    "hoechstens": "<=", "up to": "<=", "bis": "<=", "bis zu": "<=", "exactly": "=", "genau": "=",
}  # fmt: skip
_BETWEEN_WORDS = r"(?:\s+|[_-])"
"""No sign of a number: `more than -5`, but `over-5`."""
_FIRST_WORDS = re.compile(rf"\A([^\W\d_]+\.?(?:{_BETWEEN_WORDS}[^\W\d_]+)?){_BETWEEN_WORDS}(?=\S)")
_LAST_WORDS = re.compile(
    r"\A(.*\S)(?:\s*(?P<plus>\+)|\s+(?:or|oder|and|und)\s+(?:(?P<more>more|mehr)|less|fewer|weniger))\Z", re.IGNORECASE
)


def worded(value: str, *, is_day: bool) -> tuple[str, str]:
    """The sign that the first word or words of a value mean, and what follows them: `since 2024`, `more than 100`.
    Empty if they mean none.
    """
    if not is_day and (found := _LAST_WORDS.match(value.strip())):
        return ">=" if found["plus"] or found["more"] else "<=", found[1]
    return _after_words(value, _DAY_WORDS if is_day else _NUMBER_WORDS)


def aged(value: str) -> tuple[str, str]:
    """The same for a day or a length of time, counted back from today: `newer than 2024`, `older than 1 year`."""
    return _after_words(value, _AGE_WORDS)


def distant(value: str) -> tuple[str, str]:
    """The same for a length of time only: `more than 30 days ago`. Before a day, these words could mean either side."""
    return _after_words(value, _LENGTH_WORDS)


def _after_words(value: str, signs: Mapping[str, str]) -> tuple[str, str]:
    found = _FIRST_WORDS.match(value.strip())
    if found is None:
        return "", value
    words = re.split(_BETWEEN_WORDS, found[1])
    for count in (2, 1):
        if (
            sign := signs.get(" ".join(fold(word.rstrip(".")) for word in words[:count]))
            if len(words) >= count
            else None
        ):
            return sign, re.split(_BETWEEN_WORDS, value.strip(), maxsplit=count)[count]
    return "", value


_BETWEEN = re.compile(r"\A(?:between|zwischen) (.+?) (?:and|und) (.+)", re.IGNORECASE)
_FROM = re.compile(r"\A(?:from|von|vom) ", re.IGNORECASE)
_DASH = re.compile(
    r"(?<=[^\s-])(?:(?:-|\u2013|\u2014| [-\u2013\u2014] )(?=[^\s.-])|(?: to | bis (?:zum )?)(?=[^\s.-]|-\d))",
    re.IGNORECASE,
)
_SLASH = re.compile(r"\A(\d{4}(?:-\d\d-\d\d)?)/(\d{4}(?:-\d\d-\d\d)?)\Z", re.ASCII)
_DOTS = re.compile(r"\.{2,3}|\u2026")
_MOST_DASHES = 5


def ends(value: str) -> Iterator[tuple[str, str]]:
    """The two ends of a range that is written with a dash or words: `2024-2025`, `10 bis 20`, `between 10 and 20`.
    Dates contain dashes, too, so there may be several ways to split a value. Two years or days may also have a slash.
    """
    value = " ".join(value.split())
    if between := _BETWEEN.fullmatch(value):
        yield between[1], between[2]
    if slash := _SLASH.match(value):
        yield slash[1], slash[2]
    value = _FROM.sub("", value)
    for _, dash in zip(range(_MOST_DASHES), _DASH.finditer(value), strict=False):
        yield value[: dash.start()], value[dash.end() :]


def dotted(value: str) -> tuple[str, str] | None:
    """The two ends of a range that is written with dots, either of which may be empty: `2..5`, `..2024`, `10 … 20`."""
    found = _DOTS.search(value)
    return (value[: found.start()].rstrip(), value[found.end() :].lstrip()) if found else None
