from typing import Any

import pytest

from docloft.search import api as search
from docloft.search import results
from docloft.search.index import finding, ordering
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY
from tests.recording import recording


@pytest.fixture
def letters(index):
    finding._kept.clear()
    index.add("one", "water")
    index.add("two", "water and wine")
    return index


def find(typed, limit=20):
    return search.find(LIBRARY, search.parse(typed), offset=0, limit=limit)


def test_repeated_search_is_done_once_and_again_when_something_changed(letters, monkeypatch):
    searched: list[Any] = []
    monkeypatch.setattr(ordering, "first", recording(searched, ordering.first))

    find("water").document_ids.clear()

    assert sorted(find("water").document_ids) == ["one", "two"]
    assert len(searched) == 1
    assert [len(find("water", 1).document_ids), find("water is:trash").total, find("water wine").total] == [1, 0, 1]
    assert len(searched) == 4
    letters.add("three", "water")
    assert sorted(find("water").document_ids) == ["one", "three", "two"]
    assert len(searched) == 5


def test_results_in_memory_are_limited(letters, monkeypatch):
    monkeypatch.setattr(finding, "_MOST_KEPT", 2)

    assert [find(typed).total for typed in ("water", "wine", "ice", "water")] == [2, 1, 0, 2]
    assert len(finding._kept) == 2
    finding._kept.clear()
    assert find("water", search.LONGEST_KEPT + 1).total == 2
    assert not finding._kept


def test_documents_that_are_gone_take_few_searches(letters, monkeypatch):
    """Thousands were deleted, and the index does not know yet."""
    letters.add_all([search.document_of(entry(f"d{number:03}"), Text(("wine",))) for number in range(500)])
    last = find("wine", 600).document_ids[-3:]
    searched: list[Any] = []
    monkeypatch.setattr(results, "find", recording(searched, results.find))

    def candidate(one):
        return search.Candidate(one, one, "c", 1, "Paper", "paper.pdf", has_text=False, in_trash=False)

    def read(after):
        found = search.run(
            LIBRARY,
            "wine",
            heads={},
            limit=2,
            after=after,
            find_documents=lambda ids: [candidate(one) for one in ids if one in last],
        )
        return [hit.document for hit in found.hits], found.next

    first, after = read(None)
    assert first == last[:2]
    assert len(searched) <= 6
    assert read(after) == (last[2:], None)
