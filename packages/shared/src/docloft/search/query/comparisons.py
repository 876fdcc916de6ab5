"""The sign before a value of a query that is compared: `>10`, `<=2024-03`."""

import re
from collections.abc import Iterator

_SIGN = re.compile(r">=|<=|>|<|=")


def divided(value: str) -> tuple[str, str]:
    """The sign, empty if there is none, and the value after it."""
    value = value.strip()
    found = _SIGN.match(value)
    sign = found[0] if found else ""
    return sign, value.removeprefix(sign)


_DASH = re.compile(r"(?<=[^\s.-])(?:-|\u2013| - | \u2013 | to | bis )(?=[^\s.-])", re.IGNORECASE)
_MOST_DASHES = 5


def ends(value: str) -> Iterator[tuple[str, str]]:
    """The two ends of a range that is written with a dash or a word: `2024-2025`, `10 bis 20`. Dates contain dashes,
    too, so there may be several ways to split a value.
    """
    for _, dash in zip(range(_MOST_DASHES), _DASH.finditer(value), strict=False):
        yield value[: dash.start()], value[dash.end() :]
