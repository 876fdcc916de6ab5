"""Local copies of indexes: what is fetched, how damage is repaired, and how many files, threads and bytes are kept."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from docloft import objects
from docloft.errors import ShortageError
from docloft.search import api as search
from docloft.search.index import open_indexes, opening, packs, writing
from docloft.search.index.opening import open_or_create
from docloft.search.index.scratch import LruCache
from docloft.search.index.store import Copy
from packages.shared.tests.search.library_index import LOCATION, EnginePanic, adding, find, ids
from tests.fixtures import LIBRARY, OTHER_LIBRARY
from tests.narrowing import present
from tests.recording import recording


def test_reader_fetches_only_missing_packs(index, monkeypatch):
    index.add("one", "water")
    fetched: list[str] = []
    real = objects.receive
    monkeypatch.setattr(objects, "receive", recording(fetched, real, lambda key, *_: key))

    assert ids() == ["one"]
    index.add("two", "water")
    assert ids() == ["one", "two"]
    assert ids() == ["one", "two"]

    assert len(fetched) == len(set(fetched)) == 2


def test_pack_damaged_in_transfer_is_fetched_again(index, monkeypatch):
    index.add("one", "water")
    real, calls = objects.receive, []

    def flips(key, *rest):
        calls.append(key)
        digest = real(key, *rest)
        return "flipped" if len(calls) == 1 else digest

    monkeypatch.setattr(objects, "receive", flips)

    assert ids() == ["one"]
    assert len(calls) == 2


@pytest.mark.parametrize("ending", ["term", "store", "idx"])
def test_truncated_local_file_is_fetched_again(index, ending):
    index.add("one", "water")
    assert ids() == ["one"]
    reader = present(open_indexes._readers.get(LOCATION.key))
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
    reader = present(open_indexes._readers.get(LOCATION.key))
    (reader.copy.path / "meta.json").write_text("not json")
    open_indexes._open_indexes.clear()

    assert ids("water") == ["one"]


@pytest.mark.parametrize("ending", ["term", "store", "idx", "pos"])
def test_local_file_damaged_under_an_open_index_is_fetched_again(index, ending):
    index.add("one", "water " * 500)
    assert ids("water") == ["one"]
    reader = present(open_indexes._readers.get(LOCATION.key))
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

    deadline = time.monotonic() + 60
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


@pytest.mark.parametrize(
    "error",
    [
        EnginePanic('Failed to spawn meta file watcher thread: Os { code: 11, kind: WouldBlock, message: "..." }'),
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


def test_least_recently_used_local_copies_are_deleted_first(make_index, monkeypatch):
    make_index(LIBRARY).add("mine", "water")
    make_index(OTHER_LIBRARY).add("theirs", "wine")
    monkeypatch.setattr(open_indexes._readers, "budget", 10)

    assert ids("water") == ["mine"]
    first = present(open_indexes._readers.get(LOCATION.key)).copy.path
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
    assert left == {*present(copy.manifest).live_files(), "meta.json"}
    assert ids("water") == sorted(f"d{number}" for number in range(20))


class Sized:
    def __init__(self, size):
        self.bytes, self.is_cleared = size, False

    def size(self):
        return self.bytes

    def clear(self):
        self.is_cleared = True


def test_cache_keeps_to_its_budget_while_entries_grow_and_are_taken_out():
    cache: LruCache[Sized] = LruCache(10)
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
