"""Ranges of days in fields that contain moments."""

from datetime import UTC, date, datetime, time, timedelta

from docloft.search.query.context import Context
from docloft.search.query.nodes import Range


def moments(field: str, first: date | None, last: date | None, context: Context) -> Range:
    """From the beginning of the first day to the end of the last one, where the reader is. None means no limit."""
    return Range(field, _start(first, context), _start(last, context, after=True))


def _start(day: date | None, context: Context, *, after: bool = False) -> int | None:
    """When a day begins in the reader's time zone, or with `after` when it ends, in milliseconds since 1970."""
    if day is None:
        return None
    try:
        begin = datetime.combine(day + timedelta(days=after), time.min, context.zone).astimezone(UTC)
    except OverflowError:
        return None
    return int(begin.timestamp() * 1000) - after
