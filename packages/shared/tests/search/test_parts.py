"""The parts of a query that every hit has to match, and their places in its text."""

from datetime import UTC, datetime

import pytest

from docloft.search.query.context import Context
from docloft.search.query.nodes import Keywords
from docloft.search.query.parser import parse
from packages.shared.tests.search.test_parser import shape_of

CONTEXT = Context(datetime(2025, 3, 14, tzinfo=UTC), find_ids=lambda _field, name: [name] if name == "home" else [])
HOME = Keywords("tag", ("home",))


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", []),
        ("bill", [("bill", 0, 4)]),
        ("  bill", [("bill", 2, 6)]),
        ("bill rent", [("bill", 0, 4), ("rent", 5, 9)]),
        ("tag:home bill", [(HOME, 0, 8), ("bill", 9, 13)]),
        ("tag: home, bill", [(HOME, 0, 10), ("bill", 11, 15)]),
        ("(bill rent) tax", [(("and", "bill", "rent"), 0, 11), ("tax", 12, 15)]),
        ("tax -(bill (rent tag:home))", [("tax", 0, 3), (("not", ("and", "bill", ("and", "rent", HOME))), 4, 27)]),
        ("tax (bill", [("tax", 0, 3), ("bill", 4, 9)]),
        ("tag:(home", [(HOME, 0, 9)]),
        ("bill) rent", [("bill", 0, 4), ("rent", 4, 10)]),
    ],
)
def test_part_has_its_node_and_its_place(typed, parts):
    assert [(shape_of(one.node), one.start, one.end) for one in parse(typed, CONTEXT).parts] == parts


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("NOT bill", [(("not", "bill"), 0, 8)]),
        ("bill AND rent", [("bill", 0, 9), ("rent", 5, 13)]),
        ("bill rent AND tax", [("bill", 0, 4), ("rent", 5, 14), ("tax", 10, 17)]),
        ("bill UND", [("bill", 0, 8)]),
        ("bill OR", [("bill", 0, 7)]),
        ("bill rent NOT", [("bill", 0, 4), ("rent", 5, 13)]),
        ("AND", []),
    ],
)
def test_operators_belong_to_the_parts_beside_them(typed, parts):
    assert [(shape_of(one.node), one.start, one.end) for one in parse(typed, CONTEXT).parts] == parts


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("bill OR rent", (("or", "bill", "rent"), 0, 12)),
        ("bill OR rent | tax", (("or", "bill", "rent", "tax"), 0, 18)),
        ("is:trash bill tag:home OR rent tax", (("or", ("and", "bill", HOME), ("and", "rent", "tax")), 9, 34)),
    ],
)
def test_alternatives_are_one_part(typed, part):
    assert [(shape_of(one.node), one.start, one.end) for one in parse(typed, CONTEXT).parts] == [part]


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("is:trash bill", [("bill", 9, 13)]),
        ("bill is:trash", [("bill", 0, 4)]),
        ("tag:nope bill", [("bill", 9, 13)]),
        ("bill tag:nope rent", [("bill", 0, 4), ("rent", 14, 18)]),
        ("bill tag:nope AND rent", [("bill", 0, 4), ("rent", 14, 22)]),
        ("bill tag:nope is:trash rent", [("bill", 0, 4), ("rent", 23, 27)]),
        ("(bill is:trash) rent", [("rent", 16, 20)]),
        ("bill OR rent is:trash OR tax", []),
    ],
)
def test_filter_of_a_place_or_with_an_unknown_value_is_no_part(typed, parts):
    assert [(shape_of(one.node), one.start, one.end) for one in parse(typed, CONTEXT).parts] == parts
