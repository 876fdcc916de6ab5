"""Which values of a facet a query selects, and how the filter for a value is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.query.continuations import QUOTES
from docloft.search.query.flags import Flag
from docloft.search.query.nodes import And, Between, Everything, Keywords, Node, Not, Or, Phrase, Query, Range
from docloft.search.query.parser import parse
from docloft.search.query.selections import FACETS, places, without, written, written_value
from packages.shared.tests.search.test_field_queries import FIELD, context

BILL = Phrase("bill")
INVOICE, LETTER = Keywords("kind", ("k1",)), Keywords("kind", ("k2",))


def years(first, last, field="date"):
    return Range(field, date(*first).toordinal(), date(*last).toordinal())


def left(root: Node | None, facet):
    """What remains of a query, and the values selected, in order."""
    query, selected = without(Query("typed", root, trash=True), facet)
    assert (query.text, query.trash) == ("typed", True)
    return query.root, sorted(selected)


@pytest.mark.parametrize(
    ("facet", "value", "typed"),
    [
        ("kind", "Invoice", "kind:Invoice"),
        ("kind", "Tax notice", 'kind:"Tax notice"'),
        ("sender", "Power (North)", 'from:"Power (North)"'),
        ("sender", "North)", 'from:"North)"'),
        ("sender", "A\tB", 'from:"A\tB"'),
        ("tag", 'The "best"', 'tag:"The  best"'),
        ("tag", '"best"', "tag:best"),
        ("language", "en", "lang:en"),
        ("type", "image", "type:image"),
        ("year", "2024", "date:2024"),
        ("is", Flag.RECOGNISED, "is:scan"),
        ("is", Flag.INBOX, "is:inbox"),
        ("has", Flag.PARTS, "has:attachments"),
        ("has", Flag.TEXT, "has:text"),
        ("tag", "parts", "tag:parts"),
    ],
)
def test_filter_is_written_as_people_write_it(facet, value, typed):
    assert written(facet, value) == typed


def test_id_is_written_instead_of_a_name_with_quotation_marks():
    assert written("tag", "The “best”", "t1") == "tag:t1"
    assert written("tag", "The best", "t1") == 'tag:"The best"'


@pytest.mark.parametrize(
    ("field", "value", "typed"),
    [
        ("Status", "Paid", "field:Status=Paid"),
        ("Status", "To pay", 'field:Status="To pay"'),
        ("My status", "(none)", 'field:"My status"="(none)"'),
        ("A=B", "x", "field:f1=x"),
        ("A>B", "x", "field:f1=x"),
        ("A<B", "x", "field:f1=x"),
        ('"A"', "x", "field:f1=x"),
        ("A", '"x" y', 'field:A="x  y"'),
    ],
)
def test_value_of_a_field_is_written_as_people_write_it(field, value, typed):
    assert written_value(field, "f1", value) == typed


def test_whole_text_is_written_with_two_signs():
    assert written_value("My place", "f1", "New York", is_text=True) == 'field:"My place"=="New York"'


@pytest.mark.parametrize(
    ("root", "facet", "remaining", "selected"),
    [
        (And((BILL, INVOICE)), "kind", BILL, ["k1"]),
        (INVOICE, "kind", Everything(), ["k1"]),
        (And((BILL, INVOICE, Phrase("red"))), "kind", And((BILL, Phrase("red"))), ["k1"]),
        (And((BILL, Or((INVOICE, LETTER)))), "kind", BILL, ["k1", "k2"]),
        (And((INVOICE, LETTER)), "kind", Everything(), ["k1", "k2"]),
        (And((BILL, Or((And((INVOICE, LETTER)), LETTER)))), "kind", BILL, ["k1", "k2"]),
        (And((BILL, Or((INVOICE, Phrase("red"))))), "kind", None, []),
        (And((BILL, Not(INVOICE))), "kind", None, []),
        (And((BILL, INVOICE)), "sender", None, []),
        (BILL, "kind", None, []),
        (None, "kind", None, []),
        (And((BILL, Keywords("lang", ("en", "de")))), "language", BILL, ["de", "en"]),
        (And((BILL, Keywords("flags", (Flag.INBOX,)))), "is", BILL, ["inbox"]),
        (And((BILL, Keywords("flags", (Flag.INBOX,)))), "has", None, []),
        (And((BILL, Keywords("flags", (Flag.INBOX, Flag.TEXT)))), "is", None, []),
        (And((BILL, Keywords("state", (Flag.INBOX,)))), "is", None, []),
        (And((BILL, Keywords("flags", (Flag.TEXT,)))), "has", BILL, ["text"]),
        (And((BILL, Keywords("field", ("f1=a", "f1=b")))), "field:f1=", BILL, ["a", "b"]),
        (And((BILL, Keywords("field", ("f1=a", "f2=b")))), "field:f1=", None, []),
        (And((BILL, Keywords("field", ("f1",)))), "field:f1=", None, []),
        (And((BILL, Keywords("kind", ("f1=a",)))), "field:f1=", None, []),
        (And((BILL, Range("date", 1, 2))), "field:f1=", None, []),
        (And((BILL, Keywords("field", ("f1!new york",)))), "field:f1:", BILL, ["new york"]),
        (And((BILL, Keywords("field", ("f1~york",)))), "field:f1:", None, []),
        (And((BILL, Between("field", "f1#", "1", "2"))), "field:f1#", BILL, ["1..2"]),
        (And((BILL, Between("field", "f2#", "1", "2"))), "field:f1#", None, []),
        (And((BILL, Between("field", "f1@", "0738886", "0739251"))), "field:f1@", BILL, ["2024"]),
        (And((BILL, Between("field", "f1@", "0738887", "0739251"))), "field:f1@", None, []),
        (And((BILL, Between("field", "f1@", "0738886", str(date.max.toordinal())))), "field:f1@", None, []),
        (And((BILL, Between("field", "f1@", "0693596", "0766644"))), "field:f1@", None, []),
    ],
)
def test_what_a_query_selects_of_a_facet_is_left_out(root, facet, remaining, selected):
    """None remaining: the query as it is."""
    assert left(root, facet) == (root if remaining is None else remaining, selected)


@pytest.mark.parametrize(
    ("node", "selected"),
    [
        (years((2023, 1, 1), (2024, 12, 31)), ["2023", "2024"]),
        (years((2024, 1, 1), (2024, 12, 31)), ["2024"]),
        (years((1995, 1, 1), (2024, 12, 31)), [str(year) for year in range(1995, 2025)]),
    ],
)
def test_days_are_a_selection_of_years_if_they_are_whole(node, selected):
    assert left(And((BILL, node)), "year") == (BILL, selected)


@pytest.mark.parametrize(
    "node",
    [
        years((1994, 1, 1), (2024, 12, 31)),
        years((2024, 1, 2), (2024, 12, 31)),
        years((2024, 2, 1), (2024, 12, 31)),
        years((2024, 1, 1), (2024, 12, 30)),
        years((2024, 1, 1), (2024, 11, 30)),
        Range("date", None, date(2024, 12, 31).toordinal()),
        Range("date", date(2024, 1, 1).toordinal(), None),
        years((2024, 1, 1), (2024, 12, 31), field="due"),
        Or((years((2023, 1, 1), (2023, 12, 31)), years((2024, 6, 1), (2024, 6, 30)))),
    ],
)
def test_other_days_are_no_selection_and_remain_beside_a_selected_year(node):
    root = And((BILL, node))

    assert left(root, "year") == (root, [])
    assert left(And((root.nodes[1], years((2024, 1, 1), (2024, 12, 31)))), "year") == (node, ["2024"])


@pytest.mark.parametrize(
    ("facet", "filter_name", "most"), [("year", "date:", 30), (f"field:{FIELD}@", "field:Signed=", 15)]
)
def test_longest_selected_period_leaves_room_when_a_year_of_it_is_unticked(facet, filter_name, most):
    signed = context("date")
    one_more, selected = (
        without(parse(f"{filter_name}{2025 - count}..2024", signed), facet)[1] for count in (most + 1, most)
    )
    kept = sorted(selected)[1:]
    unticked = parse(f"bill ({' OR '.join(f'{filter_name}{year}' for year in kept)}) {filter_name}2020", signed)

    assert (len(one_more), len(selected)) == (0, most)
    assert list(unticked.notices) == []
    assert without(unticked, facet)[1] == set(kept)


@given(st.sampled_from(FACETS), st.text(st.sampled_from(f"ab () \t{QUOTES}"), min_size=1))
def test_filter_has_no_quotation_mark_but_its_own(facet, value):
    text = written(facet, value).partition(":")[2]

    assert not set(text.removeprefix('"').removesuffix('"')) & set(QUOTES)


@pytest.mark.parametrize(
    ("typed", "facet", "parts"),
    [
        ("rent typ:bild", "type", ("typ:bild",)),
        ("sprache:deutsch,en rent", "language", ("sprache:deutsch,en",)),
        ("type: pdf rent", "type", ("type: pdf",)),
        ("(lang:de OR sprache: englisch) lang:fr rent", "language", ("(lang:de OR sprache: englisch)", "lang:fr")),
        ("rent type:(pdf or image", "type", ("type:(pdf or image",)),
        ("date:January 2023 to December 2024 rent", "year", ("date:January 2023 to December 2024",)),
        ("date:2024-06 rent", "year", ()),
        ("date:>2024-06 date:2025", "year", ("date:2025",)),
        ("date:2023 date:(2024-06 OR 2025)", "year", ("date:2023",)),
        ("is:scan,locked", "is", ("is:scan,locked",)),
        ("-type:pdf NOT type:image -(type:word)", "type", ()),
        ("rent OR type:pdf", "type", ()),
        ("(rent OR type:pdf) lang:de", "type", ()),
        ("type:pdf lang:de", "year", ()),
    ],
)
def test_places_are_those_of_the_parts_that_select_values(typed, facet, parts):
    assert tuple(typed[start:end] for start, end in places(parse(typed), facet)) == parts
