"""The filter of custom fields: how it is written, and what it finds."""

import re
from datetime import UTC, datetime

import pytest
import tantivy
from hypothesis import example, given
from hypothesis import strategies as st

from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search import api as search
from docloft.search.engine.digit_ranges import pattern_of
from docloft.search.engine.plan import Given, plan
from docloft.search.engine.schema import schema
from docloft.search.query.nodes import And, Keywords, Or, Phrase, Word, wanted
from docloft.search.query.parser import MAX_RANGES
from packages.shared.tests.search.indexes import entry
from tests.narrowing import of_type

FIELD, OTHER = "01JDA0ZQ5T8M3N7K2V4W6X8Y91", "01JDA0ZQ5T8M3N7K2V4W6X8Y92"


def context(kind, *ids, **options):
    """A library in which every name is that of these fields."""
    found = [Definition(one, FieldType(kind), options) for one in ids or (FIELD,)]
    return search.Context(
        datetime(2025, 3, 14, 12, tzinfo=UTC), find_ids=lambda *_: [FIELD], find_fields=lambda _name: found
    )


def found(values, typed, kind):
    """Which of the documents with these values a query finds."""
    index = tantivy.Index(schema())
    writer = index.writer(15_000_000, 1)
    for value in values:
        writer.add_document(
            search.document_of(entry(str(value), title="x", custom_fields={FIELD: value, OTHER: value}), None)
        )
    writer.commit()
    index.reload()
    searcher = index.searcher()
    hits = searcher.search(plan(search.parse(typed, context(kind)), Given(lambda *_: [])), 99).hits
    identities = {searcher.doc(address)["id"][0] for _, address in hits}
    return [value for value in values if str(value) in identities]


@given(st.integers(0, 99_999), st.integers(0, 99_999), st.integers(0, 99_999))
@example(195, 399, 190)
def test_pattern_matches_the_numbers_of_a_range(low, high, number):
    pattern = pattern_of(f"{low:05d}", f"{high:05d}")

    assert bool(re.fullmatch(pattern, f"{number:05d}")) == (low <= number <= high)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("field:A>0", [0.25, 3, 1_000_000_000_000]),
        ("field:A>=0", [0, 0.25, 3, 1_000_000_000_000]),
        ("field:A<0", [-1_000_000_000_000, -2.5]),
        ("field:A=-2.5", [-2.5]),
        ("field:A=-2,5..0,25", [-2.5, 0, 0.25]),
        ("field:A=..0", [-1_000_000_000_000, -2.5, 0]),
        ("field:A=99999999999999999999", []),
        ("field:A>=99999999999999999999", []),
        ("-field:A>0", [-1_000_000_000_000, -2.5, 0]),
    ],
)
def test_numbers_are_compared_by_their_value(typed, expected):
    assert found([-1_000_000_000_000, -2.5, 0, 0.25, 3, 1_000_000_000_000], typed, "number") == expected


def test_words_of_a_text_are_found_in_any_writing_and_other_fields_are_not_searched():
    values = ["Straße Müller", "2024-05-01", "東京都", "RE-2031"]

    assert found(values, "field:A=strasse", "text") == ["Straße Müller"]
    assert found(values, 'field:A="mueller straße"', "text") == ["Straße Müller"]
    assert found(values, "field:A=2024-05", "text") == ["2024-05-01"]
    assert found(values, "field:A=東京", "text") == ["東京都"]
    assert found(values, "field:A=京", "text") == ["東京都"]
    assert found(values, "field:A=2031", "text") == ["RE-2031"]
    assert found(values, "re-2031", "text") == ["RE-2031"]


@pytest.mark.parametrize(
    "typed", ["field:A==new-york", 'field:A=="new york"', 'field:"A"=="New  York"', "feld:A==„New York“"]
)
def test_whole_text_is_found_without_longer_ones(typed):
    values = ["New York", "new york!", "New York City", "York"]

    assert found(values, typed, "text") == ["New York", "new york!"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('field:"Invoice no"=12', "12"),
        ('field:"Invoice no"="1 2"', "1 2"),
        ('field:Invoice="1 2"', "1 2"),
        ('field:"Invoice no=1 2"', "1 2"),
        ("feld:Invoice=12", "12"),
        ("field:Invoice= 12", "12"),
        ("field:Invoice = 12", "12"),
        ("field:Invoice no=12", "12"),
        ("feld:„Invoice no“=„1 2“", "1 2"),
    ],
)
def test_name_and_value_are_quoted_or_not(typed, words):
    root = search.parse(f"{typed} rest", context("text")).root

    filtered, rest = of_type(And, root).nodes
    parts = filtered.nodes if isinstance(filtered, And) else (filtered,)
    assert [of_type(Keywords, one).any_of[0] for one in parts] == [f"{FIELD}~{word}" for word in words.split()]
    assert of_type(Word, rest).text == "rest"


@pytest.mark.parametrize(
    "typed",
    ['field:A=""', 'field:"A">', 'field:"A" >=', "field:A>=", "field:A>5", "field:A=!", "field:A==", "field:A==!"],
)
def test_comparison_that_text_does_not_have_is_ignored_and_reported(typed):
    query = search.parse(f"{typed} bill", context("text"))

    assert of_type(Word, query.root).text == "bill"
    assert [notice.code for notice in query.notices] == ["bad_value"]


def test_field_that_does_not_exist_is_reported():
    query = search.parse("field:Nemo=5 bill")

    assert [notice.code for notice in query.notices] == ["unknown_name"]


def test_name_of_several_fields_means_any_of_them():
    query = search.parse("field:A=yes", context("boolean", FIELD, OTHER))

    assert query.root == Or((Keywords("field", (f"{FIELD}=true",)), Keywords("field", (f"{OTHER}=true",))))


def test_option_is_found_by_its_name_or_by_the_beginnings_of_its_words():
    options = {"a": "Open", "b": "Open again"}

    def found(typed):
        return search.parse(typed, context("choice", **options)).root

    assert found("field:A=open") == Keywords("field", (f"{FIELD}=a",))
    assert found("field:A=op") == Keywords("field", (f"{FIELD}=a", f"{FIELD}=b"))
    assert found("field:A=closed") is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [("C", "a"), ("c++", "b"), ("C#", "c"), ("+", "d"), ("-", "e"), ("C-", "abc"), ("*", None)],
)
def test_options_that_differ_in_nothing_but_signs_are_found_separately(typed, found):
    options = {"a": "C", "b": "C++", "c": "C#", "d": "+", "e": "-"}

    root = search.parse(f"field:A={typed}", context("choice", **options)).root

    assert root == (Keywords("field", tuple(f"{FIELD}={one}" for one in found)) if found else None)


@pytest.mark.parametrize("value", [None, [1], {"amount": "x"}])
def test_value_of_no_type_cannot_be_indexed(value):
    with pytest.raises(TypeError):
        search.document_of(entry("1", title="x", custom_fields={FIELD: value}), None)


@pytest.mark.parametrize(
    ("typed", "expected"), [("field:A=0.125", [0.125]), ("field:A=0,125", [0.125]), ("field:A>0.124", [0.125, 125])]
)
def test_fraction_of_three_digits_is_not_taken_for_thousands(typed, expected):
    assert found([0.125, 125], typed, "number") == expected


@pytest.mark.parametrize("typed", ["field:A=61109010140000071219812874", "field:A=61109010140000071219812874 -unknown"])
def test_text_of_the_form_of_an_id_is_found(typed):
    assert found(["61109010140000071219812874"], typed, "text") == ["61109010140000071219812874"]


def test_comparisons_beyond_the_limit_are_left_out_and_reported():
    few = search.parse(" ".join(f"field:A>{number}" for number in range(MAX_RANGES)), context("number"))
    many = search.parse("x " + " ".join(f"field:A>{number}" for number in range(MAX_RANGES + 5)), context("number"))
    wide = search.parse("x field:A>1", context("number", *(f"field{number}" for number in range(MAX_RANGES + 1))))

    assert few.notices == ()
    assert [notice.code for notice in many.notices] == ["too_many_ranges"]
    assert [notice.code for notice in wide.notices] == ["too_many_ranges"]
    assert str(MAX_RANGES) in many.notices[0].sentence


def test_list_beyond_the_limit_is_left_out_and_reported():
    listed = ",".join(f"{number}.5" for number in range(MAX_RANGES + 5))

    query = search.parse(f"x field:A!={listed}", context("number"))

    assert [notice.code for notice in query.notices] == ["too_many_ranges"]
    assert isinstance(query.root, Word)


@pytest.mark.parametrize(("typed", "left"), [("field:A > -5", 1), ("field:A > -5 bill", 2), ("field:A >= 5 -7", 2)])
def test_number_after_a_comparison_may_have_a_sign(typed, left):
    root = search.parse(typed, context("number")).root

    assert len(root.nodes if isinstance(root, And) else [root]) == left


def test_option_ends_before_an_excluded_word():
    query = search.parse("field:A=open -again", context("choice", a="Open", b="Open again"))

    assert of_type(And, query.root).nodes[0] == Keywords("field", (f"{FIELD}=a",))


def test_phrase_after_the_name_of_a_field_is_looked_for():
    assert wanted(search.parse('field:MaX"two words"').root) == [Phrase("two words")]
