"""The order of hits, in one index of several segments and in several indexes."""

import random
from typing import Any

import pytest

from docloft.search import api as search
from docloft.search.api import ORDERS
from docloft.search.index import finding, manifest, ordering
from docloft.search.text.title_order import sort_title, title_number
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY
from tests.recording import recording

PAPERS: dict[str, dict[str, Any]] = {
    "a": {
        "due_date": "2026-01-02",
        "amount": 500,
        "document_date": "2024-05-01",
        "pages": 3,
        "size": 10,
        "title": "invoice 10",
    },
    "b": {"document_date": None, "pages": None, "size": 30, "title": "Invoice 9"},
    "c": {
        "due_date": "2025-12-31",
        "amount": -700,
        "document_date": "2021-01-31",
        "pages": 12,
        "size": 20,
        "title": "Éclair",
    },
    "d": {"document_date": "2022-12-01", "pages": 1, "size": 20, "title": "処刑"},
}
EXPECTED = [
    ("date", "cdab"),
    ("-date", "adcb"),
    ("pages", "dacb"),
    ("-pages", "cadb"),
    ("size", "adcb"),
    ("-size", "bdca"),
    ("due", "cadb"),
    ("-due", "acdb"),
    ("amount", "cadb"),
    ("-amount", "acdb"),
    ("title", "cbad"),
    ("-title", "dabc"),
    ("added", "abcd"),
    ("-added", "dcba"),
]


def document(name, number=0, **values):
    created = f"2025-03-{number + 1:02}T08:00:00.000Z"
    return search.document_of(entry(name, **{"created_at": created, **values}), Text(("letter",)))


def ids(order, typed="letter", offset=0, limit=100):
    return search.find(LIBRARY, search.parse(typed), offset=offset, limit=limit, order=ORDERS[order]).document_ids


@pytest.mark.parametrize(("order", "expected"), EXPECTED)
def test_documents_without_the_value_come_last_in_both_directions(index, order, expected):
    for number, (name, values) in enumerate(PAPERS.items()):
        index.add_all([document(name, number, **values)])

    assert "".join(ids(order)) == expected
    assert "".join(ids(order, "*")) == expected


@pytest.mark.parametrize(("order", "expected"), EXPECTED)
def test_hits_of_several_shards_are_in_one_order(index, monkeypatch, order, expected):
    monkeypatch.setattr(manifest, "MOST_DOCUMENTS", 2)
    for number, (name, values) in enumerate(PAPERS.items()):
        index.add_all([document(name, number, **values)])

    assert index.shards() == 2
    assert "".join(ids(order)) == expected


@pytest.mark.parametrize("order", list(ORDERS))
def test_pages_of_equal_hits_are_parts_of_one_order(index, order):
    """The order depends on neither engine nor segments: the ids are added in random order, most with the same value."""
    names = [f"{number:03}" for number in range(60)]
    random.Random(3).shuffle(names)  # noqa: S311 - no secret
    for start in range(0, 60, 13):
        chosen = names[start : start + 13]
        index.add_all([document(name, pages=1 if name > "007" else None, title="Same beginning") for name in chosen])

    everything = ids(order)
    paged = [name for offset in range(0, 60, 7) for name in ids(order, offset=offset, limit=7)]

    assert (
        everything == [f"{number:03}" for number in range(8, 60)] + [f"{number:03}" for number in range(8)]
        if (order in {"pages", "-pages"})
        else sorted(names)
    )
    assert paged == everything


@pytest.mark.parametrize("order", ["-added", "date", "-size", "pages", "-pages", "relevance"])
def test_only_the_documents_of_a_page_are_read(index, monkeypatch, order):
    monkeypatch.setattr(manifest, "MOST_DOCUMENTS", 40)
    for start in range(0, 80, 20):
        numbers = range(start, start + 20)
        index.add_all(
            [
                document(f"{one:03}", one % 28, document_date=f"20{one + 10}-01-01" if one % 3 else None, size=one)
                for one in numbers
            ]
        )
    everything = ids(order)
    read: list[Any] = []
    monkeypatch.setattr(ordering, "_row", recording(read, ordering._row))

    assert ids(order, offset=60, limit=5) == everything[60:65]
    assert 5 <= len(read) <= 15


def test_documents_far_down_the_list_are_found(monkeypatch, index):
    monkeypatch.setattr(finding, "LAST_PLACE", 12)
    index.add_all([document(f"{one:02}", one) for one in range(20)])

    assert ids("added", offset=10, limit=5) == ["10", "11"]
    assert ids("added", offset=12, limit=5) == []


def test_titles_with_the_same_beginning_are_ordered_by_the_rest(index):
    titles = [f"A very long beginning of a title {number}" for number in range(30)]
    index.add_all([document(f"{number:02}", title=title) for number, title in enumerate(titles)])

    assert ids("title", limit=5) == ["00", "01", "02", "03", "04"]
    assert ids("-title", limit=5) == ["29", "28", "27", "26", "25"]


def test_number_of_a_title_orders_as_the_title():
    titles = sorted(
        sort_title(title) for title in ("", "2", "10", "a", "a b", "ab", "zürich", "Жук", "жаба", "é", "処")
    )

    assert [title_number(title) for title in titles] == sorted({title_number(title) for title in titles})
    assert title_number("\U0010ffff" * 3) < 2**64
    assert title_number("z" * 12) < title_number("ä")
