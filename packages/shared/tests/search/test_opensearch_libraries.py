"""No search in OpenSearch, whatever is typed, can find or count a document of another library."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft.search import api as search
from docloft.search import port
from docloft.search.opensearch import reads
from docloft.search.query.selections import FACETS
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry, putting
from tests.fixtures import LIBRARY, OTHER_LIBRARY
from tests.opensearch.errors import RefusedRequestError
from tests.opensearch.searches import search as searched

CONTEXT = search.Context(datetime(2025, 3, 14, tzinfo=UTC), find_ids=lambda _field, name: [name])
EVERYTHING: dict[str, Any] = {"match_all": {}}


@pytest.fixture
def libraries(opensearch):
    """Two libraries with the same documents, under the same ids."""
    for library_id in (LIBRARY, OTHER_LIBRARY):
        text = Text((f"secret of {library_id[:4]} and a bill",))
        documents = [
            search.document_of(entry(name, title=f"Bill {library_id[:4]}", kind="k1", amount=5), text)
            for name in ("one", "two")
        ]
        search.commit(search.location_of(library_id), putting(documents))
    opensearch.requests.clear()
    return opensearch


CALLS = {
    "find": lambda query: search.find(LIBRARY, query, offset=0, limit=9),
    "find_all": lambda query: search.find(LIBRARY, query, offset=0, limit=10_000),
    "near": lambda query: search.near(LIBRARY, query),
    "count_facets": lambda query: search.count_facets(LIBRARY, query, FACETS),
    "months_by_date": lambda query: search.count_months(LIBRARY, query, "date"),
    "months_added": lambda query: search.count_months(LIBRARY, query, "added"),
    "count_groups": lambda query: search.count_groups(LIBRARY, query, "kind", {}),
    "add_up": lambda query: search.add_up(LIBRARY, query, {}),
    "complete": lambda query: search.complete(LIBRARY, query.text, 5, {}),
    "find_similar": lambda query: search.find_similar(LIBRARY, "one", query.text, 5, {}),
    "find_filed": lambda query: search.find_filed(LIBRARY, "one", {"kind": query.text}, 5, {}),
    "draft_of": lambda _: search.draft_of(search.location_of(LIBRARY)),
}
TYPED = (
    "bill", "*", "-bill", "bill OR secret", "-(bill) OR *", "library:9a1b2c3d", f'library:"{OTHER_LIBRARY}"',
    '{"match_all": {}}', '"}}]}}', "is:trash", "kind:k1", f"{OTHER_LIBRARY}:one", "bil", "*:*", "secret of 9a1b",
)  # fmt: skip
"""Among them what would be dangerous in a query string or in JSON that was put together from text."""


def limits_of(request):
    """The libraries that a search is limited to, at its outermost level."""
    query = request.body["query"]
    assert set(query) == {"bool"}
    assert set(query["bool"]) == {"filter", "must"}
    return [one["term"]["library"]["value"] for one in query["bool"]["filter"]]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("typed", TYPED)
def test_every_search_is_limited_to_the_library(libraries, call, typed):
    CALLS[call](search.parse(typed, CONTEXT))

    searches = libraries.searches()
    assert [limits_of(request) for request in searches] == [[LIBRARY]] * len(searches)
    assert [request for request in searches if "global" in str(request.body)] == []
    assert {request.path for request in libraries.requests} <= {
        f"/docloft-test-v5{operation}" for operation in ("/_search", "/_msearch", "/_mget", "/_settings")
    }


@given(st.text(max_size=60))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_finds_documents_of_another_library(libraries, typed):
    libraries.requests.clear()
    query = search.parse(typed, CONTEXT)

    assert search.find(LIBRARY, query, offset=0, limit=9).total <= 2
    assert search.add_up(LIBRARY, query, {}).documents <= 2
    assert {limit for request in libraries.searches() for limit in limits_of(request)} <= {LIBRARY}


def test_documents_with_the_same_id_are_kept_apart(libraries):
    one = search.parse("secret of 9a1b")
    assert search.find(LIBRARY, search.parse('"secret of 0d8f"'), offset=0, limit=9).total == 2
    assert search.find(LIBRARY, one, offset=0, limit=9).total == 0

    search.commit(search.location_of(OTHER_LIBRARY), lambda batch: batch.delete("one", 2))

    assert search.find(LIBRARY, search.parse("*"), offset=0, limit=9).total == 2
    assert search.find(OTHER_LIBRARY, search.parse("*"), offset=0, limit=9).total == 1
    assert search.draft_of(search.location_of(LIBRARY)).versions == {"one": 1, "two": 1}


def test_counts_are_those_of_the_library(libraries):
    query = search.parse("*", CONTEXT)
    facets = {one.name: one.counts for one in search.count_facets(LIBRARY, query, FACETS)}

    assert facets["kind"] == {"k1": 2}
    assert search.add_up(LIBRARY, query, {}).documents == 2
    assert search.complete(LIBRARY, "9a", 5, {}) == []


def test_document_of_another_library_in_a_response_is_never_used(libraries):
    index = libraries.indexes["docloft-test-v5"]

    def unlimited(request):
        return (200, searched(index, {**request.body, "query": EVERYTHING})) if "_search" in request.path else None

    libraries.failing = unlimited

    with pytest.raises(reads.ForeignDocumentError):
        search.find(LIBRARY, search.parse("bill"), offset=0, limit=9)


def test_versions_are_read_by_the_keys_of_the_library(libraries):
    found = {}
    search.commit(search.location_of(LIBRARY), lambda batch: found.update(batch.versions(["one", "two", "three"])))

    assert found == {"one": 1, "two": 1}
    [request] = [one for one in libraries.requests if one.path.endswith("_mget")]
    assert request.body["ids"] == [f"{LIBRARY}:{name}" for name in ("one", "two", "three")]


def test_search_without_an_index_finds_nothing(opensearch):
    for name, call in CALLS.items():
        if name != "draft_of":
            call(search.parse("bill", CONTEXT))

    assert search.find(LIBRARY, search.parse("bill"), offset=0, limit=9).total == 0


def test_index_refuses_what_the_real_one_refuses(libraries):
    """The tests rely on this."""
    refused: list[dict[str, Any]] = [
        {"nonsense": {}},
        {"term": {"nowhere": {"value": "x"}}},
        {"bool": {"filter": [], "other": []}},
    ]
    for query in refused:
        with pytest.raises(ClientError, match="ValidationException"):
            reads.search(LIBRARY, query)
    with pytest.raises(RefusedRequestError):
        searched(libraries.indexes["docloft-test-v5"], {"query": EVERYTHING, "size": 10_001})


def test_words_that_may_have_been_mistyped_are_counted_together(libraries):
    libraries.requests.clear()

    search.near(LIBRARY, search.parse(" ".join(f"unknownword{letter}" for letter in "abcdefghijklmnopqrst"), CONTEXT))

    paths = [request.path.rpartition("/")[2] for request in libraries.requests]
    assert paths == ["_msearch", "_search", "_search"]
    assert len(libraries.searches()) == 12 + 2


@pytest.mark.parametrize("answer", [{"timed_out": True, "_shards": {"failed": 0}}, {"error": {}, "status": 429}])
def test_searches_of_one_request_fail_together(libraries, answer):
    libraries.failing = lambda request: (200, {"responses": [answer]}) if "_msearch" in request.path else None

    with pytest.raises(ClientError):
        search.near(LIBRARY, search.parse("unknownword", CONTEXT))


def test_nothing_is_counted_without_an_index(libraries):
    libraries.indexes.clear()

    assert port.count_each(LIBRARY, [search.parse("bill", CONTEXT)], {}) == [0]
    assert port.count_each(LIBRARY, [], {}) == []
