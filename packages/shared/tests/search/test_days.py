from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.query.day_ranges import span_of

TODAY = date(2025, 3, 14)
"""A Friday."""


def day(month, number, year=2025):
    return date(year, month, number)


def span(value, today=TODAY):
    return span_of(value, today)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025", day(1, 1), day(12, 31)),
        ("\u0662\u0660\u0662\u0665", day(1, 1), day(12, 31)),
        ("2024-02", day(2, 1, 2024), day(2, 29, 2024)),
        ("2025.2", day(2, 1), day(2, 28)),
        ("2025/02/03", day(2, 3), day(2, 3)),
        ("3.2.2025", day(2, 3), day(2, 3)),
        ("3-2-25", day(2, 3), day(2, 3)),
        ("12/12/2025", day(12, 12), day(12, 12)),
        ("12/13/2025", day(12, 13), day(12, 13)),
        ("2/2025", day(2, 1), day(2, 28)),
        ("12.2025", day(12, 1), day(12, 31)),
        ("März", day(3, 1), day(3, 31)),
        ("april", day(4, 1, 2024), day(4, 30, 2024)),
        ("sept. 2024", day(9, 1, 2024), day(9, 30, 2024)),
        ("2 jan 2024", day(1, 2, 2024), day(1, 2, 2024)),
        ("1st-may-2024", day(5, 1, 2024), day(5, 1, 2024)),
        ("May 3, 2024", day(5, 3, 2024), day(5, 3, 2024)),
        ("may 3", day(5, 3, 2024), day(5, 3, 2024)),
        ("heute", day(3, 14), day(3, 14)),
        ("vorgestern", day(3, 12), day(3, 12)),
        ("tomorrow", day(3, 15), day(3, 15)),
        ("Übermorgen", day(3, 16), day(3, 16)),
        ("uebermorgen", day(3, 16), day(3, 16)),
        ("this_day", day(3, 14), day(3, 14)),
        ("next day", day(3, 15), day(3, 15)),
        ("last-day", day(3, 13), day(3, 13)),
        ("diese Woche", day(3, 10), day(3, 16)),
        ("last week", day(3, 3), day(3, 9)),
        ("nächste_Woche", day(3, 17), day(3, 23)),
        ("this month", day(3, 1), day(3, 31)),
        ("next month", day(4, 1), day(4, 30)),
        ("this quarter", day(1, 1), day(3, 31)),
        ("next-quarter", day(4, 1), day(6, 30)),
        ("vorige quartal", day(10, 1, 2024), day(12, 31, 2024)),
        ("nächstes Jahr", day(1, 1, 2026), day(12, 31, 2026)),
        ("last 1 day", day(3, 14), day(3, 14)),
        ("last-2-days", day(3, 13), day(3, 14)),
        ("past 2 weeks", day(3, 1), day(3, 14)),
        ("letzten 2 Monate", day(1, 15), day(3, 14)),
        ("letzte 1 Jahr", day(3, 15, 2024), day(3, 14)),
        ("=2025", day(1, 1), day(12, 31)),
        (" >  2024 ", day(1, 1), None),
        (">=2024", day(1, 1, 2024), None),
        ("<2025", None, day(12, 31, 2024)),
        ("<=2025", None, day(12, 31)),
        (">9999", date.max, None),
        ("<0001", None, date.min),
        ("2024..2025", day(1, 1, 2024), day(12, 31)),
        ("2025..2024", day(1, 1, 2024), day(12, 31)),
        ("2025..2025", day(1, 1), day(12, 31)),
        ("2025-06..2025", day(6, 1), day(12, 31)),
        ("2025..2025-03", day(1, 1), day(3, 31)),
        ("2025-03..2025-03-01", day(3, 1), day(3, 1)),
        ("gestern..heute", day(3, 13), day(3, 14)),
        ("2025..heute", day(1, 1), day(3, 14)),
        ("heute..2025", day(3, 14), day(12, 31)),
        ("..2025", None, day(12, 31)),
        ("since 2024", day(1, 1, 2024), None),
        ("since-2024-06", day(6, 1, 2024), None),
        ("seit März 2024", day(3, 1, 2024), None),
        ("seit letztem Monat", day(2, 1), None),
        ("seit 3 Tagen", day(3, 11), None),
        ("since 2 weeks ago", day(2, 28), None),
        ("ab 1.2.2025", day(2, 1), None),
        ("after 2024", day(1, 1), None),
        ("nach Februar 2025", day(3, 1), None),
        ("before 2025", None, day(12, 31, 2024)),
        ("vor März 2025", None, day(2, 28)),
        ("vor 22 Tagen", day(2, 20), day(2, 20)),
        ("before 3 days ago", None, day(3, 10)),
        ("bis heute", None, day(3, 14)),
        ("until 31 March 2025", None, day(3, 31)),
        ("from 2023 to 2024", day(1, 1, 2023), day(12, 31, 2024)),
        ("von Mai 2023 bis Juni 2023", day(5, 1, 2023), day(6, 30, 2023)),
        ("between 1 May 2023 and 3 May 2023", day(5, 1, 2023), day(5, 3, 2023)),
        ("zwischen 2023 und 2024", day(1, 1, 2023), day(12, 31, 2024)),
        ("in 2024", day(1, 1, 2024), day(12, 31, 2024)),
        ("im Mai 2023", day(5, 1, 2023), day(5, 31, 2023)),
        ("in the last 2 days", day(3, 13), day(3, 14)),
        ("on 3 May 2023", day(5, 3, 2023), day(5, 3, 2023)),
        ("am 3.5.2023", day(5, 3, 2023), day(5, 3, 2023)),
        ("Q1 2025", day(1, 1), day(3, 31)),
        ("1. quarter", day(1, 1), day(3, 31)),
        ("1st quarter of 2024", day(1, 1, 2024), day(3, 31, 2024)),
        ("first quarter 2024", day(1, 1, 2024), day(3, 31, 2024)),
        ("1. Quartal 2025", day(1, 1), day(3, 31)),
        ("zweites Quartal", day(4, 1, 2024), day(6, 30, 2024)),
        ("KW 8", day(2, 17), day(2, 23)),
        ("8. KW", day(2, 17), day(2, 23)),
        ("8. Kalenderwoche 2024", day(2, 19, 2024), day(2, 25, 2024)),
        ("week 8 2025", day(2, 17), day(2, 23)),
        ("KW 50", day(12, 9, 2024), day(12, 15, 2024)),
        ("H1 2024", day(1, 1, 2024), day(6, 30, 2024)),
        ("2. Halbjahr 2024", day(7, 1, 2024), day(12, 31, 2024)),
        ("since Q1 2025", day(1, 1), None),
        ("2025..", day(1, 1), None),
        ("2024-2025", day(1, 1, 2024), day(12, 31)),
        ("2024-01-01-2024-02-01", day(1, 1, 2024), day(2, 1, 2024)),
        ("1.2.2025 \u2013 3.2.2025", day(2, 1), day(2, 3)),
        ("Jan-Feb", day(1, 1), day(2, 28)),
        ("20250203", day(2, 3), day(2, 3)),
        ("14.3.", day(3, 14), day(3, 14)),
        ("15/3", day(3, 15, 2024), day(3, 15, 2024)),
        ("MÄRZ", day(3, 1), day(3, 31)),
        ("Q1", day(1, 1), day(3, 31)),
        ("2024-Q4", day(10, 1, 2024), day(12, 31, 2024)),
        ("q2/2024", day(4, 1, 2024), day(6, 30, 2024)),
        ("q4", day(10, 1, 2024), day(12, 31, 2024)),
        ("4. Quartal 2024", day(10, 1, 2024), day(12, 31, 2024)),
        ("2025-W10", day(3, 3), day(3, 9)),
        ("KW 10", day(3, 3), day(3, 9)),
        ("kw-12", day(3, 18, 2024), day(3, 24, 2024)),
        ("friday", day(3, 14), day(3, 14)),
        ("Samstag", day(3, 8), day(3, 8)),
        ("next 7 days", day(3, 14), day(3, 20)),
        ("nächste-2-Wochen", day(3, 14), day(3, 27)),
        ("3 days ago", day(3, 11), day(3, 11)),
        ("vor-2-Wochen", day(2, 28), day(2, 28)),
    ],
)
def test_days_that_a_value_means(value, first, last):
    assert span(value) == (first, last)


@pytest.mark.parametrize(
    "value",
    [
        *("", "x", ">", "..", "x..2025", "2025..x", "2025-13", "2025-00", "2025-02-30", "30.2.2025", "13/13/2025"),
        *("0000", "1.2.345", "13/2025", "32 may 2024", "mayy", "last", "last decade", "some week", "last 9999 years"),
        *("last 10000 days", "2025 may", "2023..2024..2025", "12 may 14", "31.2.", "1/13", "20251301"),
        *(
            "q5",
            "kw54",
            "w0",
            "2024 q1 2025",
            "12-abc-25",
            "3 days",
            "vor 3",
            ">2026 <2024",
            ">2024 >2025",
            ">2024 <x",
            "1. bis März 2024",
            "last 9999 years..2024",
            "2024-x",
            "x-2024",
            "-2024",
            "2024-",
            "mayo",
        ),
    ],
)
def test_value_that_means_no_day_is_not_understood(value):
    assert span(value) is None


@pytest.mark.parametrize(
    ("today", "value", "first", "last"),
    [
        (day(1, 31), "last month", day(12, 1, 2024), day(12, 31, 2024)),
        (day(12, 1), "next month", day(1, 1, 2026), day(1, 31, 2026)),
        (day(12, 31), "next quarter", day(1, 1, 2026), day(3, 31, 2026)),
        (day(1, 1), "last quarter", day(10, 1, 2024), day(12, 31, 2024)),
        (day(3, 10), "this week", day(3, 10), day(3, 16)),
        (day(3, 16), "this week", day(3, 10), day(3, 16)),
        (day(1, 1), "january", day(1, 1), day(1, 31)),
        (day(1, 31), "february", day(2, 1, 2024), day(2, 29, 2024)),
    ],
)
def test_period_is_that_of_today(today, value, first, last):
    assert span(value, today) == (first, last)


def test_period_beyond_the_calendar_is_not_understood():
    assert span("next year", date.max) is None
    assert span("last year", date.min) is None
    assert span("tomorrow", date.max) is None


@given(st.dates(), st.dates(min_value=date(1000, 1, 1)))
def test_any_day_means_itself(today, wanted):
    for written in (wanted.isoformat(), f"{wanted.day}.{wanted.month}.{wanted.year}"):
        assert span(written, today) == (wanted, wanted)


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 1, 1)), st.integers(1, 300))
def test_last_days_end_today(today, count):
    assert span(f"last {count} days", today) == (today - timedelta(days=count - 1), today)
