"""Damage of an index in the bucket is reported; what can still be searched is."""

import json
import time
from dataclasses import replace

import pytest

from docloft import objects
from docloft.search import api as search
from docloft.search.index import manifest, open_indexes, writing
from docloft.search.index.manifest import DamagedIndexError
from packages.shared.tests.search.library_index import LOCATION, adding, find, published


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
