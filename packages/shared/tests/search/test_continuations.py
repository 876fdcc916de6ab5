"""How far the value of a filter goes on in a query."""

from datetime import UTC, datetime

import pytest

from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search.query import continuations
from docloft.search.query.context import Context
from docloft.search.query.parser import MAX_TERMS

NAMES = {"power ltd", "power -5", "a b c d e f", "a b c d e f g"}
FIELDS = {
    "Count": Definition("n", FieldType.NUMBER, {}),
    "Day": Definition("d", FieldType.DATE, {}),
    "Note": Definition("t", FieldType.TEXT, {}),
}
CONTEXT = Context(
    datetime(2025, 3, 14, 12, tzinfo=UTC),
    find_ids=lambda _field, name: [name] if name.lower() in NAMES else [],
    find_fields=lambda name: [FIELDS[name]] if name in FIELDS else [],
)


@pytest.mark.parametrize(
    ("typed", "field", "in_group", "rest"),
    [
        ("12 March 2025 paid", "date", False, " March 2025"),
        ('12 March 2025,"2024"', "date", False, " March 2025,"),
        ("Count = 3 paid", "field", False, " = 3"),
        ('Count = 3,"4"', "field", False, " = 3,"),
        ("between 1 May 2023 and 3 May 2023", "date", False, " 1 May 2023 and 3 May 2023"),
        (">1 MB paid", "size", False, " MB"),
        ("power ltd paid", "from", False, " ltd"),
        ("power -ltd", "from", False, ""),
        ("power -5", "from", False, ""),
        ("a b c d e f g", "from", False, " b c d e f"),
        ("Count> -5 paid", "field", False, " -5"),
        ("Count -5", "field", False, ""),
        ("Note=red house", "field", False, ""),
        ("web page", "type", True, " page"),
        ("web page", "type", False, ""),
        ("home tax", "title", False, ""),
        ("home tax", "title", True, ""),
    ],
)
def test_as_many_words_belong_to_a_value_as_make_sense(typed, field, in_group, rest):
    value = typed.partition(" ")[0]

    found = continuations.rest_of(field, value, typed, len(value), CONTEXT, in_group=in_group)

    assert found == (rest, len(value) + len(rest))


def test_words_of_several_types_belong_together_in_parentheses_only():
    assert continuations.rest_of("type", "web", "web page", 3, CONTEXT) == ("", 3)


def test_quoted_value_follows_a_comparison():
    assert continuations.rest_of("field", "Note=", 'Note="red house" x', 5, CONTEXT) == ("red house", 16)
    assert continuations.rest_of("field", "X", 'X"red"', 1, CONTEXT) == ("", 1)


@pytest.mark.parametrize(
    ("field", "typed", "rest", "end"),
    [
        ("field", '"No"=12 paid', "=12", 7),
        ("field", '"No">"a b" paid', ">a b", 10),
        ("field", '"No" = "a b" paid', "=a b", 12),
        ("field", '"No"= paid', "=", 5),
        ("field", '"No" = 5, 6 paid', "= 5, 6", 11),
        ("field", '"No"   >=   5 paid', ">= 5", 13),
        ("field", '"No" > -5 paid', "> -5", 9),
        ("field", '"No"    = 5', "", 4),
        ("field", '"No" = -paid', "=", 6),
        ("field", '"No" = OR paid', "=", 6),
        ("field", '"No" = (paid)', "=", 6),
        ("tag", '"No"=12 paid', "", 4),
    ],
)
def test_comparison_follows_the_quoted_name_of_a_field_only(field, typed, rest, end):
    assert continuations.rest_of_quoted(field, "Count", typed, 4, CONTEXT) == (rest, end)


def test_comparison_with_a_quoted_name_goes_on_like_any_other():
    typed = '"Day" >= 3 March 2025 paid'

    assert continuations.rest_of_quoted("field", "Day", typed, 5, CONTEXT) == (">= 3 March 2025", 21)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [('home,|"tax return"', True), ('home|"tax"', False), ("home,|tax", False), ('"home",|tax', False), ("|", False)],
)
def test_value_in_quotation_marks_follows_a_comma(typed, expected):
    position = typed.index("|")

    assert continuations.precedes_quoted(typed.replace("|", ""), position) is expected


def test_list_ends_only_after_more_values_than_a_query_may_have():
    typed = ",".join(f"t{number}" for number in range(60))

    values, end = continuations.listed("tag", typed, 0, CONTEXT)

    assert len(values) > MAX_TERMS
    assert values == typed.split(",")[: len(values)]
    assert typed[end:].startswith(f"t{len(values)}")


def test_parts_of_a_number_are_not_values_of_a_list():
    typed = '12,50€,13,50€,"14,50",15,5'

    assert continuations.listed("amount", typed, 0, CONTEXT) == (["12,50€", "13,50€", "14,50", "15,5"], len(typed))
