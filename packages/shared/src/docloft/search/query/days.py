"""What people write for a day or a range of days, in English and German: `2025-03`, `12.03.2025`, `März 2025`,
`last-month`, `heute`, `>2024`, `2024-01..2024-06`. Takes time linear in the length of the value.
"""

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from docloft.search.query import comparisons
from docloft.search.query.day_words import DAYS, MONTHS, ORDINALS, SHIFTS, UNIT_DAYS, UNITS, WEEKDAYS
from docloft.search.text.folding import fold

Span = tuple[date, date]
"""First and last day, both included."""

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[./-](\d{4})", re.ASCII)
_WRITTEN = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[. -]+)?([a-z]{3,10})\.?(?:[ .,-]+(\d{1,2}))??(?:[ .,-]+(\d{4}))?", re.ASCII
)
_LENGTH = r"(?P<count>\d{1,4}) (?P<unit>day|week|month|year|tag|woche|monat|jahr)(?:s|e|en|n)?"
_PAST = re.compile(rf"(?:last|past|letzten?) {_LENGTH}", re.ASCII)
_COMING = re.compile(rf"(?:next|coming|nachsten?|naechsten?|kommenden?) {_LENGTH}", re.ASCII)
_BEFORE = re.compile(rf"(?P<before>vor |in )?{_LENGTH}(?P<after> ago)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_WITHOUT_YEAR = re.compile(r"(\d{1,2})[./](\d{1,2})\.?", re.ASCII)
_PERIOD = "quarter|quartal|kw|week|woche|kalenderwoche|half|halbjahr"
_NUMBERED = re.compile(
    r"(?:(?P<before>\d{4})[ /]?)?"
    rf"(?:(?P<what>q|w|h|{_PERIOD}) ?(?P<number>\d{{1,2}})"
    rf"|(?:(?P<nth>\d{{1,2}})(?:\.|st|nd|rd|th)|(?P<ordinal>{'|'.join(ORDINALS)})[srn]?) ?(?P<period>{_PERIOD}))"
    r"(?:(?: of| in)?[ /](?P<after>\d{4}))?",
    re.ASCII,
)
_PREPOSITION = re.compile(r"\A(?:in the|in den|in der|in|im|on|am|vom|the)[\s_-]+", re.IGNORECASE)
_SPACES = re.compile(r"[\s_-]+")


def span_of(value: str, today: date) -> tuple[date | None, date | None] | None:
    """First and last day that a value means, both included; None on one side means no limit. None for a value that is
    not understood.
    """
    first, dots, last = value.partition("..")
    if dots:
        return _between(first, last, today)
    sign, compared = comparisons.divided(value)
    span = _span(compared, today)
    if span is None and not sign:
        sign, compared = comparisons.worded(value, is_day=True)
        span = _since(compared, today) if sign == ">=" else _span(compared, today) if sign else None
    if span is None:
        ranges = (_between(begin, end, today) for begin, end in comparisons.ends(value))
        return next((found for found in ranges if found), None)
    begin, end = span
    return {
        ">": (_shifted(end, 1), None),
        ">=": (begin, None),
        "<": (None, _shifted(begin, -1)),
        "<=": (None, end),
    }.get(sign, span)


def _between(first: str, last: str, today: date) -> tuple[date | None, date | None] | None:
    begin, end = _span(first, today), _span(last, today)
    if (first.strip() and begin is None) or (last.strip() and end is None) or (begin is None and end is None):
        return None
    if begin and end and begin[0] > end[1]:
        begin, end = end, begin
    return begin[0] if begin else None, end[1] if end else None


def _since(value: str, today: date) -> Span | None:
    """As _span. A length of time is counted back from today: `seit 3 Tagen`."""
    return _span(value, today) or _span(f"vor {value}", today)


def _span(value: str, today: date) -> Span | None:
    found = _understood(value, today)
    value = value.strip()
    return found or (_understood(rest, today) if (rest := _PREPOSITION.sub("", value)) != value else None)


def _understood(value: str, today: date) -> Span | None:
    exact = _folded(value).strip()
    text = _SPACES.sub(" ", exact).strip()
    try:
        found = _numeric(exact) or _without_year(exact, today) or _relative(text, today) or _counted(text, today)
        return found or _numbered(text, today) or _written(text, today)
    except (ValueError, OverflowError):
        return None


def _folded(value: str) -> str:
    return " ".join(fold(part) for part in value.split())


def _relative(text: str, today: date) -> Span | None:
    if text in DAYS:
        day = today + timedelta(days=DAYS[text])
        return day, day
    if text in WEEKDAYS:
        day = today - timedelta(days=(today.weekday() - WEEKDAYS[text]) % 7)
        return day, day
    which, _, unit = text.partition(" ")
    if which not in SHIFTS or unit not in UNITS:
        return None
    return _period(UNITS[unit], SHIFTS[which], today)


def _counted(text: str, today: date) -> Span | None:
    """A number of days, weeks, months or years before or after today."""
    if match := _PAST.fullmatch(text):
        return today - _length(match, -1), today
    if match := _COMING.fullmatch(text):
        return today, today + _length(match, -1)
    if (match := _BEFORE.fullmatch(text)) and bool(match["before"]) != bool(match["after"]):
        day = today + _length(match) if match["before"] == "in " else today - _length(match)
        return day, day
    return None


def _length(match: re.Match[str], more: int = 0) -> timedelta:
    """The matched number of days, weeks, months or years, plus `more` days."""
    return timedelta(days=int(match["count"]) * UNIT_DAYS[UNITS[match["unit"]]] + more)


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
    if unit == "week":
        monday = today + timedelta(days=7 * shift - today.weekday())
        return monday, monday + timedelta(days=6)
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
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        if month > 12:
            day, month = month, day
        return _day(year + 2000 if len(match[3]) == 2 else year, month, day)
    if match := _MONTH_FIRST.fullmatch(text):
        return _month(int(match[2]), int(match[1]))
    return None


def _without_year(text: str, today: date) -> Span | None:
    """The most recent day with this month and day of the month."""
    match = _WITHOUT_YEAR.fullmatch(text)
    if match is None:
        return None
    day, month = int(match[1]), int(match[2])
    return _day(today.year - ((month, day) > (today.month, today.day)), month, day)


def _written(text: str, today: date) -> Span | None:
    match = _WRITTEN.fullmatch(text)
    month = MONTHS.get(match[2]) if match else None
    if match is None or month is None or (match[1] and match[3]):
        return None
    # Without a year, the last such month that has begun.
    year = int(match[4]) if match[4] else today.year - (month > today.month)
    day = match[1] or match[3]
    return _day(year, month, int(day)) if day else _month(year, month)


def _day(year: int, month: int, day: int) -> Span:
    return date(year, month, day), date(year, month, day)


def _month(year: int, month: int) -> Span:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(year: int) -> Span:
    return date(year, 1, 1), date(year, 12, 31)


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date(MAXYEAR, 12, 31) if days > 0 else date(MINYEAR, 1, 1)
