import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.clock import now, timestamp
from docloft.search.index.manifest import (
    KEEP_UNUSED,
    DamagedIndexError,
    Head,
    Manifest,
    OutdatedIndexError,
    Pack,
    Shard,
    decode,
    due,
    encode,
    followed,
    live_names,
    verify,
)


def meta(**segments):
    """Segments by id (32 hexadecimal digits, short here), each with the opstamp of its delete list or None."""
    listed = [
        {"segment_id": name, "max_doc": 1, "deletes": {"num_deleted_docs": 1, "opstamp": stamp} if stamp else None}
        for name, stamp in segments.items()
    ]
    return json.dumps({"segments": listed})


def only(meta, packs):
    """The shards of an index with one."""
    return [Shard("", meta, tuple(packs))]


def pack(name, *files):
    return Pack(name, 100, "digest", dict.fromkeys(files, 10))


def test_only_the_newest_delete_list_of_a_segment_is_used():
    names = ["a.term", "a.5.del", "a.9.del", "b.term", "meta.json"]

    assert live_names(meta(a=9), names) == {"a.term", "a.9.del"}


def test_pack_is_kept_while_one_of_its_files_is_used():
    moment = now()
    first = followed(None, only(meta(a=None), [pack("p1", "a.term")]), ["x"], moment)
    second = followed(first, only(meta(a=7, b=None), [*first.packs, pack("p2", "b.term", "a.7.del")]), ["y"], moment)
    third = followed(second, only(meta(a=7, c=None), [*second.packs, pack("p3", "c.term")]), [], moment)
    fourth = followed(third, only(meta(c=None), third.packs), [], moment)

    assert [one.name for one in third.packs] == ["p1", "p2", "p3"]
    assert [one.name for one in fourth.packs] == ["p3"]
    assert [name for name, _ in fourth.retired] == ["p1", "p2"]


def test_retired_pack_is_due_after_an_hour_and_then_dropped():
    moment = now()
    old = followed(None, only(meta(a=None), [pack("p1", "a.term")]), [], moment)
    new = followed(old, only(meta(b=None), [*old.packs, pack("p2", "b.term")]), [], moment)
    later = moment + KEEP_UNUSED + timedelta(seconds=1)

    assert due(new, moment + KEEP_UNUSED / 2) == []
    assert due(new, later) == ["p1"]
    assert followed(new, only(meta(b=None), new.packs), [], later).retired == ()


def test_documents_changed_since_a_generation_are_known_for_a_while():
    current = followed(None, only(meta(), []), ["d0"], now())
    for number in range(1, 1500):
        current = followed(current, only(meta(), []), [f"d{number}"], now())

    assert current.touched_since(current.generation) == set()
    assert current.touched_since(1497) == {"d1497", "d1498", "d1499"}
    assert current.touched_since(1) is None
    assert len(encode(current)) < 64 * 1024


names = st.text("abcdef0123456789", min_size=1, max_size=8)


@given(
    st.integers(0, 10**9),
    st.lists(names, max_size=3, unique=True),
    st.lists(st.tuples(names, st.just("2026-01-01T00:00:00.000Z")), max_size=3),
    st.lists(st.tuples(st.integers(0, 99), st.lists(names, max_size=3).map(tuple)), max_size=3),
)
def test_manifest_is_read_back_as_it_was_written(generation, segments, retired, touched):
    packs = tuple(pack(name, f"{name}.term") for name in segments)
    manifest = Manifest(generation, tuple(only(meta(**dict.fromkeys(segments)), packs)), tuple(retired), tuple(touched))

    assert decode(encode(manifest)) == manifest


@pytest.mark.parametrize("seconds", [0, 3599])
def test_no_retired_pack_is_due_within_the_hour(seconds):
    moment = now()
    manifest = Manifest(1, tuple(only(meta(), ())), (("p", timestamp(moment - timedelta(seconds=seconds))),))

    assert due(manifest, moment) == []


def small():
    return followed(None, only(meta(a=None, b=7), [pack("p1", "a.term", "b.term", "b.7.del")]), ["x"], now())


def test_every_flipped_bit_of_a_manifest_is_noticed():
    body = encode(small())

    for position in range(8 * len(body)):
        damaged = bytearray(body)
        damaged[position // 8] ^= 1 << position % 8
        with pytest.raises(DamagedIndexError):
            decode(bytes(damaged))


def test_every_truncation_of_a_manifest_is_noticed():
    body = encode(small())

    for length in range(len(body)):
        with pytest.raises(DamagedIndexError):
            decode(body[:length])


def test_manifest_of_release_0_1_is_read_without_a_checksum_and_only_with_its_own_fields():
    content = json.loads(encode(small()))
    del content["sha256"]
    for one in content["packs"]:
        del one["xxh3"]

    assert decode(json.dumps(content, indent=2).encode()) == small()
    with pytest.raises(DamagedIndexError):
        decode(json.dumps({**content, "shb256": "0" * 64}).encode())


def test_manifest_counts_the_documents_that_are_not_deleted():
    assert small().documents == 1


def test_only_the_manifest_published_last_or_a_newer_one_is_accepted():
    first = small()
    second = followed(first, only(meta(c=None), [pack("p2", "c.term")]), [], now())

    for manifest, head in [(None, None), (first, None), (first, first.head), (second, first.head)]:
        verify(manifest, head)
    with pytest.raises(OutdatedIndexError):
        verify(first, second.head)
    for manifest in (None, second):
        with pytest.raises(DamagedIndexError):
            verify(manifest, Head(second.generation, first.digest, 1))


def test_index_that_replaces_a_lost_one_has_a_higher_generation_than_its_head():
    assert followed(None, only(meta(), []), [], now(), after=7).generation == 8
    assert followed(small(), only(meta(), []), [], now(), after=7).generation == 8
