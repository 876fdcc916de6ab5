"""A filter that follows a query, as the site adds it when a person ticks a value."""

from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from docloft.search.query import enclosing
from docloft.search.query.context import Context
from docloft.search.query.enclosing import around
from docloft.search.query.nodes import And, Everything, Node, placeless
from docloft.search.query.parser import MAX_CHARACTERS, MAX_TERMS, parse
from docloft.search.query.selections import FACETS, places, without
from packages.shared.tests.search.test_unticking import NAMES, UNITS, remaining

CONTEXT = Context(
    datetime(2025, 3, 14, tzinfo=UTC), find_ids=lambda field, name: [name.lower()] if name.lower() in NAMES else []
)
OPERATORS = {"AND", "UND", "&", "OR", "ODER", "|", "||", "NOT", "NICHT", "-", "!"}
FILTERS = [
    *("kind:invoice", 'tag:"tax return"', "(kind:invoice OR kind:home)", "(from:Power OR from:home)"),
    *("date:2024", "(date:2024 OR date:2023)", "is:inbox", "has:date", "type:pdf", "(lang:en OR lang:de)"),
]


def written(typed: str) -> str:
    before, after = around(parse(typed, CONTEXT))
    return f"{before}{typed}{after}"


def conjuncts(node: Node | None) -> list[Node]:
    match node:
        case None | Everything():
            return []
        case And(nodes):
            return [one for part in nodes for one in conjuncts(part)]
    return [placeless(node)]


@given(st.lists(st.sampled_from([one for one in UNITS if one != ")"]), max_size=9), st.sampled_from(FILTERS))
@example(["rent", "OR", "star*"], "kind:invoice")
@example(["rent", "NOT"], "kind:invoice")
@example(["rent", "(", "star*"], "kind:invoice")
@example(["rent", '"open'], "(kind:invoice OR kind:home)")
def test_query_and_a_filter_after_it_mean_both(units, following):
    assume(not units or set(units) - OPERATORS - {"(", "-(", "()"})
    typed = " ".join(units)
    query, both, added = (parse(one, CONTEXT) for one in (typed, f"{written(typed)} {following}", following))

    assert conjuncts(both.root) == [*conjuncts(query.root), *conjuncts(added.root)]
    assert both.trash == query.trash


@given(
    st.lists(st.sampled_from([one for one in UNITS if one != ")"]), max_size=9),
    st.sampled_from(FACETS),
    st.sampled_from(FILTERS),
)
def test_filters_of_a_facet_are_replaced_by_others(units, facet, following):
    assume(not units or set(units) - OPERATORS - {"(", "-(", "()"})
    typed = " ".join(units)
    query, added = parse(typed, CONTEXT), parse(following, CONTEXT)

    # As the site does it (filters.js).
    left = remaining(typed, facet)
    is_end_out = max((end for _, end in places(query, facet)), default=0) >= len(typed)
    before, after = ("", "") if is_end_out or not left else around(query)
    both = parse(f"{before}{left}{after} {following}", CONTEXT)

    assert conjuncts(both.root) == [*conjuncts(without(query, facet)[0].root), *conjuncts(added.root)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        ("rent 2024", "rent 2024"),
        ("(water OR bill) rent", "(water OR bill) rent"),
        ("water OR bill", "(water OR bill)"),
        ("water NOT", "(water NOT)"),
        ("water (bill", "water (bill)"),
        ('water "gas', 'water "gas"'),
        ('water OR "gas', '(water OR "gas")'),
        ("water (bill (OR", "water (bill (OR))"),
        ("is:trash has:text OR", "(is:trash has:text OR)"),
        ("NOT", "NOT"),
    ],
)
def test_text_is_closed_and_enclosed_only_where_a_filter_would_be_part_of_it(typed, expected):
    assert written(typed) == expected


def test_filter_is_about_all_of_a_query_that_has_no_room_for_two():
    many = " OR ".join(f"word{number}" for number in range(MAX_TERMS - 1))
    long = f"a OR {'x' * (MAX_CHARACTERS - len('a OR () lang:qx'))}"

    assert written(many) == f"({many})"
    assert written(long) == f"({long})"


@pytest.mark.parametrize(
    "typed", ["date:may, " * 96, "water OR bill " * 40, f"water OR bill{' ' * MAX_CHARACTERS}x", "", " "]
)
def test_query_without_room_for_a_filter_is_not_read_again(typed, monkeypatch):
    query = parse(typed, CONTEXT)
    monkeypatch.setattr(enclosing, "parse", None)

    assert around(query) == ("", "")


@pytest.mark.parametrize(
    ("typed", "most"),
    [("rent", 3), ("water OR bill", 4), ('rent "gas', 6), ("NOT", 3), ("NOT OR", 3), ('") NOT (', 20)],
)
def test_query_is_read_a_few_times_only(typed, most, monkeypatch):
    query, read = parse(typed, CONTEXT), Mock(side_effect=parse)
    monkeypatch.setattr(enclosing, "parse", read)
    around(query)

    assert read.call_count <= most
