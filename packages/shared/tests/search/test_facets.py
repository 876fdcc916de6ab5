"""The counts of facets. The file is long because each type of field has values of its own."""

from functools import partial
from typing import Any

import pytest

from docloft import formats
from docloft.clock import now
from docloft.ids import new_id
from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search import api as search
from docloft.search.index import manifest
from docloft.search.query import fields
from docloft.search.query.flags import Flag
from docloft.search.query.nodes import Keywords
from docloft.search.query.selections import FACETS, written
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY

CONTEXT = search.Context(now(), find_ids=lambda _field, name: [name])
PAPERS: dict[str, dict[str, Any]] = {
    "bill": {"kind": "k1", "sender": "s1", "tags": ["t1", "t2"], "document_date": "2024-05-01", "language": "en"},
    "offer": {"kind": "k2", "sender": "s1", "tags": ["t2"], "document_date": "2023-01-01", "language": "de"},
    "photo": {"media_type": "image/png", "has_text": False, "partial": ("text_cut",)},
    "gone": {"kind": "k1", "trashed_at": "2025-03-14T09:26:53.000Z"},
}


def papers(names=tuple(PAPERS)):
    return [search.document_of(entry(name, **PAPERS[name]), Text((f"{name} letter",))) for name in names]


@pytest.fixture
def library(index):
    for paper in papers():
        index.add_all([paper])


def counted(typed, *names):
    query = search.parse(typed, CONTEXT)
    return {facet.name: facet.counts for facet in search.count_facets(LIBRARY, query, names or FACETS)}


ALL: dict[str, dict[str, Any]] = {
    "kind": {"k1": 1, "k2": 1},
    "sender": {"s1": 2},
    "tag": {"t1": 1, "t2": 2},
    "type": {"pdf": 2, "image": 1},
    "language": {"en": 1, "de": 1},
    "year": {"2024": 1, "2023": 1},
    "is": {Flag.PARTIAL: 1},
    "has": {Flag.TEXT: 2, Flag.DATE: 2},
}


@pytest.mark.usefixtures("library")
def test_values_of_all_hits_are_counted():
    assert counted("letter") == counted("*") == ALL
    assert counted("bill", "kind", "tag") == {"kind": {"k1": 1}, "tag": {"t1": 1, "t2": 1}}
    assert counted("is:trash", "kind") == {"kind": {"k1": 1}}
    assert counted("nothing", "kind") == {"kind": {}}


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("typed", "facet", "other", "others"),
    [
        ("letter kind:k1", "kind", "year", {"2024": 1}),
        ("kind:k1", "kind", "year", {"2024": 1}),
        ("(kind:k1 OR kind:k2) letter", "kind", "is", {}),
        ("letter tag:t1", "tag", "kind", {"k1": 1}),
        ("letter date:2024", "year", "kind", {"k1": 1}),
        ("letter type:image", "type", "kind", {}),
        ("letter lang:de", "language", "kind", {"k2": 1}),
        ("letter is:partial", "is", "kind", {}),
        ("letter has:date", "has", "type", {"pdf": 2}),
    ],
)
def test_counts_of_a_facet_ignore_what_is_selected_of_it(typed, facet, other, others):
    assert counted(typed, facet)[facet] == ALL[facet]
    assert counted(typed, other)[other] == others


@pytest.mark.usefixtures("library")
def test_years_are_counted_as_they_are_found_beside_other_days():
    assert counted("date:2024-05", "year") == counted("date:>2023-05", "year") == {"year": {"2024": 1}}
    assert search.find(LIBRARY, search.parse("date:>2023-05 date:2023", CONTEXT), offset=0, limit=1).total == 0


@pytest.mark.usefixtures("library")
def test_what_is_excluded_or_part_of_something_else_is_not_a_selection():
    assert counted("letter -kind:k1", "kind") == {"kind": {"k2": 1}}
    assert counted("(kind:k1 OR photo)", "kind") == {"kind": {"k1": 1}}


@pytest.mark.parametrize(
    ("typed", "facet", "selected"),
    [
        ("kind:k1", "kind", {"k1"}),
        ("letter (kind:k1 OR kind:k2)", "kind", {"k1", "k2"}),
        ("type:word", "type", {"word"}),
        ("type:photo", "type", {"image"}),
        ("date:2023..2024", "year", {"2023", "2024"}),
        ("date:2024-05", "year", set()),
        ("date:>2020", "year", set()),
        ("is:scan has:text", "is", {Flag.RECOGNISED}),
        ("-kind:k1", "kind", set()),
        ("letter", "kind", set()),
        ("", "kind", set()),
    ],
)
@pytest.mark.usefixtures("bucket")
def test_selected_values_are_returned(typed, facet, selected):
    [found] = search.count_facets(LIBRARY, search.parse(typed, CONTEXT), [facet])

    assert found.selected == selected


def test_values_of_several_shards_are_added(index, monkeypatch):
    monkeypatch.setattr(manifest, "MOST_DOCUMENTS", 1)
    for name in sorted(["bill", "gone", "offer", "photo"]):
        index.add_all(papers([name]))

    assert index.shards() == 4
    assert counted("letter") == ALL


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("facet", FACETS)
def test_filter_of_a_value_finds_as_many_as_were_counted(facet):
    find = partial(search.find, LIBRARY, offset=0, limit=10)

    for value, count in ALL[facet].items():
        query = search.parse(written(facet, value), CONTEXT)
        assert (find(query).total, query.notices) == (count, ())


@pytest.mark.parametrize("name", ["Power Ltd", 'The "Big" Company', "A(B)", "C:D", "E&F", "“G”", "-H"])
def test_name_with_any_characters_is_written_as_one_filter(name):
    query = search.parse(written("sender", name), CONTEXT)

    assert isinstance(query.root, Keywords)
    assert query.notices == ()


OPEN, PAID, STATUS, OWNED = new_id(), new_id(), new_id(), new_id()
DEFINITIONS = [
    Definition(STATUS, FieldType.CHOICE, {OPEN: "Open", PAID: "Paid up"}),
    Definition(OWNED, FieldType.BOOLEAN, {}),
]


def of_fields(name):
    return [one for one in DEFINITIONS if name in {one.field_id, {STATUS: "Status", OWNED: "My own"}[one.field_id]}]


@pytest.mark.parametrize(
    ("typed", "status", "owned", "selected"),
    [
        ("*", {OPEN: 2, PAID: 1}, {"true": 1, "false": 1}, set()),
        ("field:Status=Open", {OPEN: 2, PAID: 1}, {"true": 1}, {OPEN}),
        ('(field:Status=open OR field:Status="paid up")', {OPEN: 2, PAID: 1}, {"true": 1, "false": 1}, {OPEN, PAID}),
        ('field:"My own"=no', {PAID: 1}, {"true": 1, "false": 1}, set()),
        ("field:Status", {OPEN: 2, PAID: 1}, {"true": 1, "false": 1}, set()),
        ("-field:Status=Open", {PAID: 1}, {"false": 1}, set()),
    ],
)
def test_values_of_custom_fields_are_counted(index, typed, status, owned, selected):
    values: list[dict[str, Any]] = [
        {STATUS: OPEN, OWNED: True},
        {STATUS: OPEN},
        {STATUS: PAID, OWNED: False, new_id(): OPEN},
        {},
    ]
    index.add_all(
        [search.document_of(entry(str(at), custom_fields=one), Text(("letter",))) for at, one in enumerate(values)]
    )
    query = search.parse(typed, search.Context(now(), find_fields=of_fields, find_ids=lambda _field, _name: [STATUS]))

    found = search.count_facets(
        LIBRARY, query, [search.facet_of(DEFINITIONS[0]), "type", search.facet_of(DEFINITIONS[1])]
    )

    assert [one.counts for one in found] == [status, {"pdf": found[1].counts["pdf"]}, owned]
    assert found[0].selected == selected


AREA, DUE, SIGNED, PLACE, SITE, CONTRACT = (
    Definition(new_id(), kind, {})
    for kind in (
        *(FieldType.NUMBER, FieldType.MONEY, FieldType.DATE),
        *(FieldType.TEXT, FieldType.LINK, FieldType.DOCUMENT),
    )
)
CONTRACTS = ("01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", "01JDA0ZQ5T8M3N7K2V4W6X8YA0")
"""Fixed, because each process has to give the tests with them the same names."""
VALUES: list[dict[str, Any]] = [
    {
        AREA.field_id: number / 2,
        DUE.field_id: {"amount": number**3, "currency": "EUR"},
        SIGNED.field_id: f"{2020 + number % 3}-12-31",
        PLACE.field_id: ("Rome", "New York", "rome", "-", "New  York!", "Rome (old town)")[number % 6],
        SITE.field_id: ("https://example.org/a", "https://example.org/b?c=d")[number % 2],
        CONTRACT.field_id: CONTRACTS[number % 3 == 0],
    }
    for number in range(12)
]


@pytest.mark.parametrize("shards", [1, 4])
@pytest.mark.parametrize(
    ("definition", "typed", "counts", "selected"),
    [
        (AREA, "*", {"..0.9": 2, "1..1.9": 2, "2..2.9": 2, "3..3.9": 2, "4..4.9": 2, "5..": 2}, set()),
        (AREA, "field:A=..0.9", {"..0.9": 2, "1..1.9": 2, "2..2.9": 2, "3..3.9": 2, "4..4.9": 2, "5..": 2}, {"..0.9"}),
        (AREA, "field:A>=5.5", {"..0.9": 2, "1..1.9": 2, "2..2.9": 2, "3..3.9": 2, "4..4.9": 2, "5..": 2, "5.5..": 1},
         {"5.5.."}),
        (AREA, "-field:A>1", {"0": 1, "0.5": 1, "1": 1}, set()),
        (DUE, "-field:A>1.25", {"0": 1, "0.01": 1, "0.08": 1, "0.27": 1, "0.64": 1, "1.25": 1}, set()),
        (SIGNED, "*", {"2020": 4, "2021": 4, "2022": 4}, set()),
        (SIGNED, "field:A=2021..2022", {"2020": 4, "2021": 4, "2022": 4}, {"2021", "2022"}),
        (SIGNED, "field:A>2021", {"2022": 4}, set()),
        (PLACE, "*", {"rome": 4, "new york": 4, "rome old town": 2}, set()),
        (PLACE, 'field:A=="new york"', {"rome": 4, "new york": 4, "rome old town": 2}, {"new york"}),
        (PLACE, "field:A=rome", {"rome": 4, "rome old town": 2}, set()),
        (SITE, "*", {"https example org a": 6, "https example org b c d": 6}, set()),
        (SITE, 'field:A=="https://example.org/b?c=d"', {"https example org a": 6, "https example org b c d": 6},
         {"https example org b c d"}),
        (CONTRACT, "*", {CONTRACTS[0]: 8, CONTRACTS[1]: 4}, set()),
        (CONTRACT, f"field:A={CONTRACTS[1]}", {CONTRACTS[0]: 8, CONTRACTS[1]: 4}, {CONTRACTS[1]}),
    ],
)  # fmt: skip
def test_values_of_each_type_are_counted(index, monkeypatch, shards, definition, typed, counts, selected):
    monkeypatch.setattr(manifest, "MOST_DOCUMENTS", len(VALUES) // shards)
    documents = [
        search.document_of(entry(f"{number:02}", custom_fields=values), Text(("letter",)))
        for number, values in enumerate(VALUES)
    ]
    for start in range(0, len(documents), 3):
        index.add_all(documents[start : start + 3])
    assert index.shards() == shards
    query = search.parse(typed, search.Context(now(), find_fields=lambda _name: [definition]))

    [found] = search.count_facets(LIBRARY, query, [search.facet_of(definition)])

    assert (found.counts, found.selected) == (counts, selected)
    if definition == PLACE:
        assert found.shown["rome"] == "Rome"
        assert found.shown["rome old town"] == "Rome (old town)"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("Status", "Open", "field:Status=Open"),
        ("My own", "Paid up", 'field:"My own"="Paid up"'),
        ('The "one"', "Open", "field:01JDA0ZQ5T8M3N7K2V4W6X8Y9Z=Open"),
        ("a=b", "(x)", 'field:01JDA0ZQ5T8M3N7K2V4W6X8Y9Z="(x)"'),
    ],
)
def test_filter_of_a_value_of_a_field_is_written_with_names(field, value, expected):
    assert search.written_value(field, "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", value) == expected


def test_each_word_for_a_type_means_its_media_types():
    for word in formats.words():
        assert {formats.word_of(media_type) for media_type in fields.media_types(word)} == {word}
