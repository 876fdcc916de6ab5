from typing import Any

import pytest

from docloft.search import api as search
from docloft.search.index import finding, ordering
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
    assert find("water", finding._LONGEST_KEPT + 1).total == 2
    assert not finding._kept
