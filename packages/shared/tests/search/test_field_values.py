"""What the filter of custom fields looks for, for each type of field."""

from datetime import UTC, date, datetime

import pytest

from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search.query import field_values
from docloft.search.query.context import Context
from docloft.search.query.field_keywords import HIGHEST, LOWEST, MILLION, digits_of, digits_of_day
from docloft.search.query.nodes import And, Between, Keywords, Not, Or

ID = "01JDA0ZQ5T8M3N7K2V4W6X8Y91"
OPTIONS = {"o1": "Open", "o2": "Open again", "o3": "C", "o4": "C++"}
FIELDS = {
    "Note": [Definition("t", FieldType.TEXT, {})],
    "Count": [Definition("n", FieldType.NUMBER, {})],
    "Price": [Definition("m", FieldType.MONEY, {})],
    "Day": [Definition("d", FieldType.DATE, {})],
    "Paid": [Definition("b", FieldType.BOOLEAN, {})],
    "Contract": [Definition("l", FieldType.DOCUMENT, {})],
    "State": [Definition("c", FieldType.CHOICE, OPTIONS)],
    "Size": [Definition("s", FieldType.NUMBER, {}), Definition("t", FieldType.TEXT, {})],
}
CONTEXT = Context(
    datetime(2025, 3, 14, 12, tzinfo=UTC),
    find_ids=lambda field, name: [one.field_id for one in FIELDS.get(name, ())] if field == "field" else [],
    find_fields=lambda name: FIELDS.get(name, []),
)


def keywords(*any_of):
    return Keywords("field", any_of)


def number(low, high, field="n"):
    return Between("field", f"{field}#", digits_of(low), digits_of(high))


def days(first, last):
    return Between("field", "d@", digits_of_day(first.toordinal()), digits_of_day(last.toordinal()))


THREE, FIVE = number(3 * MILLION, 3 * MILLION), number(5 * MILLION, 5 * MILLION)
LAST_YEAR, THIS_YEAR = (days(date(year, 1, 1), date(year, 12, 31)) for year in (2024, 2025))


@pytest.mark.parametrize(
    ("value", "node"),
    [
        ("Note", keywords("t")),
        ("Size", keywords("s", "t")),
        ("Other", None),
        ("Other=1", None),
        ("Note=red house", And((keywords("t~red"), keywords("t~house")))),
        ("Note==Red house", keywords("t!red house")),
        ("Note=!", None),
        ("Note==", None),
        ("Note>red", None),
        ("Count=3", THREE),
        (" Count = 3 ", THREE),
        ("Count>3", number(3 * MILLION + 1, HIGHEST)),
        ("Count<3", number(LOWEST, 3 * MILLION - 1)),
        ("Count=3, 5", Or((THREE, FIVE))),
        ("Count=3..5", number(3 * MILLION, 5 * MILLION)),
        ("Price=3,50€,5,5€", Or((number(3_500_000, 3_500_000, "m"), number(5_500_000, 5_500_000, "m")))),
        ("Count=3..5,5..5", Or((number(3 * MILLION, 5 * MILLION), FIVE))),
        ("Count=" + ", ".join(["3"] * 30), Or((THREE,) * 30)),
        ("Count=3, x", None),
        ("Count>3, 5", None),
        ("Count!=3", Not(THREE)),
        ("Count\u22603", Not(THREE)),
        ("Count!=3, 5", Not(Or((THREE, FIVE)))),
        ("Count!=x", None),
        ("Count=3 EUR", None),
        ("Price=3 EUR", number(3 * MILLION, 3 * MILLION, "m")),
        ("Day=2025", THIS_YEAR),
        ("Day=today", days(date(2025, 3, 14), date(2025, 3, 14))),
        ("Day<2025", days(date.min, date(2024, 12, 31))),
        ("Day>=2025", days(date(2025, 1, 1), date.max)),
        ("Day=2024, 2025", Or((LAST_YEAR, THIS_YEAR))),
        ("Day=soon", None),
        ("Paid=Ja", keywords("b=true")),
        ("Paid=no", keywords("b=false")),
        ("Paid=maybe", None),
        ("Paid>yes", None),
        (f"Contract={ID.lower()}", keywords(f"l={ID}")),
        ("Contract=x", None),
        ("State=open", keywords("c=o1")),
        ("State=open!", keywords("c=o1")),
        ("State=op", keywords("c=o1", "c=o2")),
        ("State=c++", keywords("c=o4")),
        ("State=again, c", keywords("c=o2", "c=o3")),
        ("State=open again,c", keywords("c=o2", "c=o3")),
        ("State=open, closed", None),
        ("State=!", None),
        ("Size=3", Or((number(3 * MILLION, 3 * MILLION, "s"), And((keywords("t~3"),))))),
        (
            "Size=3, 5",
            Or(
                (
                    *(number(one * MILLION, one * MILLION, "s") for one in (3, 5)),
                    And((keywords("t~3"), keywords("t~5"))),
                )
            ),
        ),
    ],
)
def test_filter_looks_for_values_of_its_type(value, node):
    assert field_values.filter_of(value, CONTEXT) == node


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Note=red", True),
        ("Size=3", True),
        ("Note=", False),
        ("Note", False),
        ("Count=3", False),
        ("Other=Note", False),
    ],
)
def test_only_a_text_may_go_on_with_further_words(value, expected):
    assert field_values.is_text(value, CONTEXT) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Count=x", True), (" Count > 3", True), ("Count", False), ("Other=1", False), ("Other=Count", False)],
)
def test_name_of_a_field_is_recognised_before_a_comparison(value, expected):
    assert field_values.names_field(value, CONTEXT) is expected


def test_documents_with_a_link_are_found_by_its_id_in_any_field():
    assert field_values.linked_to(ID.lower()) == keywords(f"={ID}")
    assert field_values.linked_to("x") is None
