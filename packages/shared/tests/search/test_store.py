import json
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from docloft import objects
from docloft.clock import now
from docloft.errors import ShortageError
from docloft.ids import new_id
from docloft.search import api as search
from docloft.search.index import manifest, open_indexes, opening, packs, store, writing
from docloft.search.index.manifest import DamagedIndexError
from docloft.search.index.opening import open_or_create
from docloft.search.index.scratch import LruCache
from docloft.search.index.store import Copy, location_of
from docloft.search.index.writing import NoIndexError
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY, OTHER_LIBRARY

LOCATION = location_of(LIBRARY)


def find(typed="*", **options):
    return search.find(LIBRARY, search.parse(typed), offset=0, limit=100, **options)


def ids(typed="*"):
    found = find(typed)
    assert not found.is_damaged
    return sorted(found.document_ids)


def keys(prefix=LOCATION.prefix):
    return sorted(
        entry["Key"] for entry in objects.client().list_objects_v2(Bucket=objects.bucket(), Prefix=prefix)["Contents"]
    )


def published():
    return manifest.decode(objects.read(LOCATION.manifest_key)[0])


def adding(document_id, *pages):
    document = search.document_of(entry(document_id), Text(pages))

    return lambda batch: batch.put(document)


def test_commit_writes_one_pack_and_the_manifest_to_the_versioned_prefix(index):
    index.add("one", "water")

    (pack,) = [key for key in keys() if key.startswith(f"index/{LIBRARY}/v3/packs/")]
    assert keys() == [f"index/{LIBRARY}/v3/manifest.json", pack]
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


def test_reader_fetches_only_missing_packs(index, monkeypatch):
    index.add("one", "water")
    fetched = []
    real = objects.download
    monkeypatch.setattr(objects, "download", lambda key, path: fetched.append(key) or real(key, path))

    assert ids() == ["one"]
    index.add("two", "water")
    assert ids() == ["one", "two"]
    assert ids() == ["one", "two"]

    assert len(fetched) == len(set(fetched)) == 2


def test_pack_damaged_in_transfer_is_fetched_again(index, monkeypatch):
    index.add("one", "water")
    real, calls = objects.download, []

    def flips(key, path):
        calls.append(key)
        digest = real(key, path)
        return "flipped" if len(calls) == 1 else digest

    monkeypatch.setattr(objects, "download", flips)

    assert ids() == ["one"]
    assert len(calls) == 2


def test_flipped_bit_in_a_pack_is_reported_as_damage_and_not_downloaded_again_at_once(index, monkeypatch):
    index.add("one", "water " * 100)
    (pack,) = published().packs
    key = LOCATION.pack_key(pack.name)
    body = bytearray(objects.read(key)[0])
    body[700] ^= 1
    objects.write(key, bytes(body), "application/x-tar")

    assert find() == search.Found([], 0, is_damaged=True)
    monkeypatch.setattr(objects, "download", lambda *_: pytest.fail("downloaded again"))
    assert find().is_damaged


def test_lost_pack_is_reported_as_damage(index):
    index.add("one", "water")
    objects.remove(LOCATION.pack_key(published().packs[0].name))

    assert find() == search.Found([], 0, is_damaged=True)
    search.forget()
    with pytest.raises(DamagedIndexError):
        index.add("two", "water")


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"format":9}', b"\xff\xfe", b'{"format":1,"packs":[7]}'])
def test_invalid_manifest_is_reported_as_damage(index, body):
    index.add("one", "water")
    objects.write(LOCATION.manifest_key, body, "application/json")

    assert find() == search.Found([], 0, is_damaged=True)


def test_older_index_is_searched_but_reported_and_never_written_to(index):
    index.add("one", "water")
    older = objects.read(LOCATION.manifest_key)[0]
    index.add("two", "water")
    head = published().head
    objects.write(LOCATION.manifest_key, older, "application/json")
    search.forget()

    for _ in range(2):
        assert find(heads={LOCATION.name: head}) == search.Found(["one"], 1, is_damaged=True)
    with pytest.raises(DamagedIndexError):
        writing.commit(LOCATION, adding("three", "water"), head)


def test_copy_of_a_lost_index_is_still_searched(index, monkeypatch):
    index.add("one", "water")
    head = published().head
    assert not find(heads={LOCATION.name: head}).is_damaged
    objects.remove(LOCATION.manifest_key)

    assert find(heads={LOCATION.name: head}).document_ids == ["one"]

    later = time.monotonic() + open_indexes.NOTICED_WITHIN_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert find(heads={LOCATION.name: head}) == search.Found(["one"], 1, is_damaged=True)


def test_index_with_another_number_of_documents_than_its_manifest_is_reported(index):
    index.add("one", "water")
    claimed = published()
    meta = json.loads(claimed.meta)
    meta["segments"][0]["max_doc"] += 1
    [shard] = claimed.shards
    wrong = replace(claimed, generation=claimed.generation + 1, shards=(replace(shard, meta=json.dumps(meta)),))
    objects.write(LOCATION.manifest_key, manifest.encode(wrong), "application/json")

    assert find().is_damaged


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


@pytest.mark.parametrize("ending", ["term", "store", "idx"])
def test_truncated_local_file_is_fetched_again(index, ending):
    index.add("one", "water")
    assert ids() == ["one"]
    reader = open_indexes._readers.get(LOCATION.key)
    (file,) = reader.copy.path.glob(f"*.{ending}")
    # Another file of that name: truncating one that the engine has mapped into memory is a bus error.
    file.unlink()
    file.write_bytes(b"")
    open_indexes._open_indexes.clear()
    reader.copy.etag = None

    assert ids("water") == ["one"]


def test_local_copy_that_cannot_be_opened_is_fetched_again(index):
    index.add("one", "water")
    ids()
    reader = open_indexes._readers.get(LOCATION.key)
    (reader.copy.path / "meta.json").write_text("not json")
    open_indexes._open_indexes.clear()

    assert ids("water") == ["one"]


@pytest.mark.parametrize("ending", ["term", "store", "idx", "pos"])
def test_local_file_damaged_under_an_open_index_is_fetched_again(index, ending):
    index.add("one", "water " * 500)
    assert ids("water") == ["one"]
    reader = open_indexes._readers.get(LOCATION.key)
    (file,) = reader.copy.path.glob(f"*.{ending}")
    with file.open("r+b") as damaged:
        damaged.write(b"\xff" * file.stat().st_size)
    open_indexes._open_indexes.clear()

    assert ids("water") == ["one"]


def watchers():
    """The engine's threads in this process."""
    names = []
    for task in list(Path("/proc/self/task").iterdir()):
        # Another thread may end while they are listed.
        with suppress(FileNotFoundError, ProcessLookupError):
            names.append((task / "comm").read_text())
    return sum(name.startswith("thread-tantivy") for name in names)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts threads in /proc")
def test_search_in_many_libraries_keeps_few_threads(make_index, monkeypatch):
    monkeypatch.setattr(open_indexes._open_indexes, "budget", 3)
    libraries = [f"library-{number}" for number in range(10)]
    for library in libraries:
        make_index(library).add(library, "water")

    for _ in range(2):
        for library in libraries:
            found = search.find(library, search.parse("water"), offset=0, limit=9)
            assert found.document_ids == [library]

    deadline = time.monotonic() + 10
    while watchers() > 3 and time.monotonic() < deadline:
        # A thread ends within half a second of its index being closed.
        time.sleep(0.05)
    assert watchers() <= 3


def test_index_closed_for_others_is_opened_again_without_a_download(make_index, monkeypatch):
    monkeypatch.setattr(open_indexes._open_indexes, "budget", 1)
    for library in ("first", "second"):
        make_index(library).add(library, "water")
        search.find(library, search.parse("water"), offset=0, limit=9)

    monkeypatch.setattr(packs, "download", None)

    found = search.find("first", search.parse("water"), offset=0, limit=9)
    assert (found.document_ids, found.is_damaged) == (["first"], False)


Panic = type("PanicException", (BaseException,), {})


@pytest.mark.parametrize(
    "error",
    [
        Panic('Failed to spawn meta file watcher thread: Os { code: 11, kind: WouldBlock, message: "..." }'),
        ValueError("System error.'Failed to spawn segment updater thread'"),
        ValueError("Cannot allocate memory (os error 12)"),
        RuntimeError("can't start new thread"),
        MemoryError(),
    ],
    ids=["panic", "spawn", "map", "thread", "memory"],
)
def test_shortage_of_threads_or_memory_is_not_taken_for_damage(index, monkeypatch, error):
    index.add("one", "water")
    ids()
    open_indexes._open_indexes.clear()

    def fail(*_, **__):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(opening.tantivy, "Index", fail)
        with pytest.raises(ShortageError):
            find("water")
        with pytest.raises(ShortageError):
            index.add("two", "water")

    index.add("two", "water")
    assert ids("water") == ["one", "two"]


def test_panic_of_the_engine_in_a_commit_is_an_error_that_the_worker_can_handle(index, monkeypatch):
    index.add("one", "water")

    def panic(_batch):
        raise Panic("index out of bounds: the len is 3 but the index is 7")

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
    monkeypatch.setattr(store, "now", lambda: later)
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
    monkeypatch.setattr(store, "now", lambda: later)
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
    monkeypatch.setattr(store, "now", lambda: later)

    index.add("two", "wine")

    assert {LOCATION.pack_key(pack.name) for pack in copy.packs} <= set(keys())
    assert ids() == ["two"]


def test_large_commit_is_split_into_several_packs(index, monkeypatch):
    monkeypatch.setattr(packs, "MAX_BYTES", 600)

    index.add("one", "water")

    assert len(published().packs) > 1
    assert ids("water") == ["one"]


def test_least_recently_used_local_copies_are_deleted_first(make_index, monkeypatch):
    make_index(LIBRARY).add("mine", "water")
    make_index(OTHER_LIBRARY).add("theirs", "wine")
    monkeypatch.setattr(open_indexes._readers, "budget", 10)

    assert ids("water") == ["mine"]
    first = open_indexes._readers.get(LOCATION.key).copy.path
    assert search.find(OTHER_LIBRARY, search.parse("wine"), offset=0, limit=1).document_ids == ["theirs"]

    assert open_indexes._readers.get(LOCATION.key) is None
    assert not first.exists()
    assert ids("water") == ["mine"]


def test_files_of_merged_segments_are_deleted_from_the_copy(index):
    copy = Copy(LOCATION, "test")
    copy.pull()
    for number in range(20):
        writing.write(copy, open_or_create(copy), adding(f"d{number}", "water"))
    copy.push(copy.manifest, copy.etag, ())

    left = {file.name for file in copy.path.iterdir() if not file.name.startswith(".")}
    assert left == {*copy.manifest.live_files(), "meta.json"}
    assert ids("water") == sorted(f"d{number}" for number in range(20))


class Sized:
    def __init__(self, size):
        self.bytes, self.is_cleared = size, False

    def size(self):
        return self.bytes

    def clear(self):
        self.is_cleared = True


def test_cache_keeps_to_its_budget_while_entries_grow_and_are_taken_out():
    cache = LruCache(10)
    one, two, three = Sized(4), Sized(4), Sized(4)
    cache.put("one", one)
    cache.put("two", two)
    cache.take("one")
    cache.put("three", three)
    assert not two.is_cleared

    three.bytes = 7
    cache.put("three", three)

    assert two.is_cleared
    assert not three.is_cleared
    cache.clear()
    cache.put("one", Sized(9))
    assert cache.get("one")
