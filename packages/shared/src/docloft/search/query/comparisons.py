"""The sign before a value of a query that is compared: `>10`, `<=2024-03`."""

import re

_SIGN = re.compile(r">=|<=|>|<|=")


def divided(value: str) -> tuple[str, str]:
    """The sign, empty if there is none, and the value after it."""
    value = value.strip()
    found = _SIGN.match(value)
    sign = found[0] if found else ""
    return sign, value.removeprefix(sign)
