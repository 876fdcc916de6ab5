"""The index of a library follows its documents, whatever the order of the events."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft import index_heads, objects, reasons, tables, texts
from docloft.ids import new_id
from docloft.lifecycle import changes, notes
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.search.index import manifest
from docloft.tables.records import Note
from docloft.texts import Text
from docloft_worker import indexing
from services.worker.tests.searchable import LOCATION, amend, ids, make_ready, remove
from tests.fixtures import LIBRARY, OTHER_LIBRARY

pytestmark = pytest.mark.usefixtures("fresh_indexes")


def test_ready_document_is_found_by_a_word_on_its_third_page():
    document_id = make_ready("one", "two", "the needle")

    outcome = indexing.update(LIBRARY, [document_id])

    assert ids("needle") == [document_id]
    assert outcome.indexed == 1


def test_failed_document_is_found_by_its_title():
    document_id = make_ready(state=State.FAILED, title="Broken scan")

    indexing.update(LIBRARY, [document_id])

    assert ids("broken is:failed") == [document_id]


def test_document_is_found_by_its_notes_until_they_are_deleted():
    document_id = make_ready("text")
    key = Note.key(document_id, new_id())
    note = Note(LIBRARY, key, created_at="2026-01-01T00:00:00.000Z", text="Ask **Grandmother**", author="user:a")
    changes.amend(LIBRARY, document_id, lambda one: notes.add(one, note), actor="test")
    indexing.update(LIBRARY, [document_id])
    assert ids("grandmother has:notes") == [document_id]

    changes.amend(LIBRARY, document_id, lambda one: notes.delete(one, note), actor="test")
    indexing.update(LIBRARY, [document_id])

    assert ids("grandmother") == ids("has:notes") == []


@pytest.mark.parametrize("state", [State.AWAITING_UPLOAD, State.RECEIVED, State.WORKING, State.REJECTED])
def test_document_that_is_not_ready_is_not_found(state):
    document_id = make_ready(state=state, title="Early")

    indexing.update(LIBRARY, [document_id])

    assert ids() == []


def test_current_record_is_indexed_whatever_the_event_says():
    document_id = make_ready("text", title="Old name")
    indexing.update(LIBRARY, [document_id])

    amend(document_id, title="New name")
    indexing.update(LIBRARY, [document_id, document_id])

    assert (ids("title:new"), ids("title:old")) == ([document_id], [])


def test_document_being_read_again_is_still_found():
    document_id = make_ready("needle")
    indexing.update(LIBRARY, [document_id])

    amend(document_id, state=State.RECEIVED)
    outcome = indexing.update(LIBRARY, [document_id])

    assert ids("needle") == [document_id]
    assert (outcome.unchanged, outcome.indexed) == (1, 0)


def test_purged_document_is_not_found():
    kept, document_id = make_ready("needle"), make_ready("needle", checksum_sha256="x" * 44)
    indexing.update(LIBRARY, [kept, document_id])

    remove(document_id)
    outcome = indexing.update(LIBRARY, [document_id])

    assert ids("needle") == [kept]
    assert outcome.removed == 1


def test_same_batch_again_publishes_nothing():
    document_id = make_ready("needle")
    make_ready("other")
    indexing.update(LIBRARY, [document_id])
    before = objects.read(LOCATION.manifest_key)

    outcome = indexing.update(LIBRARY, [document_id])

    assert objects.read(LOCATION.manifest_key) == before
    assert (outcome.unchanged, outcome.indexed) == (1, 0)


@pytest.mark.parametrize("damaged", [gzip.compress(b"[1", mtime=0), b"\x1f\x8b\x08" + bytes(7) + b"\xff\xff", b""])
def test_unreadable_text_is_recorded_once_and_the_title_is_still_found(damaged):
    good = make_ready("needle")
    indexing.update(LIBRARY, [good])
    broken = make_ready("x", title="Broken")
    objects.write(objects.text_key(LIBRARY, broken), damaged, "application/gzip")

    first = indexing.update(LIBRARY, [broken, good])
    version = tables.documents.find(LIBRARY, broken).version
    indexing.update(LIBRARY, [broken])

    document = tables.documents.find(LIBRARY, broken)
    assert first.problems == 1
    assert document.index_problem == reasons.TEXT_UNREADABLE.code
    assert document.version == version
    assert (ids("broken"), ids("needle")) == ([broken], [good])


def test_solved_problem_is_cleared_from_the_record():
    document_id = make_ready("needle")
    objects.remove(objects.text_key(LIBRARY, document_id))
    indexing.update(LIBRARY, [document_id])
    assert tables.documents.find(LIBRARY, document_id).index_problem == reasons.TEXT_UNREADABLE.code

    texts.store(LIBRARY, document_id, Text(("needle",)))
    indexing.update(LIBRARY, [document_id])

    assert tables.documents.find(LIBRARY, document_id).index_problem is None
    assert ids("needle") == [document_id]


def test_record_that_the_index_cannot_store_is_skipped():
    good = make_ready("needle")
    indexing.update(LIBRARY, [good])
    bad, late = make_ready("needle", document_date="soon"), make_ready("needle")

    outcome = indexing.update(LIBRARY, [bad, late])

    assert (outcome.problems, sorted(ids("needle"))) == (1, [good, late])
    assert tables.documents.find(LIBRARY, bad).index_problem == reasons.UNINDEXABLE.code


def test_libraries_are_separate():
    mine, theirs = make_ready("secret"), make_ready("secret", library_id=OTHER_LIBRARY)

    indexing.update(LIBRARY, [mine, theirs])
    indexing.update(OTHER_LIBRARY, [theirs])

    assert ids("secret") == [mine]
    assert ids("secret", OTHER_LIBRARY) == [theirs]


def test_full_commit_is_published_and_the_next_has_the_rest(monkeypatch):
    monkeypatch.setattr(indexing, "_GROUP_CHARACTERS", 10)
    first = make_ready("start")
    indexing.update(LIBRARY, [first])
    made = [make_ready(f"needle number{number}") for number in range(5)]

    outcome = indexing.update(LIBRARY, made)

    assert sorted(ids("needle")) == made
    assert outcome.commits == 5


def test_head_that_a_crash_left_behind_catches_up_with_the_next_delivery(monkeypatch):
    document_id = make_ready("needle")
    indexing.update(LIBRARY, [document_id])
    amend(document_id, title="Renamed")

    def crash(*_arguments):
        raise TimeoutError

    with monkeypatch.context() as crashing:
        crashing.setattr(index_heads, "advance", crash)
        with pytest.raises(TimeoutError):
            indexing.update(LIBRARY, [document_id])
    late = index_heads.find(LIBRARY)["manifest"]
    indexing.update(LIBRARY, [document_id])

    current = manifest.decode(objects.read(LOCATION.manifest_key)[0]).head
    assert late.generation < current.generation
    assert index_heads.find(LIBRARY)["manifest"] == current


def test_late_writer_does_not_put_back_an_older_head():
    old, new = search.Head(3, "a" * 64, 1), search.Head(4, "b" * 64, 2)

    index_heads.advance(LIBRARY, "manifest", new, None)
    index_heads.advance(LIBRARY, "manifest", old, None)

    assert index_heads.find(LIBRARY) == {"manifest": new}


def test_reordered_and_repeated_events_have_the_same_result():
    @given(st.data())
    @settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))
    def run(data):
        library_id = new_id()
        made = [make_ready(f"needle{number}", library_id=library_id) for number in range(4)]
        indexing.update(library_id, made[:1])
        changes.amend(library_id, made[1], lambda _: changes.Change("x", {"title": "Renamed"}), actor="test")
        tables.documents.Document(library_id, made[2]).delete()
        changes.amend(library_id, made[3], lambda _: changes.Change("x", {"trashed_at": "2026-01-01"}), actor="test")
        events = data.draw(st.permutations(made * 2))
        cut = data.draw(st.integers(0, len(events)))

        for batch in (events[:cut], events[cut:], made):
            indexing.update(library_id, batch)

        assert sorted(ids("*", library_id)) == made[:2]
        assert ids("title:renamed", library_id) == [made[1]]
        assert ids("is:trash", library_id) == [made[3]]

    run()


def test_commit_during_a_switch_starts_from_the_new_index():
    first = make_ready("needle")
    indexing.update(LIBRARY, [first])
    indexing.rebuild(LIBRARY, lambda _done, _total: None)
    second = make_ready("needle")

    indexing.update(LIBRARY, [second])

    assert sorted(ids("needle")) == [first, second]
