"""Commits to an index: what they write, races of writers, crashes between two writes, and when packs are deleted."""

import tarfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
from botocore.exceptions import ClientError

from docloft import objects
from docloft.clock import now
from docloft.ids import new_id
from docloft.search import api as search
from docloft.search.engine.schema import VERSION
from docloft.search.index import open_indexes, packs, publication, store, writing
from docloft.search.index.opening import open_or_create
from docloft.search.index.store import Copy
from docloft.search.index.writing import NoIndexError
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from packages.shared.tests.search.library_index import LOCATION, EnginePanic, adding, ids, keys, published
from tests.fixtures import LIBRARY


def test_commit_writes_one_pack_and_the_manifest_to_the_versioned_prefix(index):
    index.add("one", "water")

    (pack,) = [key for key in keys() if key.startswith(f"index/{LIBRARY}/v{VERSION}/packs/")]
    assert keys() == [f"index/{LIBRARY}/v{VERSION}/manifest.json", pack]
    with tarfile.open(fileobj=BytesIO(objects.read(pack)[0])) as tar:
        assert set(tar.getnames()) == set(published().packs[0].files)


@pytest.mark.usefixtures("index")
def test_commit_that_changes_nothing_publishes_nothing():
    before = objects.read(LOCATION.manifest_key)

    writing.commit(LOCATION, lambda _batch: None)

    assert objects.read(LOCATION.manifest_key) == before
    assert keys() == [LOCATION.manifest_key]


@pytest.mark.usefixtures("bucket")
def test_commit_without_an_index_is_refused():
    with pytest.raises(NoIndexError):
        writing.commit(LOCATION, adding("one", "water"))

    assert "Contents" not in objects.client().list_objects_v2(Bucket=objects.bucket())


def test_index_survives_the_loss_of_every_local_copy(index):
    for number in range(12):
        index.add(f"d{number:02}", f"water number{number}")
    writing.forget()
    open_indexes.forget()

    index.add("last", "water")

    assert ids("water") == [*(f"d{number:02}" for number in range(12)), "last"]


def test_crash_between_pack_and_manifest_changes_nothing_and_the_next_commit_succeeds(index, monkeypatch):
    index.add("one", "water")
    real = objects.write

    def dies(key, *arguments, **options):
        if key.endswith("manifest.json"):
            raise ClientError({"Error": {"Code": "InternalError"}}, "PutObject")
        return real(key, *arguments, **options)

    monkeypatch.setattr(objects, "write", dies)
    with pytest.raises(ClientError):
        index.add("two", "water")
    monkeypatch.setattr(objects, "write", real)

    assert ids("water") == ["one"]
    index.add("three", "water")
    assert ids("water") == ["one", "three"]
    orphans = {key.rsplit("/", 1)[-1] for key in keys()} - {f"{pack.name}.tar" for pack in published().packs}
    assert len(orphans) == 2  # the manifest itself, and the unnamed pack


def test_stale_writer_starts_again_from_the_published_index(index):
    index.add("one", "water")
    calls = []

    def slow(batch):
        calls.append(sorted(batch.versions(["one", "two", "three"])))
        if len(calls) == 1:
            other = Copy(LOCATION, "other")
            other.pull()
            writing.write(other, open_or_create(other), adding("two", "water"))
            other.push(other.manifest, other.etag, ["two"])
        adding("three", "water")(batch)

    writing.commit(LOCATION, slow)

    assert calls == [["one"], ["one", "two"]]
    assert ids("water") == ["one", "three", "two"]
    assert published().generation == 4


def test_writer_that_lost_a_race_uses_nothing_of_its_own_commit(index):
    index.add_all([search.document_of(entry(name), Text(("water",))) for name in ("one", "two", "three")])
    writing.forget()
    calls = []

    def slow(batch):
        calls.append(batch)
        if len(calls) == 1:
            other = Copy(LOCATION, "other")
            other.pull()
            # The same number of changes, so that the engine gives its files the same names.
            writing.write(other, open_or_create(other), adding("one", "river"))
            other.push(other.manifest, other.etag, ["one"])
        adding("two", "river")(batch)

    writing.commit(LOCATION, slow)
    writing.forget()

    assert ids("water") == ["three"]
    assert ids("river") == ["one", "two"]
    assert published().documents == 3


def test_write_over_a_manifest_that_was_deleted_meanwhile_starts_again(index):
    def change(batch):
        objects.remove(LOCATION.manifest_key)
        adding("one", "water")(batch)

    with pytest.raises(NoIndexError):
        writing.commit(LOCATION, change)


def test_commits_to_several_indexes_may_run_side_by_side(make_index, monkeypatch):
    monkeypatch.setattr(writing._copies, "budget", 1)
    libraries = [f"library-{number}" for number in range(6)]
    indexes = [make_index(library) for library in libraries]

    for _ in range(3):
        with ThreadPoolExecutor(len(indexes)) as threads:
            list(threads.map(lambda one: one.add(new_id(), "water"), indexes))

    totals = [search.find(library, search.parse("water"), offset=0, limit=9).total for library in libraries]
    assert totals == [3] * len(indexes)


def test_panic_of_the_engine_in_a_commit_is_an_error_that_the_worker_can_handle(index, monkeypatch):
    index.add("one", "water")

    def panic(_batch):
        raise EnginePanic("index out of bounds: the len is 3 but the index is 7")

    with pytest.raises(ValueError, match="panicked"):
        search.commit(LOCATION, panic)

    assert ids("water") == ["one"]


def test_unused_packs_are_deleted_after_an_hour(index, monkeypatch):
    for number in range(10):
        index.add("same", f"water{number}")
    retired = {name for name, _ in published().retired}
    assert retired
    assert {LOCATION.pack_key(name) for name in retired} <= set(keys())

    later = now() + timedelta(hours=1, minutes=1)
    for module in (store, publication):
        monkeypatch.setattr(module, "now", lambda: later)
    index.add("same", "wine")

    assert not {LOCATION.pack_key(name) for name in retired} & set(keys())
    assert not retired & {name for name, _ in published().retired}
    assert ids("wine") == ["same"]


def test_packs_that_no_manifest_names_are_deleted_eventually(index, monkeypatch):
    objects.write(LOCATION.pack_key("01ORPHAN"), b"x", "application/x-tar")
    monkeypatch.setattr(store, "_ORPHANS_EVERY", 1)

    index.add("one", "water")
    assert LOCATION.pack_key("01ORPHAN") in keys()

    later = now() + timedelta(hours=2)
    for module in (store, publication):
        monkeypatch.setattr(module, "now", lambda: later)
    index.add("two", "water")

    assert LOCATION.pack_key("01ORPHAN") not in keys()
    assert ids("water") == ["one", "two"]


def test_packs_of_an_unfinished_rebuild_are_kept(index, monkeypatch):
    copy = Copy(LOCATION.draft, "test")
    copy.begin("")
    writing.write(copy, open_or_create(copy), adding("one", "water"))
    copy.push(None, None, ())
    monkeypatch.setattr(store, "_ORPHANS_EVERY", 1)
    later = now() + timedelta(hours=2)
    for module in (store, publication):
        monkeypatch.setattr(module, "now", lambda: later)

    index.add("two", "wine")

    assert {LOCATION.pack_key(pack.name) for pack in copy.packs} <= set(keys())
    assert ids() == ["two"]


def test_large_commit_is_split_into_several_packs(index, monkeypatch):
    monkeypatch.setattr(packs, "MAX_BYTES", 600)

    index.add("one", "water")

    assert len(published().packs) > 1
    assert ids("water") == ["one"]
