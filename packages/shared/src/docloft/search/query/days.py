"""What people write for a day or a period, in English and German: `2025-03`, `12.03.2025`, `März 2025`, `last-month`,
`heute`. Takes time linear in the length of the value. Ranges of days: `day_ranges`.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from docloft.search.query.day_words import DAYS, MONTHS, NUMBERS, ORDINALS, PERIODS, SHIFTS, UNITS, WEEKDAYS
from docloft.search.text.folding import fold

Span = tuple[date, date]
"""First and last day, both included."""

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:[./-]|[./-]? )(\d{1,2})(?:(?:[./-]|\. )(\d{4}|\d{2})| (\d{4}))", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[./-](\d{4})", re.ASCII)
_WRITTEN = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[. -]+(?:of )?)?([a-z]{3,10})\.?(?:[ .,-]+(?:the )?(\d{1,2})(?:st|nd|rd|th)?)??"
    r"(?:[ .,-]+(\d{4}|['\u2019]\d{2}))?",
    re.ASCII,
)
_TABLED = re.compile(r"(\d{1,2})-([a-z]{3,4})-(\d{2})", re.ASCII)
_LENGTH = rf"(?P<count>\d{{1,4}}|{'|'.join(NUMBERS)}) (?P<unit>day|week|month|year|tag|woche|monat|jahr)(?:s|e|en|n)?"
_PAST = re.compile(rf"(?:last|past|previous|letzten?|vergangenen?) {_LENGTH}", re.ASCII)
_COMING = re.compile(rf"(?:next|coming|nachsten?|naechsten?|kommenden?) {_LENGTH}", re.ASCII)
_BEFORE = re.compile(rf"(?P<before>vor |in )?{_LENGTH}(?P<after> ago)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_WITHOUT_YEAR = re.compile(r"(\d{1,2})(?:[./]|\. )(\d{1,2})\.?", re.ASCII)
_LEAP_DAYS_APART = 8
_PERIOD = "quarter|quartal|kw|cw|week|woche|kalenderwoche|calendar week|half|halbjahr|hj\\.?"
_NUMBERED = re.compile(
    r"(?:(?P<before>\d{4})[ /]?)?"
    rf"(?:(?P<what>q|w|h|{_PERIOD}) ?(?P<number>\d{{1,2}})"
    rf"|(?:(?P<nth>\d{{1,2}})(?:\.|st|nd|rd|th)|(?P<ordinal>{'|'.join(ORDINALS)})[srn]?) ?(?P<period>{_PERIOD}))"
    r"(?:(?: of| in)?[ /](?P<after>\d{4}))?",
    re.ASCII,
)
_PREPOSITION = re.compile(
    r"\A(?:(?:in|on|im|am|vom|zum|von|from|einschlie\u00dflich)[\s_-]+)?(?:(?:the|den|der|dem)[\s_-]+)?", re.IGNORECASE
)
_SPACES = re.compile(r"[\s_-]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")


def understood(value: str, today: date) -> Span | None:
    """The day or the period that a value means; None if it means none."""
    found = _period_of(value, today)
    value = value.strip()
    return found or (_period_of(rest, today) if (rest := _PREPOSITION.sub("", value)) != value else None)


def is_relative(value: str) -> bool:
    """Whether the value means a day or a period by its distance from today."""
    text = _SPACES.sub(" ", _folded(value)).strip()
    if text in DAYS or text in PERIODS or text.partition(" ")[0] in SHIFTS:
        return True
    return any(pattern.fullmatch(text) for pattern in (_PAST, _COMING, _BEFORE))


def is_weekday(value: str) -> bool:
    return _folded(value).strip(" .") in WEEKDAYS


def may_be_words(value: str) -> bool:
    """Whether the value has a weekday of two letters, or a month without a day or a year: `do`, `so`, `may`."""
    words = _WORD.findall(_folded(value))
    is_month = any(word in MONTHS for word in words) and not any(word.isdecimal() for word in words)
    return is_month or any(len(word) == 2 and word in WEEKDAYS for word in words)


def _period_of(value: str, today: date) -> Span | None:
    exact = _folded(value).strip()
    text = _SPACES.sub(" ", exact).strip()
    try:
        found = (
            _numeric(exact)
            or _tabled(exact)
            or _without_year(exact, today)
            or _relative(text, today)
            or _counted(text, today)
        )
        return found or _numbered(text, today) or _written(text, today)
    except (ValueError, OverflowError):
        return None


def _folded(value: str) -> str:
    return " ".join(fold(part) for part in value.split())


def _relative(text: str, today: date) -> Span | None:
    if text in DAYS:
        day = today + timedelta(days=DAYS[text])
        return day, day
    if text.rstrip(".") in WEEKDAYS:
        day = _weekday(WEEKDAYS[text.rstrip(".")], today)
        return day, day
    which, _, unit = PERIODS.get(text, text).partition(" ")
    if which not in SHIFTS:
        return None
    if unit in WEEKDAYS:
        day = _shifted_weekday(WEEKDAYS[unit], SHIFTS[which], today)
        return day, day
    return _period(UNITS[unit], SHIFTS[which], today) if unit in UNITS else None


def _weekday(number: int, today: date) -> date:
    """The most recent such day, including today."""
    return today - timedelta(days=(today.weekday() - number) % 7)


def _shifted_weekday(number: int, shift: int, today: date) -> date:
    """Such a day of this week, or the first one before or after today."""
    if shift == 0:
        return today + timedelta(days=number - today.weekday())
    if shift < 0:
        return _weekday(number, today - timedelta(days=1)) + timedelta(days=7 * (shift + 1))
    return _weekday(number, today + timedelta(days=7)) + timedelta(days=7 * (shift - 1))


def _counted(text: str, today: date) -> Span | None:
    """A number of days, weeks, months or years before or after today."""
    if match := _PAST.fullmatch(text):
        return _distant(match, -1, today) + timedelta(days=1), today
    if match := _COMING.fullmatch(text):
        return today, _distant(match, 1, today) - timedelta(days=1)
    if (match := _BEFORE.fullmatch(text)) and bool(match["before"]) != bool(match["after"]):
        day = _distant(match, 1 if match["before"] == "in " else -1, today)
        return day, day
    return None


def _distant(match: re.Match[str], direction: int, today: date) -> date:
    """The day that is the matched number of days, weeks, months or years before or after today. In a month without such
    a day, the last day of the month.
    """
    count = direction * (NUMBERS.get(match["count"]) or int(match["count"]))
    unit = UNITS[match["unit"]]
    if unit in {"day", "week"}:
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _numbered(text: str, today: date) -> Span | None:
    """A quarter, a week or a half of the year by its number."""
    match = _NUMBERED.fullmatch(text)
    if match is None or (match["before"] and match["after"]):
        return None
    number = ORDINALS[match["ordinal"]] if match["ordinal"] else int(match["number"] or match["nth"])
    year = int(match["before"] or match["after"] or today.year)
    if months := {"q": 3, "h": 6}.get((match["what"] or match["period"])[0]):
        begin = _month(year, months * (number - 1) + 1)[0], _month(year, months * number)[1]
    else:
        begin = date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)
    # Without a year, the last such period that has begun.
    is_later = begin[0] > today and not (match["before"] or match["after"])
    return _numbered(f"{today.year - 1} {text}", today) if is_later else begin


def _period(unit: str, shift: int, today: date) -> Span:
    if unit == "day":
        return today + timedelta(days=shift), today + timedelta(days=shift)
    if unit in {"week", "weekend"}:
        monday = today + timedelta(days=7 * shift - today.weekday())
        return monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6)
    if unit == "year":
        return _year(today.year + shift)
    months = 1 if unit == "month" else 3
    first = (today.month - 1) // months * months + shift * months + today.year * 12
    begin, _ = _month(first // 12, first % 12 + 1)
    last = first + months - 1
    return begin, _month(last // 12, last % 12 + 1)[1]


def _numeric(text: str) -> Span | None:
    if match := _ISO.fullmatch(text):
        year = int(match[1])
        if match[3]:
            return _day(year, int(match[2]), int(match[3]))
        return _month(year, int(match[2])) if match[2] else _year(year)
    if match := _COMPACT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        written = match[3] or match[4]
        day, month, year = int(match[1]), int(match[2]), int(written)
        if month > 12:
            day, month = month, day
        return _day(year + 2000 if len(written) == 2 else year, month, day)
    if match := _MONTH_FIRST.fullmatch(text):
        return _month(int(match[2]), int(match[1]))
    return None


def _tabled(text: str) -> Span | None:
    """A day as in statements of banks: 12-MAR-25."""
    match = _TABLED.fullmatch(text)
    month = MONTHS.get(match[2]) if match else None
    return _day(2000 + int(match[3]), month, int(match[1])) if match and month else None


def _without_year(text: str, today: date) -> Span | None:
    """The most recent day with this month and day of the month."""
    match = _WITHOUT_YEAR.fullmatch(text)
    if match is None:
        return None
    return _latest(int(match[2]), int(match[1]), today, (today.month, today.day))


def _latest(month: int, day: int, today: date, until: tuple[int, int]) -> Span:
    """The latest such day in a year that has one: 29 February is only in some."""
    year = today.year - ((month, day) > until)
    if (month, day) == (2, 29):
        year = next(one for one in range(year, year - _LEAP_DAYS_APART - 1, -1) if monthrange(one, 2)[1] == day)
    return _day(year, month, day)


def _written(text: str, today: date) -> Span | None:
    match = _WRITTEN.fullmatch(text)
    month = MONTHS.get(match[2]) if match else None
    if match is None or month is None or (match[1] and match[3]):
        return None
    # Without a year, the last such month that has begun.
    year = (
        int(match[4].lstrip("'\u2019")) + (0 if match[4].isdecimal() else 2000)
        if match[4]
        else today.year - (month > today.month)
    )
    day = match[1] or match[3]
    if day and not match[4]:
        return _latest(month, int(day), today, (today.month, 31))
    return _day(year, month, int(day)) if day else _month(year, month)


def _day(year: int, month: int, day: int) -> Span:
    return date(year, month, day), date(year, month, day)


def _month(year: int, month: int) -> Span:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(year: int) -> Span:
    return date(year, 1, 1), date(year, 12, 31)
