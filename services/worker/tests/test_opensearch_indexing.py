"""The index in OpenSearch follows the documents of a library, and is filled by a rebuild. A stage may return to the
built-in index.
"""

import os
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from docloft import index_heads, objects, tables
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.search.index.location import location_of
from docloft.settings import settings
from docloft_worker import index_handler, indexing
from docloft_worker.entries import entry_of
from docloft_worker.time_limit import NoTimeLeftError
from services.worker.tests.searchable import amend, make_ready, remove
from tests.fixtures import LIBRARY, OTHER_LIBRARY
from tests.lambda_context import Context

pytestmark = pytest.mark.usefixtures("fresh_indexes", "opensearch")
MANIFEST = location_of(LIBRARY).manifest_key


def find(typed="*", library_id=LIBRARY):
    return search.find(library_id, search.parse(typed), offset=0, limit=100, heads=index_heads.find(library_id))


def ids(typed="*", library_id=LIBRARY):
    return sorted(find(typed, library_id).document_ids)


def rebuild(library_id=LIBRARY):
    return indexing.rebuild(library_id, lambda _done, _total: None)


@pytest.fixture
def engine(monkeypatch):
    """Changes the engine of the stage, as a deploy does."""

    def choose(name):
        monkeypatch.setitem(os.environ, "SEARCH_ENGINE", name)
        settings.cache_clear()

    return choose


def test_changed_documents_are_found_and_removed_ones_are_not():
    one, two = make_ready("needle"), make_ready("needle", checksum_sha256="x" * 44)
    outcome = indexing.update(LIBRARY, [one, two])
    assert ids("needle") == sorted([one, two])
    assert (outcome.indexed, outcome.commits, outcome.rebuilt) == (2, 1, False)

    remove(one)
    amend(two, title="New name")
    assert indexing.update(LIBRARY, [one, two]).removed == 1
    assert ids("title:new") == ids() == [two]
    assert indexing.update(LIBRARY, [one, two]).unchanged == 1


@given(st.permutations(["first", "renamed", "trashed", "restored"]), st.lists(st.integers(0, 3), max_size=6))
@examples(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_states_that_are_written_late_never_replace_newer_ones(opensearch, late, repeated):
    """Workers that read a record and then stall write it in any order, and some of them twice."""
    opensearch.indexes.clear()
    search.forget()
    document_id = make_ready("needle", checksum_sha256=os.urandom(8).hex().ljust(44, "x"))
    seen = {"first": tables.documents.find(LIBRARY, document_id)}
    written: dict[str, dict[str, Any]] = {
        "renamed": {"title": "Renamed"},
        "trashed": {"trashed_at": "2026-01-01T00:00:00.000Z"},
        "restored": {"trashed_at": None, "title": "Restored"},
    }
    for name, values in written.items():
        amend(document_id, **values)
        seen[name] = tables.documents.find(LIBRARY, document_id)

    for name in [*late, *(late[number] for number in repeated)]:
        document = seen[name]

        def write(batch, document=document):
            batch.put(search.document_of(entry_of(document), None))

        search.commit(search.location_of(LIBRARY), write)

    assert ids("title:restored") == [document_id]
    assert ids("title:renamed") == ids("is:trash") == []


def test_refused_document_fails_the_batch_so_that_it_is_delivered_again(opensearch, stream_records):
    document_id = make_ready("needle")
    indexing.update(LIBRARY, [])
    error = {"type": "rejected_execution_exception", "reason": "full"}
    item = {"index": {"_id": f"{LIBRARY}:{document_id}", "status": 429, "error": error}}
    opensearch.failing = lambda request: (
        (200, {"took": 1, "errors": True, "items": [item]}) if request.path.endswith("/_bulk") else None
    )
    with pytest.raises(ClientError, match="ThrottlingException"):
        index_handler.index({"Records": stream_records(document_id)}, Context())

    opensearch.failing = lambda _: None
    index_handler.index({"Records": stream_records(document_id)}, Context())
    assert ids("needle") == [document_id]


@pytest.fixture
def stream_records():
    def made(document_id):
        keys = {"library_id": {"S": LIBRARY}, "document_id": {"S": document_id}}
        moment = time.time()
        image = {**keys, "state": {"S": "ready"}}
        return [{"dynamodb": {"Keys": keys, "NewImage": image, "ApproximateCreationDateTime": moment}}]

    return made


def test_rebuild_fills_an_empty_index():
    made = sorted(make_ready("needle", checksum_sha256=f"{number}".ljust(44, "x")) for number in range(7))
    hidden = make_ready("needle", state=State.REJECTED, checksum_sha256="h" * 44)

    assert rebuild() == 7
    assert ids("needle") == made
    assert hidden not in ids()
    assert not find().is_damaged


def test_rebuild_removes_what_is_not_in_the_library_and_leaves_other_libraries_alone():
    kept, gone = make_ready("needle"), make_ready("needle", checksum_sha256="x" * 44)
    other = make_ready("needle", library_id=OTHER_LIBRARY)
    indexing.update(LIBRARY, [kept, gone])
    indexing.update(OTHER_LIBRARY, [other])
    remove(gone)

    assert rebuild() == 1
    assert ids() == [kept]
    assert ids(library_id=OTHER_LIBRARY) == [other]


def test_rebuild_that_ran_out_of_time_continues_where_it_stopped(opensearch, monkeypatch):
    monkeypatch.setattr("docloft_worker.rebuilding._BATCH", 2)
    for number in range(6):
        make_ready("needle", checksum_sha256=f"{number}".ljust(44, "x"))

    def stop(done, total):
        if done < total:
            raise NoTimeLeftError(1)

    with pytest.raises(NoTimeLeftError):
        indexing.rebuild(LIBRARY, stop)
    assert len(ids()) == 2
    assert not index_heads.find(LIBRARY)

    opensearch.requests.clear()
    assert rebuild() == 6
    written = [
        line for one in opensearch.requests if one.path.endswith("/_bulk") for line in one.body if "index" in line
    ]
    assert len(written) == 4


def test_change_during_a_rebuild_is_not_lost():
    old, new = make_ready("old"), make_ready("new", checksum_sha256="x" * 44)
    draft = search.draft_of(search.location_of(LIBRARY))
    amend(old, title="Changed meanwhile")
    indexing.update(LIBRARY, [old, new])
    stale = tables.documents.find(LIBRARY, old)
    draft.apply(lambda batch: batch.put(search.document_of(entry_of(stale), None)))

    assert ids("title:changed") == [old]
    assert len(ids()) == 2


def test_library_that_is_not_filled_yet_says_so_until_it_is(engine):
    engine("tantivy")
    document_id = make_ready("needle")
    indexing.update(LIBRARY, [document_id])
    assert "manifest" in index_heads.find(LIBRARY)

    engine("opensearch")
    assert find("needle").is_damaged
    later = make_ready("later", checksum_sha256="x" * 44)
    indexing.update(LIBRARY, [later])
    assert (ids(), find().is_damaged) == ([later], True)

    rebuild()
    assert (ids("needle"), find("needle").is_damaged) == ([document_id], False)


def test_return_to_the_built_in_engine_is_noticed_and_so_is_the_way_back(engine):
    engine("tantivy")
    first = make_ready("needle")
    indexing.update(LIBRARY, [first])
    engine("opensearch")
    rebuild()
    assert objects.head(MANIFEST) is None
    second = make_ready("needle", checksum_sha256="x" * 44)
    indexing.update(LIBRARY, [second])

    engine("tantivy")
    search.forget()
    assert find("needle").is_damaged
    rebuild()
    assert (ids("needle"), find().is_damaged) == (sorted([first, second]), False)
    remove(first)
    indexing.update(LIBRARY, [first])

    engine("opensearch")
    assert find("needle").is_damaged
    rebuild()
    assert (ids("needle"), find().is_damaged) == ([second], False)


def test_deleted_index_is_noticed(opensearch):
    make_ready("needle")
    rebuild()
    assert not find("needle").is_damaged

    opensearch.indexes.clear()
    search.forget()
    assert find("needle").is_damaged
    indexing.update(LIBRARY, [make_ready("other", checksum_sha256="x" * 44)])
    assert find("other").is_damaged

    rebuild()
    assert len(ids()) == 2
    assert not find().is_damaged


def test_new_library_is_complete_from_its_first_document_on():
    assert not find().is_damaged

    indexing.update(LIBRARY, [make_ready("needle")])
    found = find("needle")

    assert (found.total, found.is_damaged, found.is_outdated) == (1, False, True)
    rebuild()
    assert not find("needle").is_outdated
