"""What remains of a query without the filters of a facet, as the site writes it when a person unticks them all."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docloft.search.query.context import Context
from docloft.search.query.nodes import Everything, placeless
from docloft.search.query.parser import parse
from docloft.search.query.selections import FACETS, places, without

NAMES = {"power", "power ltd", "home", "tax return", "invoice"}
CONTEXT = Context(
    datetime(2025, 3, 14, tzinfo=UTC), find_ids=lambda field, name: [name.lower()] if name.lower() in NAMES else []
)
UNITS = [
    *("rent", "Ltd", "48", "913,27", "2024", "January", "$", "5", "kg", '"a phrase"', '"open', "star*", "KNOT"),
    *("from:Power", "correspondent:Power Ltd", "von: power", "tag:home", "label:home", 'labels:"tax return"'),
    *("-tag:home", "tag:home-office"),
    *("kind:(invoice OR home)", "type:pdf", "ext:pdf,word", "endung:pdf", "year:2024", "date:January", "date:2024-06"),
    *("jahr:2023,2024", "is:trash", "is:scan", "has:text", "kind:nothing", "kind:", "title:x", "pages:>10"),
    *("AND", "UND", "&", "OR", "ODER", "|", "||", "NOT", "NICHT", "-", "!", "(", ")", "-(", "tag:(", "()"),
]  # fmt: skip


def remaining(typed: str, facet: str) -> str:
    """As the site does it (filters.js)."""
    rest, at = [], 0
    for start, end in places(parse(typed, CONTEXT), facet):
        rest.append(typed[at:start].strip())
        at = max(at, end)
    return " AND ".join(filter(None, [*rest, typed[at:].strip()]))


def meaning(query):
    return placeless(query.root or Everything()), query.trash


@given(st.lists(st.sampled_from(UNITS), max_size=9), st.sampled_from(["", " ", "  "]), st.sampled_from(FACETS))
@example(["tag:home", "AND"], " ", "tag")
@example(["NOT", "-tag:home", "rent"], " ", "tag")
@example(["from:Power", "tag:home", "Ltd"], " ", "tag")
@example(["48", "tag:home", "913,27"], " ", "tag")
def test_query_without_its_filters_of_a_facet_means_the_same_otherwise(units, blanks, facet):
    typed = blanks.join(units)
    query = parse(typed, CONTEXT)
    expected, selected = without(query, facet)
    left = parse(remaining(typed, facet), CONTEXT)

    assert meaning(left) == meaning(expected)
    assert without(left, facet)[1] == frozenset()
    if not selected:
        assert remaining(typed, facet) == typed.strip()


@pytest.mark.parametrize(
    ("typed", "facet", "left"),
    [
        ("correspondent:Power water", "sender", "water"),
        ("rent tag:home bill", "tag", "rent AND bill"),
        ("rent AND tag:home", "tag", "rent"),
        ("tag:home AND rent", "tag", "rent"),
        ("rent tag:home AND bill", "tag", "rent AND bill"),
        ("tag:home AND tag:invoice UND", "tag", ""),
        ("rent tag:home kind:invoice", "tag", "rent AND kind:invoice"),
        ("tag:home NOT bill", "tag", "NOT bill"),
        ("tag:home is:trash AND rent", "tag", "is:trash AND rent"),
        ("rent tag:(home", "tag", "rent"),
        ('"tag:home run" tag:home', "tag", '"tag:home run"'),
        ("-tag:home-office tag:home", "tag", "-tag:home-office"),
        ("(tag:home OR bill) tag:home", "tag", "(tag:home OR bill)"),
        ("rent OR tag:home", "tag", "rent OR tag:home"),
        ("rent || label:home", "tag", "rent || label:home"),
        ("tag:home OR label:invoice", "tag", ""),
        ("is:trash tag:home OR tag:invoice", "tag", "is:trash"),
        ("tag:home is:trash OR tag:invoice", "tag", "tag:home is:trash OR tag:invoice"),
        ("tag:(home is:trash) rent", "tag", "tag:(home is:trash) rent"),
        ("(tag:home rent)", "tag", "(tag:home rent)"),
        ("tag:home \U0001f600 tag:home", "tag", "\U0001f600"),
    ],
)
def test_filters_that_select_are_taken_out_with_their_operators(typed, facet, left):
    assert remaining(typed, facet) == left
