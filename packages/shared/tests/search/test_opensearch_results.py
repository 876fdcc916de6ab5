"""A search shows the same with OpenSearch as with the built-in engine: hits, their order, pages, snippets, marks,
facets, months, sums and corrections.
"""

import os
from datetime import UTC, datetime
from typing import Any

import pytest

from docloft import texts
from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search import api as search
from docloft.search import vocabulary
from docloft.search.query.selections import FACETS
from docloft.settings import settings
from docloft.texts import Text
from packages.shared.tests.search.indexes import Index, entry, putting
from tests.fixtures import LIBRARY, OTHER_LIBRARY

PAPERS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "bill": (
        {"title": "Electricity bill", "kind": "k1", "sender": "s1", "tags": ["t1", "t2"], "document_date": "2024-05-01",
         "language": "en", "amount": 4_891_327, "currency": "EUR", "created_at": "2025-01-31T23:30:00.000Z",
         "custom_fields": {"f3": 3, "f4": {"amount": 5, "currency": "USD"}, "f5": "Umbrella", "f7": "2024-05-01"}},
        ("Dear Mr Müller,", "your electricity bill of May: 48.913,27 EUR", "terms of payment"),
    ),
    "second": (
        {"title": "Second bill", "kind": "k1", "document_date": "2023-05-01", "amount": 100, "pages": 3,
         "created_at": "2024-06-01T10:00:00.000Z",
         "custom_fields": {"f3": 3, "f4": {"amount": 7, "currency": "EUR"}, "f5": "Überzahlung",
                           "f6": "01JDA0ZQ5T8M3N7K2V4W6X8Y92"}},
        ("the second electricity bill, a bill like the other bill",),
    ),
    "letter": (
        {"title": "Brief 10", "kind": "k2", "sender": "s1", "language": "de", "size": 99,
         "amount": 5, "currency": "USD", "custom_fields": {"f1": "o1", "f2": "some words", "f3": -1,
                                                        "f4": {"amount": 1, "currency": "EUR"}}},
        ("Rechnungen und Briefe von Frau Mueller", "Co-Working-Fläche, Telefon +49 (0)351 99887"),
    ),
    "other": (
        {"title": "Brief 9", "tags": ["t2"], "created_at": "2025-06-01T10:00:00.000Z"}, ("漢字かな and more words",),
    ),
    "photo": ({"title": "Äpfel", "media_type": "image/png", "has_text": False, "partial": ("text_cut",)}, ()),
    "gone": ({"title": "Old bill", "kind": "k1", "trashed_at": "2025-03-14T09:26:53.000Z"}, ("an old bill",)),
}  # fmt: skip
CONTEXT = search.Context(datetime(2025, 3, 14, tzinfo=UTC), find_ids=lambda _field, name: [name])
TYPED = (
    "bill", "electricity bill", '"electricity bill"', "elect*", "bill -second", "bill OR Brief", "mueller", "müller",
    "48913,27", "035199887", "coworkingflaeche", "rechnung", "漢字", "title:bill", "kind:k1 bill", "is:trash bill", "*",
    "amount:1..50", "date:2024", "-type:image", "(bill OR brief) -kind:k2", "elektricity", "bil", "nothing at all", "",
)  # fmt: skip


def documents():
    for name, (facts, pages) in PAPERS.items():
        text = Text(pages, facts.get("language")) if pages else None
        yield search.document_of(entry(name, **facts), text)


def candidates(ids):
    return [
        search.Candidate(
            name, name, name, 1, PAPERS[name][0]["title"], "Paper.pdf", bool(PAPERS[name][1]),
            in_trash="trashed_at" in PAPERS[name][0],
        )
        for name in ids
    ]  # fmt: skip


@pytest.fixture
def both(bucket, opensearch, monkeypatch):
    """Calls a function with each engine over the same documents, and returns both results."""

    def chosen(engine, call):
        monkeypatch.setitem(os.environ, "SEARCH_ENGINE", engine)
        settings.cache_clear()
        return call()

    for name, (facts, pages) in PAPERS.items():
        if pages:
            texts.store(LIBRARY, name, Text(pages, facts.get("language")), vocabulary.make)
    index = chosen("tantivy", Index)
    chosen("tantivy", lambda: index.add_all(documents()))

    def add(library_id, values):
        search.commit(search.location_of(library_id), putting(values))

    chosen("opensearch", lambda: add(LIBRARY, documents()))
    # The same index has documents of another library, with the same words and more.
    others = [
        search.document_of(entry(f"x{n}", title="A bill"), Text((f"electricity bill number {n}",))) for n in range(9)
    ]
    chosen("opensearch", lambda: add(OTHER_LIBRARY, others))

    return lambda call: (chosen("tantivy", call), chosen("opensearch", call))


def heads():
    if settings().search_engine == "tantivy":
        return {}
    draft = search.draft_of(search.location_of(LIBRARY))
    return {"opensearch": draft.publish()}


def run(typed, **options):
    return search.run(
        LIBRARY, typed, heads=heads(), limit=9, after=None, find_documents=candidates, context=CONTEXT, **options
    )


@pytest.mark.parametrize("typed", TYPED)
def test_search_shows_the_same(both, typed):
    built_in, opensearch = both(
        lambda: run(
            typed, facets=(*FACETS, "field:f1=", "field:f2:", "field:f3#", "field:f4#", "field:f5:", "field:f7@")
        )
    )

    assert opensearch == built_in


@pytest.mark.parametrize("order", search.ORDERS)
def test_order_is_the_same(both, order):
    built_in, opensearch = both(lambda: [hit.document for hit in run("*", order=search.ORDERS[order]).hits])

    assert opensearch == built_in
    assert len(opensearch) == 5


@pytest.mark.parametrize("order", ["field:f3", "-field:f3", "field:f4", "-field:f4", "field:f5", "-field:f6"])
@pytest.mark.parametrize("page", [1, 2, 9])
def test_order_by_a_field_is_the_same(both, order, page):
    types = {"f3": "number", "f4": "money", "f5": "text", "f6": "choice"}
    fields = {
        one: Definition(one, FieldType(kind), {"01JDA0ZQ5T8M3N7K2V4W6X8Y92": "Two"}) for one, kind in types.items()
    }
    wanted = search.order_named(order, lambda: fields)

    def paged():
        pages = [
            search.find(LIBRARY, search.parse("*"), offset=offset, limit=page, order=wanted, heads=heads())
            for offset in range(0, 6, page)
        ]
        return [name for found in pages for name in found.document_ids], {found.total for found in pages}

    built_in, opensearch = both(paged)

    assert opensearch == built_in
    assert len(opensearch[0]) == 5


@pytest.mark.parametrize("typed", ["bill", "elektricity", "letter"])
def test_exact_search_shows_the_same(both, typed):
    built_in, opensearch = both(lambda: run(typed, exact=True))

    assert opensearch == built_in


@pytest.mark.parametrize("by", ["date", "added"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", None])
def test_months_are_the_same(both, by, zone):
    context = search.context_of(zone)
    built_in, opensearch = both(lambda: search.count_months(LIBRARY, search.parse("*", context), by))

    assert opensearch == built_in
    assert list(opensearch.counts) == list(built_in.counts)


@pytest.mark.parametrize("typed", ["*", "bill", "kind:k1", "nothing"])
def test_sums_are_the_same(both, typed):
    built_in, opensearch = both(lambda: search.add_up(LIBRARY, search.parse(typed, CONTEXT), {}))

    assert opensearch == built_in


@pytest.mark.parametrize("by", search.GROUPED)
@pytest.mark.parametrize("typed", ["*", "bill"])
def test_groups_are_the_same(both, by, typed):
    built_in, opensearch = both(lambda: search.count_groups(LIBRARY, search.parse(typed, CONTEXT), by, {}))

    assert opensearch == built_in
    assert opensearch.counts


def test_pages_of_a_search_are_the_same(both):
    def pages():
        found, after = [], None
        while True:
            page = search.run(
                LIBRARY, "*", heads=heads(), limit=2, after=after, find_documents=candidates, context=CONTEXT
            )
            found.append([hit.document for hit in page.hits])
            if (after := page.next) is None:
                return found

    built_in, opensearch = both(pages)

    assert opensearch == built_in
    assert sum(map(len, opensearch)) == 5


def test_similar_documents_are_those_of_the_library(both):
    _, opensearch = both(lambda: search.find_similar(LIBRARY, "bill", "electricity bill of May", 9, {}))

    assert opensearch == ["second"]


def test_documents_with_a_sender_are_ranked_by_likeness(both):
    _, opensearch = both(
        lambda: search.find_filed(LIBRARY, "second", {"sender": "electricity bill", "tag": "nothing"}, 9, {})
    )

    [(likeness, found_id)] = opensearch["sender"]
    assert (found_id, likeness > 0) == ("bill", True)
    assert opensearch["tag"] == []


def test_words_of_titles_are_completed_with_the_most_frequent_first(both):
    _, opensearch = both(lambda: [search.complete(LIBRARY, one, 5, {}) for one in ("bi", "br", "x", "mue", "b")])

    assert opensearch == [["bill"], ["brief"], [], [], []]


def test_count_of_a_view_is_the_same(both):
    since = datetime(2025, 1, 1, tzinfo=UTC)
    built_in, opensearch = both(lambda: search.count(LIBRARY, "bill", since, heads={}, context=CONTEXT))

    assert opensearch == built_in == search.Count(2, 1)


def test_each_hit_is_explained(both):
    for results in both(lambda: run("bill", explains=True)):
        assert [hit.explanation is not None for hit in results.hits] == [True, True]
