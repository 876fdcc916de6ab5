"""Shows numbers as a spreadsheet does, by their number format (ECMA-376 part 1, 18.8.31), with English separators."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

# Formats without a code in the file (ECMA-376 part 1, 18.8.30). Dates depend on the country; these are unambiguous.
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    **dict.fromkeys((14, *range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"),
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    32: "h:mm",
    33: "h:mm:ss",
    34: "h:mm",
    35: "h:mm:ss",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
}
_MAX_CODE = 255
"""The longest format code that Excel accepts, in characters."""

_TOKENS = re.compile(
    r'"([^"]*)"?|\\(.)|_.|\*.|\[\$([^\]-]{0,60}+)[^\]]{0,60}+\]|\[(h+|m+|s+)\]|\[[^\]]{0,99}+\]|(am/pm|a/p|上午/下午)'
    r"|(general|y+|m+|d+|h+|s+(?:\.0+)?|e\+|e-)|([0#?.,%/]+)|(.)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_LETTERS = frozenset("ymdhs")


def display(value: float, code: str, *, since_1904: bool = False) -> str:
    """The number as it is shown, followed by the plain number or the date in ISO 8601 if that is written differently.
    `code` is empty for the general format.
    """
    shown, plain = both(value, code, since_1904=since_1904)
    return shown if plain in shown else f"{shown} {plain}".strip()


def both(value: float, code: str, *, since_1904: bool) -> tuple[str, str]:
    """The number as it is shown, and the plain number or the date in ISO 8601, which is empty for a time of day."""
    plain = _plain(value)
    tokens = _section(code[:_MAX_CODE], value) if code else ()
    if not tokens:
        return plain, plain
    if any(kind == "date" for kind, _ in tokens):
        moment = moment_of(value, since_1904=since_1904)
        if moment is None:
            return plain, plain
        return _dated(tokens, moment, value), "" if abs(value) < 1 else iso_of(moment)
    return _numbered(tokens, value), plain


def code_of(number: int, own: dict[int, str]) -> str:
    """The code of the format with this number. `own`: the formats that the file declares."""
    return own.get(number) or _BUILT_IN.get(number, "")


def moment_of(value: float, *, since_1904: bool) -> datetime | None:
    """The moment that a serial number stands for; None outside of the years that spreadsheets support. Excel counts a
    29 February 1900, which did not exist.
    """
    if not 0 <= value < 2_958_466:
        return None
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if value >= 61 else 31)  # noqa: DTZ001
    try:
        return start + timedelta(seconds=round(value * 86400, 3))
    except OverflowError:
        return None


def iso_of(moment: datetime) -> str:
    day = moment.date().isoformat()
    return day if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else f"{day} {moment:%H:%M}"


def _plain(value: float) -> str:
    if abs(value) < 1e21 and value == int(value):
        return str(int(value))
    return f"{value:.15g}"


def _section(code: str, value: float) -> tuple[tuple[str, str], ...]:
    """The tokens for this value: a code has up to four sections, for positive, negative, zero and text."""
    sections = _sections(code)
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    # With a section of its own, a negative number has no sign.
    sign = (("text", "-"),) if value < 0 else ()
    return (*sign, *sections[0]) if sections[0] else ()


@lru_cache(maxsize=4096)
def _sections(code: str) -> list[tuple[tuple[str, str], ...]]:  # noqa: C901 - one case for each kind of token
    found: list[list[tuple[str, str]]] = [[]]
    for match in _TOKENS.finditer(code):
        quoted, escaped, currency, elapsed, half, letters, digits, other = match.groups()
        token = None
        if quoted is not None or escaped is not None or currency is not None:
            token = ("text", quoted or escaped or currency or "")
        elif elapsed:
            token = ("date", f"[{elapsed.lower()[0]}]")
        elif half:
            token = ("date", "am/pm")
        elif letters and letters[0].lower() in _DATE_LETTERS:
            token = ("date", letters.lower())
        elif letters:
            token = ("exponent", letters) if letters[0] in "eE" else ("general", "")
        elif digits:
            token = ("digits", digits)
        elif other == ";":
            found.append([])
        elif other and other != "@":
            token = ("text", other)
        if token:
            found[-1].append(token)
    return [tuple(section) for section in found]


def _dated(tokens: tuple[tuple[str, str], ...], moment: datetime, value: float) -> str:
    """In a date, digits and points are separators: dd.mm.yyyy."""
    half = ("date", "am/pm") in tokens
    shown: list[str] = []
    previous = ""
    names = [text for kind, text in tokens if kind == "date"]
    at = -1
    for kind, text in tokens:
        if kind != "date":
            shown.append(text)
            continue
        at += 1
        after = names[at + 1] if at + 1 < len(names) else ""
        is_minute = text[0] == "m" and len(text) < 3 and (previous in {"h", "[h]"} or after.startswith(("s", "[s")))
        shown.append(_part(text, moment, value, half=half, is_minute=is_minute))
        previous = text if text.startswith("[") else text[0]
    return "".join(shown).strip()


def _part(  # noqa: PLR0911 - one case for each letter
    text: str, moment: datetime, value: float, *, half: bool, is_minute: bool
) -> str:
    width = 2 if len(text) > 1 else 1
    match text[0]:
        case "y":
            return f"{moment:%Y}" if len(text) > 2 else f"{moment:%y}"
        case "m" if is_minute:
            return f"{moment.minute:0{width}}"
        case "m":
            return {3: f"{moment:%b}", 4: f"{moment:%B}", 5: f"{moment:%b}"[0]}.get(
                len(text), f"{moment.month:0{width}}"
            )
        case "d":
            return {3: f"{moment:%a}", 4: f"{moment:%A}"}.get(len(text), f"{moment.day:0{width}}")
        case "h":
            hour = (moment.hour % 12 or 12) if half else moment.hour
            return f"{hour:0{width}}"
        case "s":
            return f"{moment.second:0{width}}"
        case "[":
            return str(int(value * {"h": 24, "m": 1440, "s": 86400}[text[1]]))
        case _:
            return f"{moment:%p}"


def _numbered(tokens: tuple[tuple[str, str], ...], value: float) -> str:
    is_scientific = any(kind == "exponent" for kind, _ in tokens)
    digits = [text for kind, text in tokens if kind == "digits"]
    # The digits after the exponent sign belong to the exponent.
    code = "".join(digits[:1] if is_scientific else digits)
    if "/" in code or any(kind == "general" for kind, _ in tokens):
        number = _plain(abs(value))
    else:
        number = _rounded(code, abs(value), exponent=is_scientific)
    shown: list[str] = []
    written = False
    for kind, text in tokens:
        if kind == "text":
            shown.append(text)
        elif not written:
            shown.append(number)
            written = True
    return "".join(shown).strip()


def _rounded(code: str, value: float, *, exponent: bool) -> str:
    whole, _, fraction = code.partition(".")
    places = min(sum(character in "0#?" for character in fraction), 15)
    if exponent:
        return f"{value:.{places}E}"
    percent = "%" in code
    value *= 100 if percent else 1
    # Each comma after the last digit, or before the point, divides by a thousand: 0.0,, shows millions.
    value /= 1000 ** min(sum(len(part) - len(part.rstrip(",")) for part in (whole, fraction)), 6)
    if value >= 1e21:
        return _plain(value)
    grouped = "," if "," in whole.rstrip(",") else ""
    number, point, decimals = f"{value:{grouped}.{places}f}".partition(".")
    # A # shows no zero.
    decimals = decimals.rstrip("0").ljust(places - fraction.count("#"), "0")
    if not grouped:
        number = number.zfill(whole.count("0"))
    return f"{number}{point if decimals else ''}{decimals}{'%' if percent else ''}"
