"""Ranges of days as moments, in the reader's time zone."""

from datetime import UTC, date, datetime, timedelta, timezone

from docloft.search.query.context import Context
from docloft.search.query.moments import moments
from docloft.search.query.nodes import Range

DAY = date(2025, 3, 14)
MIDNIGHT = int(datetime(2025, 3, 14, tzinfo=UTC).timestamp() * 1000)
HOUR = 3_600_000


def context(hours=0):
    return Context(datetime(2025, 3, 20, tzinfo=UTC), timezone(timedelta(hours=hours)))


def test_day_lasts_until_the_millisecond_before_the_next():
    assert moments("added", DAY, DAY, context()) == Range("added", MIDNIGHT, MIDNIGHT + 24 * HOUR - 1)


def test_day_begins_where_the_reader_is():
    assert moments("added", DAY, DAY, context(2)) == Range("added", MIDNIGHT - 2 * HOUR, MIDNIGHT + 22 * HOUR - 1)


def test_limits_may_be_open():
    assert moments("added", None, DAY, context()) == Range("added", None, MIDNIGHT + 24 * HOUR - 1)
    assert moments("added", DAY, None, context()) == Range("added", MIDNIGHT, None)


def test_end_of_the_last_day_of_the_calendar_is_no_limit():
    assert moments("added", date.max, date.max, context()).high is None
    assert moments("added", date.min, date.min, context(2)).low is None
