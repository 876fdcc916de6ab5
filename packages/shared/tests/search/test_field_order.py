"""The order of hits by the values of custom fields."""

import random
from typing import Any

import pytest

from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search import api as search
from docloft.search.index import manifest
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY

FIELD = "01JDA0ZQ5T8M3N7K2V4W6X8Y9F"
OTHER = "01JDA0ZQ5T8M3N7K2V4W6X8Y9G"
HIGH, LOW, GONE = (f"01JDA0ZQ5T8M3N7K2V4W6X8Y9{letter}" for letter in "ZAK")
OPTIONS = {HIGH: "High", LOW: "Low"}


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


VALUES: dict[FieldType, list[Any]] = {
    FieldType.NUMBER: [-12.5, -3, 0, 0.000001, 7, 70, 10**12],
    FieldType.DATE: ["1999-12-31", "2024-01-31", "2024-02-01"],
    FieldType.BOOLEAN: [False, True],
    FieldType.TEXT: ["Ärger", "RE-9/2", "RE-9/10", "re 10", "Zebra", "01JDA0ZQ5T8M3N7K2V4W6X8Y9B", "2024-05-01", "€"],
    FieldType.LINK: ["https://a.example.org/x", "https://b.example.org", "mailto:a@example.org"],
    FieldType.CHOICE: [HIGH, LOW],
    FieldType.MONEY: [money(-5), money(900), money(100_000), money(1, "USD"), money(9_900, "USD")],
}
"""In ascending order, except for texts."""
VALUES[FieldType.TEXT].sort(key=search.sort_title)


def order(of_type, *, is_descending):
    definition = Definition(FIELD, of_type, OPTIONS)
    return search.order_named(f"{'-' if is_descending else ''}field:{FIELD}", lambda: {FIELD: definition})


def document(name, value, number=0):
    values = {OTHER: 5} if value is None else {FIELD: value, OTHER: 7}
    created = f"2025-03-{number % 28 + 1:02}T08:00:00.000Z"
    return search.document_of(entry(name, created_at=created, custom_fields=values), Text(("letter",)))


def ids(of_type, *, is_descending, offset=0, limit=100, typed="letter"):
    wanted = order(of_type, is_descending=is_descending)
    return search.find(LIBRARY, search.parse(typed), offset=offset, limit=limit, order=wanted).document_ids


def shuffled(values):
    found = list(enumerate(values))
    random.Random(3).shuffle(found)  # noqa: S311 - no secret
    return found


@pytest.fixture(params=["one shard", "several shards"])
def shards(request, monkeypatch):
    if request.param == "several shards":
        monkeypatch.setattr(manifest, "MOST_DOCUMENTS", 3)


@pytest.mark.usefixtures("shards")
@pytest.mark.parametrize("of_type", VALUES)
def test_hits_are_in_the_order_of_the_values_and_those_without_one_come_last(index, of_type):
    values = VALUES[of_type]
    named = [(f"{number:02}", value) for number, value in shuffled(values)]
    for place, (name, value) in enumerate([("x", None), *named]):
        index.add_all([document(f"{place:02}-{name}", value)])

    ascending = [name[3:] for name in ids(of_type, is_descending=False)]
    descending = [name[3:] for name in ids(of_type, is_descending=True)]

    expected = [f"{number:02}" for number in range(len(values))]
    assert ascending == [*expected, "x"]
    # Amounts of the same currency stay together, and the currencies remain in their order.
    backwards = ["02", "01", "00", "04", "03"] if of_type == FieldType.MONEY else expected[::-1]
    assert descending == [*backwards, "x"]


@pytest.mark.usefixtures("shards")
def test_pages_are_parts_of_one_order_in_which_ties_are_newest_first(index):
    names = [f"{number:02}" for number in range(24)]
    index.add_all([document(name, None if number < 6 else number % 3, number) for number, name in enumerate(names)])

    everything = ids(FieldType.NUMBER, is_descending=True)
    paged = [
        name for offset in range(0, 24, 5) for name in ids(FieldType.NUMBER, is_descending=True, offset=offset, limit=5)
    ]

    valued = [f"{number:02}" for rest in (2, 1, 0) for number in range(23, 5, -1) if number % 3 == rest]
    assert everything == [*valued, *("05", "04", "03", "02", "01", "00")]
    assert paged == everything


def test_option_that_was_deleted_comes_after_the_others_and_before_no_value(index):
    for number, value in enumerate([None, GONE, LOW, HIGH]):
        index.add_all([document(f"{number}", value)])

    assert ids(FieldType.CHOICE, is_descending=False) == ["3", "2", "1", "0"]
    assert ids(FieldType.CHOICE, is_descending=True) == ["2", "3", "1", "0"]


def test_order_by_a_field_that_does_not_exist_is_newest_first(index):
    index.add_all([document(f"{number}", number, number) for number in range(3)])
    newest = search.order_named(f"field:{FIELD}", dict)

    found = search.find(LIBRARY, search.parse("letter"), offset=0, limit=9, order=newest)

    assert found.document_ids == ["2", "1", "0"]


def test_total_counts_documents_with_and_without_a_value(index):
    index.add_all([document("a", 1), document("b", None), document("c", 1)])

    wanted = order(FieldType.NUMBER, is_descending=False)
    assert search.find(LIBRARY, search.parse("*"), offset=1, limit=1, order=wanted).total == 3
    assert search.find(LIBRARY, search.parse(f"field:{OTHER}"), offset=0, limit=1, order=wanted).total == 0
