"""What `is:expired` looks for."""

from datetime import UTC, date, datetime

from docloft.search.query.context import Context
from docloft.search.query.expiry import expired
from docloft.search.query.flags import Flag
from docloft.search.query.nodes import And, Between, Keywords, Not, Or, Range

TODAY = datetime(2025, 3, 14, 12, tzinfo=UTC)
OVER = Between("flags", "kept@", "0000001", f"{date(2025, 3, 13).toordinal():07d}")
UNKEPT = Not(Keywords("flags", (Flag.KEPT,)))


def looked_for(years):
    return expired(Context(TODAY, find_keep_years=lambda: years))


def until(year, month, day):
    """Documents of this day or an earlier one; those without a date by the day they were added."""
    end = int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000) + 24 * 3_600_000 - 1
    undated = And((Range("added", None, end), Not(Keywords("flags", (Flag.DATE,)))))
    return Or((Range("date", None, date(year, month, day).toordinal()), undated))


def test_document_with_its_own_date_is_due_after_that_day():
    assert looked_for({}) == OVER


def test_document_of_a_kind_is_due_after_its_years_unless_it_has_its_own_date():
    due = And((Keywords("kind", ("k1",)), until(2015, 3, 13)))

    assert looked_for({"k1": 10}) == Or((OVER, And((due, UNKEPT))))


def test_kinds_with_the_same_years_are_looked_for_together():
    due = Or(
        (
            And((Keywords("kind", ("k2",)), until(2023, 3, 13))),
            And((Keywords("kind", ("k1", "k3")), until(2015, 3, 13))),
        )
    )

    assert looked_for({"k3": 10, "k2": 2, "k1": 10}) == Or((OVER, And((due, UNKEPT))))
