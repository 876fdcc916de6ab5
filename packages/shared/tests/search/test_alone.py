"""Whether queries find one document is decided as in a search of the library."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft.clock import now
from docloft.search import api as search
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY

IDS = [f"01JDA0ZQ5T8M3N7K2V4W6X8Y9{number}" for number in range(5)]
TAG = "01JDDRM0Q7A1B2C3D4E5F6G7H9"
PAPERS = [
    (
        entry(IDS[0], "Telekom invoice", tags=[TAG], document_date="2025-01-31"),
        ("Rechnungen über 48,91 EUR", "Seite 2"),
    ),
    (entry(IDS[1], "Letter", media_type="image/jpeg", pages=3), ("the house of the neighbours",)),
    (entry(IDS[2], "Größe", inbox=True, note_count=1, notes=["a note about lemons"]), ("größer, 1.000 Meter",)),
    (entry(IDS[3], "In the trash", trashed_at="2026-01-01T00:00:00.000Z"), ("telekom house",)),
    (entry(IDS[4], "漢字の文書", language="ja"), ("漢字かな交じり文",)),
]
PARTS = [
    *("telekom", "invoice", "rechnung", "tele*", '"48,91 EUR"', "-house", "house", "neighbour", "title:letter"),
    *("type:pdf", "type:image", "pages:>2", "date:2025-01", "has:date", "is:inbox", "is:trash", "lemons", "grosse"),
    *("größe", "1000", "漢字", "*", "tag:x", "OR", "(", ")"),
]


def parse(text):
    return search.parse(text, search.Context(now(), find_ids=lambda _field, typed: [TAG] if typed == "x" else []))


@pytest.fixture
def library(index):
    index.add_all([search.document_of(one, Text(pages, one.language)) for one, pages in PAPERS])
    return index


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries=st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4))
def test_query_finds_a_document_alone_as_in_its_library(library, queries):
    parsed = [parse(one) for one in queries]
    found = [set(search.find(LIBRARY, one, offset=0, limit=10).document_ids) for one in parsed]

    for one, pages in PAPERS:
        alone = search.matching(one, Text(pages, one.language), parsed)
        assert alone == [one.document_id in ids for ids in found], queries


def test_document_that_cannot_be_indexed_is_an_error():
    with pytest.raises(ValueError, match="indexed"):
        search.matching(entry(IDS[0], size="large"), None, [parse("*")])
