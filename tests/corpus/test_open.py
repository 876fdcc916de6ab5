"""Every file of the open corpus through the public API: it reaches the expected state and is found by its words."""

import json
from collections.abc import Sequence

import pytest

from tests.corpus.expectations import load
from tests.corpus.outcomes import Outcome, compare
from tests.e2e.conftest import make_person
from tests.tiers import CORPUS

EXPECTED = load(CORPUS)
MISSED = {
    "typewriter.png": ("liter water bij",),
    "numérisation FAQ.pdf": ("butions Linux",),
}
"""Words that are not found yet, by file (docs/decisions/0023-recognition.md)."""
BELOW_THE_THIRD = {"Phone"}
"""Found, but not among the first three hits."""
QUERIES = json.loads((CORPUS / "queries.json").read_text())


@pytest.fixture(scope="module")
def library(stack):
    """Uploads all files at once; returns (person, outcomes by file name)."""
    person = make_person(stack)
    return person, {one.expected.path.name: one for one in compare(person, EXPECTED, MISSED)}


@pytest.mark.parametrize("name", [one.path.name for one in EXPECTED])
def test_file_becomes_what_the_manifest_says(library, name):
    outcome = library[1][name]

    assert outcome.faults == [f"not found by {word}" for word in MISSED.get(name, ())]
    if outcome.document["state"] == "ready" and outcome.document["pages"]:
        assert outcome.document["thumbnail"]


def as_typed(query):
    """A query of the corpus in the query language, with a filter by media type after the words."""
    media_type = query.get("filter", {}).get("media_type")
    return f"{query['query']} type:{media_type}" if media_type else query["query"]


def ids(outcomes: dict[str, Outcome], names: Sequence[str]) -> set[str]:
    return {outcomes[name].document["id"] for name in names}


_LEFT_OUT = BELOW_THE_THIRD.union(*MISSED.values())
ANSWERED = [query for query in QUERIES if query["query"] not in _LEFT_OUT]


@pytest.mark.parametrize("query", ANSWERED, ids=as_typed)
def test_query_finds_its_files_among_the_first_three_hits(library, query):
    person, outcomes = library

    hits = person.get("/v1/search", q=as_typed(query), limit=3)["hits"]

    assert ids(outcomes, query["must_find"]) <= {hit["document"]["id"] for hit in hits}
