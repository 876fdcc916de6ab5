"""The index of a library is built again from its documents, in steps that may be interrupted, while others change."""

from typing import Any

import pytest

from docloft import commands, index_heads, objects, tables
from docloft.errors import ConflictError
from docloft.lifecycle.states import State
from docloft.search.index import manifest
from docloft_worker import entries, handler, indexing, rebuilding, time_limit
from docloft_worker.time_limit import NoTimeLeftError
from services.worker.tests.documents import deliver_each_message
from services.worker.tests.searchable import LOCATION, amend, ids, make_ready, remove
from tests.fixtures import LIBRARY
from tests.recording import recording

pytestmark = pytest.mark.usefixtures("fresh_indexes")


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
    born: list[Any] = []

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
    read: list[Any] = []
    real = entries.texts.decode
    monkeypatch.setattr(entries.texts, "decode", recording(read, real))

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
    read: list[Any] = []
    real = entries.texts.decode
    monkeypatch.setattr(entries.texts, "decode", recording(read, real))
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
