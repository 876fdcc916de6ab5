"""The work to look up the names in a query is bounded in a large library, whatever the query is. Counted, not timed."""

from typing import Any

import pytest

from docloft import directory, name_spellings
from docloft.directory import Directory, Lookup, What
from docloft.search.query.context import context_of
from docloft.search.query.parser import MAX_CHARACTERS, parse
from docloft.tables.records import Name
from tests.recording import recording

NAMES = [
    *(Name("L", Name.key(f"s{at}"), name_id=f"s{at}", what="sender", name=f"Anna {at} AG") for at in range(5_000)),
    *(
        Name("L", Name.key(f"f{at}"), name_id=f"f{at}", what="field", name=f"F number {at}", value_type="number")
        for at in range(20)
    ),
]


@pytest.fixture
def lookup(monkeypatch):
    monkeypatch.setattr(directory.tables.library, "list_kind", lambda *_: NAMES)
    return Lookup("L")


@pytest.mark.parametrize(
    "typed",
    [
        "field: F number > 1 " * 50,
        "field:F=1 " * 90,
        'field:"F number"<1 ' * 50,
        "from:" + ",a" * 490,
        "from:" + ",a" * 490 + " a" * 5,
        "from:(" + "a a " * 200,
    ],
)
def test_no_query_goes_through_all_names_often(lookup, typed, monkeypatch):
    made: list[Any] = []
    looked_for: list[Any] = []
    spelled: list[Any] = []
    monkeypatch.setattr(directory, "Definition", recording(made, directory.Definition))
    monkeypatch.setattr(name_spellings, "bisect_left", recording(looked_for, name_spellings.bisect_left))
    monkeypatch.setattr(name_spellings, "spellings_of", recording(spelled, name_spellings.spellings_of))

    query = parse(typed[:MAX_CHARACTERS], context_of(None, lookup))

    assert query.root is not None or query.notices
    assert len(made) <= 20
    assert len(looked_for) <= 10
    assert len(spelled) <= len(NAMES) + 100


def test_name_that_contains_each_typed_word_is_found_once():
    names = Directory(NAMES)

    assert len(names.find_ids(What.SENDER, "an 4711 a an")) == 1
    assert names.find_ids(What.SENDER, "an 4711 b") == ()
    assert names.find_ids(What.SENDER, "4711 an") == names.find_ids(What.SENDER, "an 4711") == ("s4711",)
    assert names.find_ids(What.SENDER, ", -") == ()
