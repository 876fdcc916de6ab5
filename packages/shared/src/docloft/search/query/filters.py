"""Values of filters: what people write after `type:`, `added:` and `date:`."""

import re
from calendar import monthrange
from datetime import date

from docloft import formats
from docloft.search.query.nodes import Days

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)


def media_types(value: str) -> tuple[str, ...]:
    """Media types that `value` (in lower case) means: a media type itself, a whole kind (docloft.formats.kind_named),
    or the common name of a format (docloft.formats.named). Empty when there is none.
    """
    if "/" in value:
        found = formats.find(value)
        return (found.media_type if found else value.removesuffix("/*"),)
    kind = formats.kind_named(value)
    return (kind,) if kind else formats.named(value)


def days(name: str, value: str) -> Days | None:
    first, dots, last = value.partition("..")
    if not dots:
        span = _span(first)
        return Days(name, *span) if span else None
    begin, end = _span(first), _span(last)
    if (first and begin is None) or (last and end is None) or not (first or last):
        return None
    low, high = begin[0] if begin else None, end[1] if end else None
    if low and high and low > high:
        low, high = (end or (None, None))[0], (begin or (None, None))[1]
    return Days(name, low, high)


def _span(text: str) -> tuple[date, date] | None:
    """First and last day of a year, month or day."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if day:
            one = date(year, int(month), int(day))
            return one, one
        if month:
            return date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None
