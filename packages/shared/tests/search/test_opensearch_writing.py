"""Changes of documents in OpenSearch: twice, late, out of order, refused, and too large."""

import json
import random

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft import faults
from docloft.errors import FaultCause
from docloft.search import api as search
from docloft.search.opensearch import mapping
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY

INDEX = "docloft-test-v5"


def commit(change):
    return search.commit(search.location_of(LIBRARY), change)


def document(name="one", version=1, text="needle", **values):
    return search.document_of(entry(name, version=version, **values), Text((text,)))


def ids(typed="*"):
    return search.find(LIBRARY, search.parse(typed), offset=0, limit=99).document_ids


def test_document_is_written_with_the_version_of_its_record(opensearch):
    commit(lambda batch: batch.put(document(version=7, title="Bill 10", document_date="2024-05-01")))

    [bulk] = [one for one in opensearch.requests if one.path.endswith("/_bulk")]
    action, source = bulk.body
    assert bulk.path == f"/{INDEX}/_bulk"
    assert action == {"index": {"_id": f"{LIBRARY}:one", "version": 7, "version_type": "external_gte"}}
    assert source["library"] == LIBRARY
    assert (source["id"], source["version"]) == ("one", 7)
    assert source["words"] == ["needle", "bill 10 pdf"]
    assert source["date_month"] == ["2024-05"]
    assert source["title_words"] == ["bill", "10", "pdf"]
    assert source["moment"] == source["added"] == [1741944413000]
    assert set(source) <= mapping.FIELDS.keys()


def test_index_is_created_once_and_keeps_no_text(opensearch):
    commit(lambda batch: batch.put(document()))
    commit(lambda batch: batch.put(document("two")))

    [created] = [one for one in opensearch.requests if one.method == "PUT"]
    assert created.body["mappings"]["dynamic"] == "strict"
    assert created.body["mappings"]["_source"] == {"includes": ["library", "id", "version"]}


def test_index_that_another_function_creates_at_the_same_moment_is_used(opensearch):
    def too_late(request):
        if request.method == "PUT":
            opensearch.failing = lambda _: None
            opensearch.urlopen("PUT", request.path, json.dumps(request.body), {})

    opensearch.failing = too_late
    commit(lambda batch: batch.put(document()))

    assert ids() == ["one"]


CHANGES = ("put1", "put2", "put3", "delete4", "put5")


def make(change):
    version = int(change[-1])
    if change.startswith("put"):
        return lambda batch: batch.put(document(version=version, text=f"text{version}"))
    return lambda batch: batch.delete("one", version)


@given(st.permutations(CHANGES * 2), st.integers(1, 10))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changes_twice_late_and_out_of_order_lead_to_the_newest(opensearch, changes, at_once):
    opensearch.indexes.clear()
    search.forget()
    for start in range(0, len(changes), at_once):
        some = changes[start : start + at_once]
        commit(lambda batch, some=some: [make(change)(batch) for change in some])

    assert ids("text5") == ids() == ["one"]


@given(st.permutations(["put1", "put2", "put3", "delete4"]))
@settings(max_examples=24, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_deleted_document_is_not_written_again_by_a_late_change(opensearch, changes):
    opensearch.indexes.clear()
    search.forget()
    for change in changes:
        commit(make(change))

    assert ids() == []


def test_deletion_without_a_record_is_the_last_change(opensearch):
    commit(lambda batch: batch.put(document(version=3)))
    commit(lambda batch: batch.delete("one"))
    commit(lambda batch: batch.delete("one"))
    commit(lambda batch: batch.put(document(version=900)))

    assert ids() == []


def test_same_version_is_written_again(opensearch):
    commit(lambda batch: batch.put(document(text="cut by an older release")))
    commit(lambda batch: batch.put(document(text="cut by this release")))

    assert ids("this") == ["one"]


REFUSALS = {
    400: ("mapper_parsing_exception", FaultCause.BUG),
    403: ("security_exception", FaultCause.PERMISSION),
    429: ("rejected_execution_exception", FaultCause.THROTTLED),
    503: ("unavailable_shards_exception", FaultCause.UNAVAILABLE),
}


@pytest.mark.parametrize("status", REFUSALS)
def test_document_that_is_refused_is_raised_and_the_others_are_written(opensearch, status):
    kind, cause = REFUSALS[status]

    def refuse_one(request):
        if not request.path.endswith("/_bulk"):
            return None
        opensearch.failing = lambda _: None
        index = opensearch.indexes[INDEX]
        good = index.write("index", request.body[0]["index"], request.body[1])
        error = {"type": kind, "reason": "text of a document"}
        bad = {"index": {"_index": INDEX, "_id": f"{LIBRARY}:two", "status": status, "error": error}}
        return 200, {"took": 3, "errors": True, "items": [good, bad]}

    opensearch.failing = refuse_one
    with pytest.raises(ClientError) as raised:
        commit(lambda batch: [batch.put(document(name)) for name in ("one", "two")])

    assert ids() == ["one"]
    assert faults.cause_of(raised.value) == cause
    assert "text of a document" not in str(raised.value)
    commit(lambda batch: [batch.put(document(name)) for name in ("one", "two")])
    assert sorted(ids()) == ["one", "two"]


def test_worst_refusal_is_raised(opensearch):
    items = [
        {"index": {"_id": f"{LIBRARY}:a", "status": 429, "error": {"type": "rejected_execution_exception"}}},
        {"index": {"_id": f"{LIBRARY}:b", "status": 409, "error": {"type": "version_conflict_engine_exception"}}},
        {"delete": {"_id": f"{LIBRARY}:c", "status": 404, "result": "not_found"}},
        {"index": {"_id": f"{LIBRARY}:d", "status": 400, "error": {"type": "mapper_parsing_exception"}}},
    ]
    commit(lambda _: None)
    opensearch.failing = lambda _: (200, {"took": 1, "errors": True, "items": items})

    with pytest.raises(ClientError, match="ValidationException"):
        commit(lambda batch: batch.put(document()))

    items[-1:] = []
    with pytest.raises(ClientError, match="ThrottlingException"):
        commit(lambda batch: batch.put(document()))
    items[:1] = []
    commit(lambda batch: batch.put(document()))


def test_many_documents_are_sent_in_requests_of_limited_size(opensearch):
    words = random.Random(1)  # noqa: S311 - no secret
    text = " ".join(f"word{words.randrange(10**9)}" for _ in range(60_000))

    commit(lambda batch: [batch.put(document(f"d{number}", text=text)) for number in range(6)])

    sizes = [one.size for one in opensearch.requests if one.path.endswith("/_bulk")]
    assert len(sizes) > 1
    assert max(sizes) < 10 * 2**20
    assert len(ids()) == 6


@pytest.mark.parametrize("text", ["word{0} ", "漢字{0}の"])
def test_longest_document_fits_into_a_request_of_the_smallest_domain(opensearch, text):
    pages = [
        "needle " + "".join(text.format(number % 90_000) for number in range(at, at + 1000))
        for at in range(0, 450_000, 1000)
    ]
    longest = search.document_of(entry("long"), Text(tuple(pages), "en"))

    commit(lambda batch: batch.put(longest))

    [bulk] = [one for one in opensearch.requests if one.path.endswith("/_bulk")]
    assert bulk.size < 10 * 2**20
    assert ids("needle") == ["long"]


def test_documents_are_the_same_bytes_each_time():
    values = document(title="Bill", tags=["b", "a"]).to_dict()

    assert mapping.written(LIBRARY, values) == mapping.written(LIBRARY, values)
    assert "\n" not in mapping.written(LIBRARY, values)
