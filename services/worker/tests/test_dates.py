"""Dates in a line: their forms, and the order of day and month."""

import pytest

from docloft_worker.facts import dates
from docloft_worker.facts.lines import Source


def found(text, language="de"):
    source = Source((text,), language, {}, "2026-06-30")
    return [place.day.isoformat() for line in source.lines for place in dates.find(line, source)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.03.2024", "2024-03-12"),
        ("12. 3. 2024", "2024-03-12"),
        ("05/12/2024", "2024-12-05"),
        ("12-03-2024", "2024-03-12"),
        ("03/25/2024", "2024-03-25"),
        ("12/25/2024", "2024-12-25"),
        ("2024/03/12", "2024-03-12"),
        ("12.03.25", "2025-03-12"),
        ("12.03.27", "2027-03-12"),
        ("12.03.28", "1928-03-12"),
        ("3. März 2024", "2024-03-03"),
        ("March 3rd, 2024", "2024-03-03"),
        ("12.03.2024.", "2024-03-12"),
        ("(12.03.2024)", "2024-03-12"),
    ],
)
def test_form_of_a_date_is_read(text, day):
    assert found(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "no digit",
        "03.25.2024",
        "31.02.2024",
        "1.2/2024",
        "2024-03/12",
        "x12.03.2024",
        "/12.03.2024",
        "x-12.03.2024",
        "12.03.2024x y",
        "12.03.2024/5",
        "12.03.2024/5a",
    ],
)
def test_other_digits_are_not_a_date(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("25/12/2024\n04/05/2024", ["2024-12-25", "2024-05-04"]),
        ("12/25/2024\n04/05/2024", ["2024-12-25", "2024-04-05"]),
        ("25-12-2024\n04/05/2024", ["2024-12-25"]),
        ("01/02/2024\n04/05/2024\n12/25/2024", ["2024-01-02", "2024-04-05", "2024-12-25"]),
        ("04/05/2024", []),
        ("04/04/2024", ["2024-04-04"]),
        ("04/05/2024\nUSD 12.00", ["2024-04-05"]),
        ("12/05/2024\nUSD 12.00", ["2024-12-05"]),
        ("04/05/2024\nGBP 12.00", ["2024-05-04"]),
        ("04/05/2024\nUSD 12.00\nGBP 9.00", []),
        ("04-05-2024", ["2024-05-04"]),
        ("04/05/2024 12.03.2024", ["2024-03-12"]),
    ],
)
def test_english_document_needs_evidence_of_its_order(text, days):
    assert found(text, "en") == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12.03.2024 bis 15.03.2024", ["2024-03-12", "2024-03-15"]),
        ("12.03.2024 oder 3. April 2024", ["2024-03-12", "2024-04-03"]),
        ("1.2/2024, 12.03.2024", ["2024-03-12"]),
    ],
)
def test_dates_of_a_line_are_in_order(text, days):
    assert found(text) == days
