"""Further ways to write a day, a period or a range of days in words, in both languages. Dates: test_days."""

from datetime import date

import pytest

from docloft.search.query.day_ranges import span_of
from docloft.search.query.days import is_relative, is_weekday, may_be_words

TODAY = date(2025, 3, 14)
"""A Friday."""


def day(month, number, year=2025):
    return date(year, month, number)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("last Friday", day(3, 7), day(3, 7)),
        ("letzten Montag", day(3, 10), day(3, 10)),
        ("last Thursday", day(3, 13), day(3, 13)),
        ("vorletzten Freitag", day(2, 28), day(2, 28)),
        ("vorletzten Donnerstag", day(3, 6), day(3, 6)),
        ("next Friday", day(3, 21), day(3, 21)),
        ("next Saturday", day(3, 15), day(3, 15)),
        ("next Thursday", day(3, 20), day(3, 20)),
        ("nächsten Sonntag", day(3, 16), day(3, 16)),
        ("übernächsten Montag", day(3, 24), day(3, 24)),
        ("this Monday", day(3, 10), day(3, 10)),
        ("diesen Sonntag", day(3, 16), day(3, 16)),
        ("Di", day(3, 11), day(3, 11)),
        ("Fr.", day(3, 14), day(3, 14)),
        ("thurs", day(3, 13), day(3, 13)),
        ("vorletzte Woche", day(2, 24), day(3, 2)),
        ("vorletztes Jahr", day(1, 1, 2023), day(12, 31, 2023)),
        ("übernächster Monat", day(5, 1), day(5, 31)),
        ("kommende Woche", day(3, 17), day(3, 23)),
        ("vergangenen Monat", day(2, 1), day(2, 28)),
        ("aktuelles Quartal", day(1, 1), day(3, 31)),
        ("last weekend", day(3, 8), day(3, 9)),
        ("dieses Wochenende", day(3, 15), day(3, 16)),
        ("Vorjahr", day(1, 1, 2024), day(12, 31, 2024)),
        ("im Vormonat", day(2, 1), day(2, 28)),
        ("day before yesterday", day(3, 12), day(3, 12)),
        ("the day after tomorrow", day(3, 16), day(3, 16)),
        ("two weeks ago", day(2, 28), day(2, 28)),
        ("vor zwei Wochen", day(2, 28), day(2, 28)),
        ("in einer Woche", day(3, 21), day(3, 21)),
        ("a year ago", day(3, 14, 2024), day(3, 14, 2024)),
        ("last three months", day(12, 15, 2024), day(3, 14)),
        ("letzten 12 Monaten", day(3, 15, 2024), day(3, 14)),
        ("next 3 months", day(3, 14), day(6, 13)),
        ("vor 10 Jahren", day(3, 14, 2015), day(3, 14, 2015)),
        ("March 12th, 2025", day(3, 12), day(3, 12)),
        ("12th of March", day(3, 12), day(3, 12)),
        ("the 12th of May 2024", day(5, 12, 2024), day(5, 12, 2024)),
        ("12. 03. 2025", day(3, 12), day(3, 12)),
        ("12 3 2025", day(3, 12), day(3, 12)),
        ("12. 3.", day(3, 12), day(3, 12)),
        ("12-MAR-25", day(3, 12), day(3, 12)),
        ("März '24", day(3, 1, 2024), day(3, 31, 2024)),
        ("29.2.", day(2, 29, 2024), day(2, 29, 2024)),
        ("29 Feb", day(2, 29, 2024), day(2, 29, 2024)),
        ("Feber 2024", day(2, 1, 2024), day(2, 29, 2024)),
        ("CW8 2025", day(2, 17), day(2, 23)),
        ("Q4 2025", day(10, 1), day(12, 31)),
        ("2025-W50", day(12, 8), day(12, 14)),
        ("2. Hj. 2024", day(7, 1, 2024), day(12, 31, 2024)),
    ],
)
def test_day_or_period_in_words(value, first, last):
    assert span_of(value, TODAY) == (first, last)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("January to March 2024", day(1, 1, 2024), day(3, 31, 2024)),
        ("zwischen Januar und März 2024", day(1, 1, 2024), day(3, 31, 2024)),
        ("Nov - Feb 2024", day(11, 1, 2023), day(2, 29, 2024)),
        ("Feb - April", day(2, 1), day(4, 30)),
        ("Nov bis Feb", day(11, 1, 2024), day(2, 28)),
        ("Nov bis Nov", day(11, 1, 2024), day(11, 30, 2024)),
        ("KW 50 - KW 3", day(12, 9, 2024), day(1, 19)),
        ("1.1.-31.3.2024", day(1, 1, 2024), day(3, 31, 2024)),
        ("vom 1.12. bis 15.1.", day(12, 1, 2024), day(1, 15)),
        ("1. bis 15. März 2024", day(3, 1, 2024), day(3, 15, 2024)),
        ("1.-15.3.", day(3, 1), day(3, 15)),
        ("14.-20.3.", day(3, 14), day(3, 20)),
        ("15.-20.3.", day(3, 15, 2024), day(3, 20, 2024)),
        ("15.-15.3.2024", day(3, 15, 2024), day(3, 15, 2024)),
        ("28.-29.2.", day(2, 28, 2024), day(2, 29, 2024)),
        ("today..31.12.", day(3, 14), day(12, 31)),
        ("Mo-Mi", day(3, 10), day(3, 12)),
        ("Samstag bis Montag", day(3, 8), day(3, 10)),
        ("2023/2024", day(1, 1, 2023), day(12, 31, 2024)),
        ("2024-01-01/2024-02-15", day(1, 1, 2024), day(2, 15, 2024)),
        ("2023 \u2014 2024", day(1, 1, 2023), day(12, 31, 2024)),
        ("2023\u20262024", day(1, 1, 2023), day(12, 31, 2024)),
        ("2023 ... 2024", day(1, 1, 2023), day(12, 31, 2024)),
        (">2022 <2024", day(1, 1, 2023), day(12, 31, 2023)),
        ("<2024 >2022", day(1, 1, 2023), day(12, 31, 2023)),
        (">=1.3. <=1.3.", day(3, 1), day(3, 1)),
        (">last month <today", day(3, 1), day(3, 13)),
        (">= 1.1.2024 und <= 31.3.2024", day(1, 1, 2024), day(3, 31, 2024)),
        ("=> 2024", day(1, 1, 2024), None),
        ("\u22642024", None, day(12, 31, 2024)),
        ("nach dem 1. Januar", day(1, 2), None),
        ("vor dem 1.1.2024", None, day(12, 31, 2023)),
        ("bis zum 1.3.", None, day(3, 1)),
        ("since last Monday", day(3, 10), None),
        ("later than 2024", day(1, 1), None),
        ("früher als 2024", None, day(12, 31, 2023)),
        ("older than 1 year", None, day(3, 13, 2024)),
        ("älter als zwei Jahre", None, day(3, 13, 2023)),
        ("newer than a month", day(2, 15), None),
        ("more than 30 days ago", None, day(2, 11)),
        ("vor mehr als 30 Tagen", None, day(2, 11)),
        ("over 30 days", None, day(2, 11)),
        ("over-30-days-ago", None, day(2, 11)),
        ("vor über 30 Tagen", None, day(2, 11)),
        ("less than a month ago", day(2, 15), None),
        ("unter zwei Wochen", day(3, 1), None),
        ("older than 2024", None, day(12, 31, 2023)),
        ("neuer als Mai 2024", day(6, 1, 2024), None),
    ],
)
def test_range_of_days_in_words(value, first, last):
    assert span_of(value, TODAY) == (first, last)


@pytest.mark.parametrize("word", ["over", "more than", "mehr als", "über", "less than", "weniger als", "unter"])
@pytest.mark.parametrize("value", ["2024", "2024-05", "1.5.2024", "May", "last year", "yesterday", "in 3 days"])
def test_more_and_less_are_understood_before_a_length_of_time_only(word, value):
    assert span_of(f"{word} {value}", TODAY) is None


@pytest.mark.parametrize(
    ("today", "value", "first", "last"),
    [
        (day(3, 31), "1 month ago", day(2, 28), day(2, 28)),
        (day(2, 29, 2024), "1 year ago", day(2, 28, 2023), day(2, 28, 2023)),
        (day(2, 29, 2024), "last 12 months", day(3, 1, 2023), day(2, 29, 2024)),
        (day(1, 1), "yesterday..tomorrow", day(12, 31, 2024), day(1, 2)),
        (day(1, 1), "Mo-Fr", day(12, 30, 2024), day(1, 3)),
        (day(4, 1), "Q2", day(4, 1), day(6, 30)),
        (day(3, 31), "Q2", day(4, 1, 2024), day(6, 30, 2024)),
        (day(3, 10), "KW 11", day(3, 10), day(3, 16)),
        (day(3, 1), "29.2.", day(2, 29, 2024), day(2, 29, 2024)),
        (day(2, 28, 2104), "29.2.", day(2, 29, 2096), day(2, 29, 2096)),
    ],
)
def test_months_and_years_are_those_of_the_calendar(today, value, first, last):
    expected = (first, last)

    assert span_of(value, today) == expected


@pytest.mark.parametrize(
    "value",
    ["heute", "Vorjahr", "last week", "last_week", "nächsten Montag", "last 3 days", "vor-2-Wochen", "in einer Woche"],
)
def test_distance_from_today_is_recognised(value):
    assert is_relative(value)


@pytest.mark.parametrize("value", ["2024", "12.3.", "May", "Friday", "Q1", "before 2024", ""])
def test_other_days_are_no_distance_from_today(value):
    assert not is_relative(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Friday", True), ("Fr.", True), (" Di ", True), ("MONTAG", True), ("May", False), ("Q1", False), ("", False)],
)
def test_weekday_is_recognised(value, expected):
    assert is_weekday(value) is expected


@pytest.mark.parametrize("value", ["do", "So.", "MI", "so 5", "fr-so", "may", "März", "mar,apr"])
def test_short_weekday_or_month_alone_may_be_a_word(value):
    assert may_be_words(value)


@pytest.mark.parametrize("value", ["may 2024", "12 May", "2024", "Montag", "thu", "ab", "heute", ""])
def test_other_days_are_no_words(value):
    assert not may_be_words(value)
