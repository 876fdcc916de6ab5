"""The day by which to pay: beside its label, or below it."""

import pytest

from docloft.suggestions import Fact
from docloft_worker.facts import due_date
from docloft_worker.facts.lines import Source

DAY = "12.03.2024"


def found(*pages):
    found = list(due_date.find(Source(pages, "en", {}, "2026-06-30")))
    assert {one.fact for one in found} <= {Fact.DUE_DATE}
    return [(one.value, one.confidence, one.evidence) for one in found]


def between(count):
    return f"Due date {'a' * (count - 2)} {DAY}"


def test_date_beside_its_label_is_found():
    assert found(f"Due date: {DAY}") == [("2024-03-12", 0.92, f"Due date: {DAY}")]
    assert found("Due date: 12.03.24") == [("2024-03-12", 0.92, "Due date: 12.03.24")]


def test_date_below_its_label_is_found_with_the_label():
    assert found(f"Due date\n{DAY}") == [("2024-03-12", 0.85, f"Due date {DAY}")]


def test_label_is_near():
    assert len(found(between(30))) == 1
    assert found(between(31)) == []


def test_label_above_is_a_short_line():
    label = "Payment due".ljust(29, ".") + "a"

    assert len(found(f"{label}\n{DAY}")) == 1
    assert found(f"{label}a\n{DAY}") == []


@pytest.mark.parametrize(
    "pages",
    [
        (DAY,),
        (f"Greetings\n{DAY}",),
        (f"Due date\nPaid {DAY}",),
        (f"Contract due date\n{DAY}",),
        ("Due date", DAY),
        (f"Due date: {DAY}\nDue date: 13.03.2024",),
    ],
)
def test_other_dates_are_not_due_dates(pages):
    assert found(*pages) == []
