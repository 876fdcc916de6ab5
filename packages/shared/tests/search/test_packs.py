"""Packs are extracted while they arrive, and only the right bytes replace a file."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

import pytest

from docloft import objects
from docloft.search.index import packs
from docloft.search.index.manifest import DamagedIndexError

FILES = {"a.term": b"terms" * 300, "b.idx": b"", "c.pos": b"x" * 512, "d.store": b"y" * 513}
KEY = "index/pack.tar"


@pytest.fixture
def pack(cloud, tmp_path):
    sent = tmp_path / "sent"
    sent.mkdir()
    for name, content in FILES.items():
        (sent / name).write_bytes(content)
    return packs.upload("pack", KEY, sent, list(FILES))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "received"
    made.mkdir()
    return made


def content_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


Receive = Callable[[str, Callable[[bytes], Any], Callable[[], objects.Checksum]], str]


def arriving(body: bytes, sizes: Iterator[int]) -> Receive:
    """An object that arrives in parts of these sizes."""

    def receive(_key: str, take: Callable[[bytes], Any], new_checksum: Callable[[], objects.Checksum]) -> str:
        at = 0
        while at < len(body):
            size = next(sizes)
            take(body[at : at + size])
            at += size
        checksum = new_checksum()
        checksum.update(body)
        return b64encode(checksum.digest()).decode()

    return receive


@pytest.mark.parametrize("is_old", [False, True], ids=["new", "without xxh3"])
def test_wanted_files_are_extracted(pack, folder, is_old):
    packs.download(replace(pack, xxh3="") if is_old else pack, KEY, folder, {"b.idx", "d.store", "other"})

    assert content_of(folder) == {name: FILES[name] for name in ("b.idx", "d.store")}


@pytest.mark.parametrize("sizes", [(1,), (511, 1), (512,), (513, 7), (100_000,), (3, 1024, 500)])
def test_files_are_the_same_however_the_bytes_arrive(pack, folder, sizes, monkeypatch):
    monkeypatch.setattr(objects, "receive", arriving(objects.read(KEY)[0], cycle(sizes)))

    packs.download(pack, KEY, folder, FILES)

    assert content_of(folder) == FILES


@pytest.mark.parametrize("is_old", [False, True], ids=["new", "without xxh3"])
@pytest.mark.parametrize("at", [0, 124, 156, 512, 700, 2048, -1])
def test_damaged_pack_changes_no_file(pack, folder, at, is_old):
    if is_old:
        pack = replace(pack, xxh3="")
    (folder / "a.term").write_bytes(b"as before")
    body = bytearray(objects.read(KEY)[0])
    body[at] ^= 0xFF
    objects.write(KEY, bytes(body), "application/x-tar")

    with pytest.raises(DamagedIndexError):
        packs.download(pack, KEY, folder, FILES)

    assert content_of(folder) == {"a.term": b"as before"}


def test_interrupted_download_changes_no_file(pack, folder, monkeypatch):
    body = objects.read(KEY)[0]

    def breaks(_key, take, _new_checksum):
        take(body[:1000])
        raise ConnectionError

    monkeypatch.setattr(objects, "receive", breaks)

    with pytest.raises(ConnectionError):
        packs.download(pack, KEY, folder, FILES)

    assert content_of(folder) == {}


def test_file_in_use_is_replaced_by_another_one(pack, folder):
    """The engine may have it mapped into memory."""
    (folder / "a.term").write_bytes(b"as before")
    with (folder / "a.term").open("rb") as used:
        packs.download(pack, KEY, folder, FILES)

        assert used.read() == b"as before"
    assert content_of(folder) == FILES


def test_pack_that_was_overwritten_with_another_one_does_not_touch_the_files_of_that_one(pack, folder, monkeypatch):
    (folder / "z.idx").write_bytes(b"z")
    packs.upload("other", "index/other.tar", folder, ["z.idx"])
    (folder / "z.idx").unlink()
    body = objects.read("index/other.tar")[0]
    arrived: list[str] = []

    def receive(key: str, take: Callable[[bytes], Any], new_checksum: Callable[[], objects.Checksum]) -> str:
        digest = arriving(body, cycle([100_000]))(key, take, new_checksum)
        arrived.extend(content_of(folder))
        return digest

    monkeypatch.setattr(objects, "receive", receive)

    with pytest.raises(DamagedIndexError):
        packs.download(pack, KEY, folder, {"a.term", "z.idx"})

    assert arrived == []
