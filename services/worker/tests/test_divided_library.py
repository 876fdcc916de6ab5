"""Libraries whose index has several shards: updating, dividing and repairing them, in steps that may be interrupted."""

from contextlib import suppress
from typing import Any

import pytest

from docloft import index_heads, objects, tables, texts
from docloft.errors import ConflictError
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.search.index import manifest, publication
from docloft.texts import Text
from docloft_worker import entries, indexing, rebuilding
from docloft_worker.time_limit import NoTimeLeftError
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present
from tests.recording import recording

pytestmark = pytest.mark.usefixtures("cloud", "small_shards")

LOCATION = search.location_of(LIBRARY)


@pytest.fixture
def small_shards(monkeypatch):
    search.forget()
    monkeypatch.setattr(manifest, "MOST_DOCUMENTS", 3)
    monkeypatch.setattr(rebuilding, "_BATCH", 1)
    yield
    search.forget()


def make_ready(word="needle"):
    document = make_document(State.READY, has_text=True)
    texts.store(LIBRARY, document.document_id, Text((word,)))
    return document.document_id


def ids(typed="needle"):
    found = search.find(LIBRARY, search.parse(typed), offset=0, limit=100, heads=index_heads.find(LIBRARY))
    assert not found.is_damaged
    return sorted(found.document_ids)


def shards():
    found, _ = publication.published(LOCATION)
    return present(found).shards


def sizes():
    return [shard.documents for shard in shards()]


def rename(document_id, title):
    changes.amend(LIBRARY, document_id, lambda _: changes.Change("renamed", {"title": title}), actor="test")


def rebuild(progress=lambda _done, _total: None):
    return indexing.rebuild(LIBRARY, progress)


def grow(count=8):
    """Documents that were indexed one by one."""
    made = [make_ready() for _ in range(count)]
    for document_id in made:
        indexing.update(LIBRARY, [document_id])
    return made


def test_library_grows_into_further_shards_by_itself():
    made = grow()

    assert sizes() == [3, 3, 2]
    assert ids() == made


def test_one_batch_changes_documents_of_several_shards_in_one_commit_each():
    made = grow()
    for document_id in made:
        rename(document_id, "Renamed")

    outcome = indexing.update(LIBRARY, made[::-1])

    assert (outcome.commits, outcome.indexed) == (3, 8)
    assert ids("title:renamed") == made
    assert sizes() == [3, 3, 2]


def test_rebuild_divides_a_library_and_dividing_it_again_changes_nothing(monkeypatch):
    made = [make_ready() for _ in range(8)]

    for _ in range(2):
        assert rebuild() == 8
        assert (sizes(), ids()) == ([3, 3, 2], made)


def test_rebuild_of_a_library_with_fewer_documents_needs_fewer_shards():
    made = grow()
    for document_id in made[:6]:
        tables.documents.Document(LIBRARY, document_id).delete()
    indexing.update(LIBRARY, made[:6])
    assert sizes() == [0, 0, 2]

    for _ in range(2):
        rebuild()
        assert (sizes(), ids()) == ([2], made[6:])


def test_library_with_one_large_shard_is_reported_and_divided(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "MOST_DOCUMENTS", 100)
        made = grow()
        assert sizes() == [8]
    found = search.find(LIBRARY, search.parse("needle"), offset=0, limit=100)
    assert (found.is_outdated, found.is_damaged) == (True, False)

    rebuild()

    assert (sizes(), ids()) == ([3, 3, 2], made)
    assert not search.find(LIBRARY, search.parse("needle"), offset=0, limit=100).is_outdated


@pytest.mark.parametrize("after", range(1, 8))
def test_rebuild_stopped_after_any_document_is_continued(monkeypatch, after):
    made = [make_ready(f"needle number{number}") for number in range(8)]
    read: list[Any] = []
    real = entries.texts.decode
    monkeypatch.setattr(entries.texts, "decode", recording(read, real))

    def pauses(done, _total):
        if done == after:
            raise NoTimeLeftError

    with pytest.raises(NoTimeLeftError):
        rebuild(pauses)
    assert ids() == []
    search.forget()
    rename(made[0], "Renamed")
    tables.documents.Document(LIBRARY, made[4]).delete()

    assert rebuild() == 7
    assert ids() == [*made[:4], *made[5:]]
    assert ids("title:renamed") == made[:1]
    # The renamed one is read twice, and the deleted one only if it was read before its deletion.
    assert len(read) == (9 if after > 4 else 8)


@pytest.mark.parametrize("call", range(1, 12))
def test_rebuild_killed_at_any_write_leaves_the_published_index_and_is_repeated(monkeypatch, call):
    made = grow()
    before = objects.read(LOCATION.manifest_key)[0]
    monkeypatch.setattr(rebuilding, "_SAVE_EVERY_SECONDS", 0.0)
    real, calls = objects.write, []

    def dies(*arguments, **options):
        calls.append(1)
        if len(calls) == call:
            raise TimeoutError
        return real(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(objects, "write", dies)
        with pytest.raises(TimeoutError):
            rebuild()
    search.forget()

    assert objects.read(LOCATION.manifest_key)[0] == before
    assert ids() == made
    rebuild()
    assert (sizes(), ids()) == ([3, 3, 2], made)
    assert objects.head(LOCATION.draft.manifest_key) is None


def test_changes_of_every_shard_during_a_rebuild_are_in_the_new_index():
    made = grow()
    late: list[Any] = []

    def meanwhile(done, _total):
        if done == 7 and not late:
            late.append(make_ready())
            for document_id in (made[0], made[4]):
                rename(document_id, "Renamed")
            tables.documents.Document(LIBRARY, made[1]).delete()
            indexing.update(LIBRARY, [late[0], made[0], made[1], made[4]])

    rebuild(meanwhile)

    assert ids() == [made[0], *made[2:], *late]
    assert ids("title:renamed") == [made[0], made[4]]


def test_second_rebuild_at_once_gives_up_or_changes_nothing():
    made = [make_ready() for _ in range(8)]
    inner: list[Any] = []

    def meanwhile(done, _total):
        if done == 5 and not inner:
            inner.append(1)
            rebuild()

    with suppress(ConflictError):
        rebuild(meanwhile)

    assert inner
    assert (sizes(), ids()) == ([3, 3, 2], made)
    rebuild()
    assert (sizes(), ids()) == ([3, 3, 2], made)


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("how", ["lost", "flipped"])
def test_damaged_shard_is_rebuilt_and_the_others_are_not_read_again(monkeypatch, which, how):
    made = grow()
    damaged = shards()[which]
    key = LOCATION.pack_key(damaged.packs[0].name)
    body = objects.read(key)[0]
    if how == "lost":
        objects.remove(key)
    else:
        objects.write(key, body[:-1] + b"x", "application/x-tar")
    search.forget()
    read: list[Any] = []
    real = entries.texts.decode
    monkeypatch.setattr(entries.texts, "decode", recording(read, real))

    rebuild()

    assert len(read) == damaged.documents
    assert (sizes(), ids()) == ([3, 3, 2], made)


def test_change_of_a_damaged_shard_repairs_it_at_once():
    made = grow()
    objects.remove(LOCATION.pack_key(shards()[0].packs[0].name))
    search.forget()
    rename(made[0], "Renamed")

    outcome = indexing.update(LIBRARY, [made[0]])

    assert outcome.rebuilt
    assert (ids("title:renamed"), ids()) == ([made[0]], made)
