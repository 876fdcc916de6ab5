"""Patterns for ranges of numbers that are written with the same number of digits. The engine has no ranges of keywords,
but walks its sorted keywords by a pattern.
"""

_ANY = "[0-9]"


def pattern_of(low: str, high: str) -> str:
    """A regular expression for the numbers from `low` to `high`, both included and of equal length. It has two
    alternatives for each digit. Matches nothing when `low` is above `high`.
    """
    if low > high:
        return "[^\\s\\S]"
    shared = next((at for at, (one, other) in enumerate(zip(low, high, strict=True)) if one != other), len(low))
    if shared == len(low):
        return low
    found = [low, high]
    found += _row(low, shared, chr(ord(low[shared]) + 1), chr(ord(high[shared]) - 1))
    for at in range(shared + 1, len(low)):
        found += _row(low, at, chr(ord(low[at]) + 1), "9")
        found += _row(high, at, "0", chr(ord(high[at]) - 1))
    return f"({'|'.join(found)})"


def _row(number: str, at: int, first: str, last: str) -> list[str]:
    """The numbers that begin like this one, and have a digit from `first` to `last` at a place."""
    return [f"{number[:at]}[{first}-{last}]{_ANY * (len(number) - at - 1)}"] if first <= last else []
