"""What people write for a day or a range of days, in English and German: `2025-03`, `last-month`, `>2024`, `since May`,
`2024-01..2024-06`, `1.-15. März`. Takes time linear in the length of the value.
"""

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

from docloft.search.query import comparisons, days
from docloft.search.query.days import Span

Limits = tuple[date | None, date | None]
"""First and last day, both included; None on one side means no limit."""

_YEAR = re.compile(r"\d{4}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2}(?!\d)|['\u2019]\d{2}|-[a-zA-Z]{3,4}-\d{2}")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?", re.ASCII)
_BEFORE_AGE = re.compile(r"\A(?:vor|before)\s+", re.IGNORECASE)
_AGO = re.compile(r"[\s_-]ago\Z", re.IGNORECASE)
_A_YEAR, _A_WEEK = timedelta(days=364), timedelta(days=6)


def span_of(value: str, today: date) -> Limits | None:
    """First and last day that a value means; None for a value that is not understood."""
    dotted = comparisons.dotted(value)
    if dotted is not None:
        return _between(*dotted, today)
    if (pair := comparisons.both(value)) is not None:
        return _overlap(span_of(pair[0], today), span_of(pair[1], today))
    sign, compared = comparisons.divided(value)
    span = days.understood(compared, today)
    if span is None and not sign:
        sign, compared = comparisons.worded(value, is_day=True)
        span = _since(compared, today) if sign == ">=" else days.understood(compared, today) if sign else None
    if span is None:
        sign, compared = comparisons.aged(value)
        span = _since(compared, today) if sign else None
    if span is None:
        sign, compared = comparisons.distant(_BEFORE_AGE.sub("", value))
        span = _ago(compared, today) if sign else None
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


def _overlap(one: Limits | None, other: Limits | None) -> Limits | None:
    """What two comparisons have in common; None if one is not understood, or both point the same way."""
    if one is None or other is None:
        return None
    low, high = one[0] or other[0], one[1] or other[1]
    return (low, high) if low and high and low <= high else None


def _between(first: str, last: str, today: date) -> Limits | None:
    begin, end = _ends(first.strip(), last.strip(), today)
    if (first.strip() and begin is None) or (last.strip() and end is None) or (begin is None and end is None):
        return None
    if begin and end and begin[0] > end[1]:
        begin, end = end, begin
    return begin[0] if begin else None, end[1] if end else None


def _ends(first: str, last: str, today: date) -> tuple[Span | None, Span | None]:
    """The two ends of a range. An end without a year belongs to the other one: `Nov - Feb 2024` began in 2023, and
    `heute..31.3.` ends in the future.
    """
    end = days.understood(last, today)
    if end and (day := _DAY_OF_MONTH.fullmatch(first)) and 1 <= int(day[1]) <= end[0].day and end[0] == end[1]:
        # A range that has begun, even if its last day without a year was a year ago.
        until = end[0] if _YEAR.search(last) else _latest(end[0], int(day[1]), today)
        since = until.replace(day=int(day[1]))
        return (since, since), (until, until)
    if end and _YEAR.search(last) and not _YEAR.search(first) and not days.is_relative(first):
        return days.understood(first, end[1]), end
    begin = days.understood(first, today)
    if begin and end and not _YEAR.search(last) and not days.is_relative(last):
        is_week = days.is_weekday(last)
        end = days.understood(last, _shifted(begin[0], (_A_WEEK if is_week else _A_YEAR).days)) or end
    return begin, end


def _latest(last: date, first: int, today: date) -> date:
    """The last day of a range within a month, or the same day a year later if the range has begun by today."""
    is_leap_day = (last.month, last.day) == (2, 29)
    has_begun = (last.year + 1, last.month, first) <= (today.year, today.month, today.day)
    return last.replace(year=last.year + 1) if has_begun and not is_leap_day else last


def _since(value: str, today: date) -> Span | None:
    """As days.understood. A length of time is counted back from today: `seit 3 Tagen`."""
    return days.understood(value, today) or _ago(value, today)


def _ago(length: str, today: date) -> Span | None:
    """The day that is a length of time before today: `3 Wochen`, `3 weeks ago`."""
    return days.understood(f"vor {_AGO.sub('', length.rstrip()).rstrip()}", today)


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date(MAXYEAR, 12, 31) if days > 0 else date(MINYEAR, 1, 1)
