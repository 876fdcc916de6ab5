"""Other ways to write a phone number with its country code: `+49 351 99887` is also written `0351 99887`."""

import re

_INTERNATIONAL = re.compile(r"(?:00)?([1-9]\d{7,14})", re.ASCII)
_SHORTEST_NATIONAL = 6
_TWO_DIGITS = re.compile("2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
"""Country codes (ITU-T E.164). Those that begin with 1 and 7 have one digit; all others have three."""


def other_writings(digits: str, *, after_plus: bool) -> tuple[str, ...]:
    """The digits without 00, and those of the national number with and without the leading 0. Empty unless the number
    begins with a country code, after 00 or a plus.
    """
    match = _INTERNATIONAL.fullmatch(digits)
    if match is None or not (after_plus or digits.startswith("00")):
        return ()
    number = match[1]
    length = 1 if number[0] in "17" else 2 if _TWO_DIGITS.match(number) else 3
    national = number[length:]
    if len(national) < _SHORTEST_NATIONAL:
        return ()
    within = (f"0{national}", national)
    return within if number == digits else (number, *within)
