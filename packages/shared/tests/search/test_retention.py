"""`is:expired`: what is due for a decision, by the years of its kind or by a day of its own."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from docloft.lifecycle.retention import last_day_due
from docloft.search import api as search
from docloft.search.index.alone import matching
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry

YEARS = {"bill": 10, "note": 1, "other": 10}


def is_expired(years=YEARS, query="is:expired", zone="UTC", **values):
    context = search.Context(datetime(2025, 3, 14, 12, tzinfo=UTC), ZoneInfo(zone), find_keep_years=lambda: years)
    parsed = search.parse(query, context)
    assert parsed.notices == ()
    return matching(entry("one", **values), Text(("Words.",)), [parsed]) == [True]


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        ("bill", "2015-03-13", True),
        ("bill", "2015-03-14", False),
        ("other", "1999-01-01", True),
        ("note", "2024-03-13", True),
        ("note", "2024-03-14", False),
        ("unlimited", "1999-01-01", False),
        (None, "1999-01-01", False),
    ],
)
def test_document_is_due_when_the_years_of_its_kind_have_passed(kind, day, expected):
    assert is_expired(kind=kind, document_date=day) == expected


@pytest.mark.parametrize(
    ("added", "expected"), [("2024-03-13T23:59:59.000Z", True), ("2024-03-14T00:00:00.000Z", False)]
)
def test_day_on_which_it_was_added_counts_for_a_document_without_a_date(added, expected):
    assert is_expired(kind="note", created_at=added) == expected
    assert not is_expired(kind="note", created_at=added, document_date="2025-01-01")


def test_day_on_which_it_was_added_is_that_of_the_reader():
    added = "2024-03-13T23:30:00.000Z"

    assert is_expired(kind="note", created_at=added)
    assert not is_expired(kind="note", created_at=added, zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("until", "expected"), [("2025-03-13", True), ("2025-03-14", False), ("9999-12-31", False), ("0001-01-01", True)]
)
@pytest.mark.parametrize("kind", ["bill", "unlimited", None])
def test_day_of_its_own_counts_instead_of_the_years(kind, until, expected):
    assert is_expired(kind=kind, document_date="1999-01-01", keep_until=until) == expected
    assert is_expired(kind=kind, document_date="2025-03-01", keep_until=until) == expected


def test_without_any_years_only_days_of_their_own_count():
    assert not is_expired(years={}, kind="bill", document_date="1999-01-01")
    assert is_expired(years={}, kind="bill", keep_until="2025-01-01")


def test_it_can_be_excluded_and_combined():
    old = {"kind": "bill", "document_date": "1999-01-01"}

    assert not is_expired(query="-is:expired", **old)
    assert is_expired(query="is:expired words", **old)
    assert not is_expired(query="is:expired missing", **old)
    assert not is_expired(trashed_at="2025-03-01T00:00:00.000Z", **old)


@pytest.mark.parametrize(
    ("today", "years", "expected"),
    [
        (date(2025, 3, 1), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 28)),
        (date(2025, 1, 1), 100, date(1924, 12, 31)),
    ],
)
def test_leap_days_are_kept_as_long_as_others(today, years, expected):
    assert last_day_due(today, years) == expected
