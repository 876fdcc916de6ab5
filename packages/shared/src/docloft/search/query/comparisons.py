"""The sign or word before a value of a query that is compared: `>10`, `<=2024-03`, `since 2024`."""

import re
from collections.abc import Iterator

from docloft.search.text.folding import fold

_SIGN = re.compile(r">=|<=|>|<|=")


def divided(value: str) -> tuple[str, str]:
    """The sign, empty if there is none, and the value after it."""
    value = value.strip()
    found = _SIGN.match(value)
    sign = found[0] if found else ""
    return sign, value.removeprefix(sign)


_DAY_WORDS = {
    "since": ">=", "seit": ">=", "ab": ">=", "from": ">=", "von": ">=", "starting": ">=", "after": ">", "nach": ">",
    "before": "<", "vor": "<", "until": "<=", "till": "<=", "bis": "<=", "by": "<=",
}  # fmt: skip
_NUMBER_WORDS = {
    "over": ">", "above": ">", "more than": ">", "uber": ">", "ueber": ">", "mehr als": ">", "under": "<",
    "below": "<", "less than": "<", "unter": "<", "weniger als": "<", "at least": ">=", "mindestens": ">=", "ab": ">=",
    "at most": "<=", "hochstens": "<=", "hoechstens": "<=", "up to": "<=", "bis": "<=",
}  # fmt: skip
_FIRST_WORDS = re.compile(r"\A([^\W\d_]+(?:[\s_-]+[^\W\d_]+)?)[\s_-]+(?=\S)")


def worded(value: str, *, is_day: bool) -> tuple[str, str]:
    """The sign that the first word or words of a value mean, and what follows them: `since 2024`, `more than 100`.
    Empty if they mean none.
    """
    words = _DAY_WORDS if is_day else _NUMBER_WORDS
    found = _FIRST_WORDS.match(value.strip())
    if found is None:
        return "", value
    both = re.split(r"[\s_-]+", found[1])
    for count in (2, 1):
        if sign := words.get(" ".join(map(fold, both[:count]))) if len(both) >= count else None:
            return sign, re.split(r"[\s_-]+", value.strip(), maxsplit=count)[count]
    return "", value


_BETWEEN = re.compile(r"\A(?:between|zwischen) (.+?) (?:and|und) (.+)", re.IGNORECASE)
_FROM = re.compile(r"\A(?:from|von|vom) ", re.IGNORECASE)
_DASH = re.compile(r"(?<=[^\s.-])(?:-|\u2013| - | \u2013 | to | bis )(?=[^\s.-])", re.IGNORECASE)
_MOST_DASHES = 5


def ends(value: str) -> Iterator[tuple[str, str]]:
    """The two ends of a range that is written with a dash or words: `2024-2025`, `10 bis 20`, `between 10 and 20`.
    Dates contain dashes, too, so there may be several ways to split a value.
    """
    value = " ".join(value.split())
    if between := _BETWEEN.fullmatch(value):
        yield between[1], between[2]
    value = _FROM.sub("", value)
    for _, dash in zip(range(_MOST_DASHES), _DASH.finditer(value), strict=False):
        yield value[: dash.start()], value[dash.end() :]
