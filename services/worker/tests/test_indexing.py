import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft import commands, index_heads, objects, reasons, tables, texts
from docloft.documents import changes, notes
from docloft.documents.states import State
from docloft.errors import ConflictError
from docloft.ids import new_id
from docloft.search import api as search
from docloft.search.index import manifest
from docloft.tables.records import Note
from docloft.texts import Text
from docloft_worker import entries, handler, indexing, rebuilding, time_limit
from docloft_worker.time_limit import NoTimeLeftError
from services.worker.tests.documents import deliver_each_message
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document

LOCATION = search.location_of(LIBRARY)


@pytest.fixture(autouse=True)
def _fresh(cloud):
    search.forget()
    yield
    search.forget()


def ids(typed="*", library_id=LIBRARY):
    return search.find(library_id, search.parse(typed), offset=0, limit=100).document_ids


def make_ready(*pages, state=State.READY, library_id=LIBRARY, language=None, **values):
    document = make_document(state, library_id, has_text=bool(pages), **values)
    if pages:
        texts.store(library_id, document.document_id, Text(pages, language))
    return document.document_id


def amend(document_id, **values):
    changes.amend(LIBRARY, document_id, lambda _: changes.Change("edited", values), actor="test")


def remove(document_id):
    changes.erase(tables.documents.find(LIBRARY, document_id), actor="test")


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


def test_unreadable_text_is_recorded_once_and_the_title_is_still_found():
    good = make_ready("needle")
    indexing.update(LIBRARY, [good])
    broken = make_ready("x", title="Broken")
    objects.write(objects.text_key(LIBRARY, broken), gzip.compress(b"[1"), "application/gzip")

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


def test_missing_index_is_built_with_all_documents():
    old, new = make_ready("needle"), make_ready("needle")

    outcome = indexing.update(LIBRARY, [new])

    assert sorted(ids("needle")) == [old, new]
    assert outcome.rebuilt


def test_damaged_index_is_rebuilt():
    first = make_ready("needle")
    indexing.update(LIBRARY, [first])
    objects.write(LOCATION.manifest_key, b"garbage", "application/json")
    second = make_ready("needle")

    outcome = indexing.update(LIBRARY, [second])

    assert outcome.rebuilt
    assert sorted(ids("needle")) == [first, second]


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


def test_rebuild_of_a_lost_index_has_a_higher_generation_than_the_lost_one():
    document_id = make_ready("needle")
    for title in ("One", "Two"):
        amend(document_id, title=title)
        indexing.update(LIBRARY, [document_id])
    before = index_heads.find(LIBRARY)["manifest"]
    objects.remove(LOCATION.manifest_key)

    indexing.rebuild(LIBRARY, lambda _done, _total: None)

    assert index_heads.find(LIBRARY)["manifest"].generation > before.generation


def test_two_rebuilds_of_a_damaged_index_at_once_leave_a_complete_one():
    made = [make_ready("needle") for _ in range(3)]
    indexing.update(LIBRARY, made)
    objects.remove(LOCATION.manifest_key)

    def meanwhile(_done, _total):
        if len(made) == 3:
            made.append(make_ready("needle"))
            indexing.update(LIBRARY, made[3:])

    indexing.rebuild(LIBRARY, meanwhile)

    assert sorted(ids("needle")) == made
    assert index_heads.find(LIBRARY)["manifest"] == manifest.decode(objects.read(LOCATION.manifest_key)[0]).head


def test_rebuild_restores_missing_entries_and_drops_stale_ones():
    kept, gone = make_ready("needle"), make_ready("needle", checksum_sha256="x" * 44)
    indexing.update(LIBRARY, [kept, gone])
    tables.documents.Document(LIBRARY, gone).delete()
    missed = make_ready("needle")
    seen = []

    total = indexing.rebuild(LIBRARY, lambda done, of: seen.append((done, of)))

    assert sorted(ids("needle")) == [kept, missed]
    assert (total, seen[-1]) == (2, (2, 2))


def test_rebuild_of_an_empty_library_gives_an_empty_index():
    assert indexing.rebuild(LIBRARY, lambda _done, _total: None) == 0
    assert ids() == []
    assert objects.head(LOCATION.manifest_key) is not None


def test_rebuild_keeps_documents_that_are_being_read_again():
    document_id = make_ready("needle", state=State.WORKING)
    make_ready(state=State.WORKING, title="needle")

    indexing.rebuild(LIBRARY, lambda _done, _total: None)

    assert ids("needle") == [document_id]


@pytest.mark.parametrize("log", [2000, 0])
def test_changes_during_a_rebuild_are_in_the_new_index(monkeypatch, log):
    changed, purged, same = (make_ready("needle old", checksum_sha256=f"{n}" * 44) for n in range(3))
    indexing.update(LIBRARY, [changed, purged, same])
    monkeypatch.setattr("docloft.search.index.manifest._MAX_TOUCHED", log)
    born = []

    def meanwhile(_done, _total):
        if born:
            return
        born.append(make_ready("needle new"))
        amend(changed, title="Renamed")
        remove(purged)
        indexing.update(LIBRARY, [changed, purged, *born])

    indexing.rebuild(LIBRARY, meanwhile)

    assert sorted(ids("needle")) == sorted([changed, same, *born])
    assert ids("title:renamed") == [changed]


def test_rebuild_that_always_loses_the_race_changes_nothing(monkeypatch):
    first = make_ready("needle")
    indexing.update(LIBRARY, [first])

    def stale(*_arguments, **_options):
        raise objects.StaleObjectError

    monkeypatch.setattr("docloft.search.index.store.Copy.push", stale)
    with pytest.raises(ConflictError):
        indexing.rebuild(LIBRARY, lambda _done, _total: None)
    monkeypatch.undo()

    assert ids("needle") == [first]


@pytest.fixture
def interrupted(monkeypatch):
    """A rebuild that saves its progress after every document and dies after the third."""
    monkeypatch.setattr(rebuilding, "_BATCH", 1)
    monkeypatch.setattr(rebuilding, "_SAVE_EVERY_SECONDS", 0)
    made = [make_ready(f"needle number{number}") for number in range(5)]

    def dies(done, _total):
        if done == 4:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        indexing.rebuild(LIBRARY, dies)
    return made


def test_rebuild_that_runs_out_of_time_saves_what_it_has_done(monkeypatch):
    monkeypatch.setattr(rebuilding, "_BATCH", 1)
    made = [make_ready(f"needle number{number}") for number in range(5)]
    read = []
    real = entries.texts.decode
    monkeypatch.setattr(entries.texts, "decode", lambda body: read.append(1) or real(body))

    def pauses(done, _total):
        if done == 4:
            raise NoTimeLeftError

    with pytest.raises(NoTimeLeftError):
        indexing.rebuild(LIBRARY, pauses)
    assert len(read) == 4

    assert indexing.rebuild(LIBRARY, lambda _done, _total: None) == 5
    assert len(read) == 5
    assert sorted(ids("needle")) == sorted(made)


def test_interrupted_rebuild_publishes_nothing_and_is_resumed(interrupted, monkeypatch):
    assert ids() == []
    read = []
    real = entries.texts.decode
    monkeypatch.setattr(entries.texts, "decode", lambda body: read.append(1) or real(body))
    amend(interrupted[0], title="Renamed")
    remove(interrupted[1])

    total = indexing.rebuild(LIBRARY, lambda _done, _total: None)

    assert sorted(ids("needle")) == [interrupted[0], *interrupted[2:]]
    assert ids("title:renamed") == interrupted[:1]
    assert (total, len(read)) == (4, 3)
    assert objects.head(LOCATION.draft.manifest_key) is None


def test_rebuild_interrupted_long_ago_starts_again(interrupted, monkeypatch):
    monkeypatch.setattr("docloft.search.index.drafts._MAX_AGE_SECONDS", -1)
    seen = []

    indexing.rebuild(LIBRARY, lambda done, _total: seen.append(done))

    assert seen[:5] == [1, 2, 3, 4, 5]
    assert sorted(ids("needle")) == interrupted


def flipped(body):
    return body[:-1] + bytes([body[-1] ^ 1])


@pytest.mark.parametrize("damage", [None, lambda _: b"", lambda body: body[:-1], flipped])
@pytest.mark.parametrize("which", ["manifest", "pack"])
def test_damaged_unfinished_rebuild_starts_again(interrupted, which, damage):
    draft = LOCATION.draft.manifest_key
    packs = manifest.decode(objects.read(draft)[0]).packs
    key = draft if which == "manifest" else LOCATION.pack_key(packs[0].name)
    if damage:
        objects.write(key, damage(objects.read(key)[0]), "application/octet-stream")
    else:
        objects.remove(key)

    indexing.rebuild(LIBRARY, lambda _done, _total: None)

    assert sorted(ids("needle")) == interrupted


def test_commit_during_a_switch_starts_from_the_new_index():
    first = make_ready("needle")
    indexing.update(LIBRARY, [first])
    indexing.rebuild(LIBRARY, lambda _done, _total: None)
    second = make_ready("needle")

    indexing.update(LIBRARY, [second])

    assert sorted(ids("needle")) == [first, second]


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


def test_rebuild_of_a_very_large_library_ends_by_itself(monkeypatch):
    """Each document takes a minute on this clock: a run of 300 s rebuilds five of them, and a command 25."""
    clock = Clock()
    for module in (handler, time_limit):
        monkeypatch.setattr(module, "time", clock)
    monkeypatch.setattr(rebuilding, "_BATCH", 1)
    index = rebuilding.Rebuild._index
    monkeypatch.setattr(rebuilding.Rebuild, "_index", lambda *given: (index(*given), clock.pass_seconds(60)))
    made = [make_ready(f"needle number{number}") for number in range(60)]
    commands.send(commands.registry.REINDEX, LIBRARY)

    deliveries, dead = deliver_each_message()

    assert (len(deliveries), dead) == (3, [])
    assert sorted(ids("needle")) == sorted(made)


class Clock:
    """In place of the module time."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now

    def pass_seconds(self, seconds):
        self.now += seconds
