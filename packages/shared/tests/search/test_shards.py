"""An index with several shards finds the same documents in the same order as one with a single shard. The
file is long because commits, races, damage and cursors are all tried on the same index of three small shards.
"""

import random
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft import objects
from docloft.clock import now
from docloft.ids import new_id
from docloft.search import api as search
from docloft.search.index import manifest, publication, store, writing
from docloft.search.index.manifest import DamagedIndexError
from docloft.search.index.opening import open_or_create
from docloft.search.index.store import Copy
from docloft.search.query.selections import FACETS
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY
from tests.narrowing import present
from tests.recording import recording

LOCATION = search.location_of(LIBRARY)
WORDS = ("water", "wasser", "waters", "invoice", "rechnung", "48.913,27", "bank", "letter", "house", "a")
QUERIES = (
    *WORDS,
    "wat*",
    "watr",
    '"invoice bank"',
    "water OR wine",
    "water -bank",
    "invoice bank letter",
    "48913,27",
    "type:pdf",
    "pages:>1",
    "is:partial",
    "is:trash",
    "*",
)


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr(manifest, "MOST_DOCUMENTS", 3)


@pytest.fixture
def three(index, small_shards):
    """An index with three shards: documents d0 to d8, all with the word water."""
    for number in range(9):
        index.add(f"d{number}", f"water number{number}", title=f"Paper {number}")
    assert index.shards() == 3
    return index


def find(typed="water", library_id=LIBRARY, **options):
    return search.find(library_id, search.parse(typed), **{"offset": 0, "limit": 100, **options})


def ids(typed="water"):
    found = find(typed)
    assert not found.is_damaged
    return sorted(found.document_ids)


def published():
    found, _ = publication.published(LOCATION)
    return found


def names(*numbers):
    return [f"d{number}" for number in numbers]


def document(draw, number):
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
    pages = draw(st.lists(words, min_size=1, max_size=2))
    values = {
        "title": draw(words),
        "pages": len(pages),
        "size": draw(st.integers(1, 5)),
        "partial": draw(st.sampled_from([(), ("pages",)])),
        "trashed_at": draw(st.sampled_from([None, None, None, "2026-01-01T00:00:00.000Z"])),
        "media_type": draw(st.sampled_from(["application/pdf", "text/plain"])),
        "document_date": draw(st.sampled_from([None, "2024-05-01", "2025-03-02"])),
        "tags": draw(st.lists(st.sampled_from(["t1", "t2"]), unique=True)),
    }
    return search.document_of(entry(f"d{number:02}", **values), Text(tuple(pages), "en"))


def results_of(library_id, typed):
    query = search.parse(typed)
    orders = [search.ORDERS[name] for name in ("relevance", "-date", "title")]
    found = [search.find(library_id, query, offset=0, limit=100, order=one) for one in orders]
    hits = [(one.document_ids, one.total, one.is_damaged) for one in found]
    near = search.near(library_id, query)
    return hits, search.count_facets(library_id, query, list(FACETS)), near and (near.words, near.are_unknown)


def test_shards_find_the_same_as_one_index(make_index, monkeypatch):
    @given(st.data())
    @settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))
    def run(data):
        made = [document(data.draw, number) for number in range(data.draw(st.integers(1, 14)))]
        one, several = f"one-{new_id()}", f"several-{new_id()}"
        make_index(one).add_all(made)
        with monkeypatch.context() as patch:
            patch.setattr(manifest, "MOST_DOCUMENTS", data.draw(st.integers(2, 5)))
            divided = make_index(several)
            for one_document in made:
                divided.add_all([one_document])
            for typed in QUERIES:
                assert results_of(several, typed) == results_of(one, typed), typed
            for name in ("wat", "re", "in"):
                assert search.complete(several, name, 5, {}) == search.complete(one, name, 5, {})
            text = "water invoice bank letter"
            assert search.find_similar(several, "d00", text, 20, {}) == search.find_similar(one, "d00", text, 20, {})

    run()


@pytest.mark.usefixtures("three")
def test_full_shard_is_followed_by_a_new_one_and_older_documents_stay_where_they_are():
    assert [(shard.after, shard.documents) for shard in published().shards] == [("", 3), ("d2", 3), ("d5", 3)]


def test_late_document_belongs_to_the_shard_of_its_time(three):
    three.add("d1a", "water late")

    assert [shard.documents for shard in published().shards] == [4, 3, 3]
    assert ids("late") == ["d1a"]


def test_documents_of_several_shards_are_replaced_and_deleted_where_they_are(three):
    three.add("d1", "wine")
    three.remove("d4")
    three.remove("d8")

    assert ids() == names(0, 2, 3, 5, 6, 7)
    assert ids("wine") == ["d1"]
    assert published().documents == 7


@pytest.mark.usefixtures("three")
def test_document_of_another_shard_is_refused():
    document = search.document_of(entry("d7"), None)

    with pytest.raises(ValueError, match="another shard"):
        search.commit(LOCATION, lambda batch: batch.put(document), about="d1")

    assert ids() == names(*range(9))


def test_commit_reads_and_writes_one_shard_only(three, monkeypatch):
    search.forget()
    fetched: list[str] = []
    real = objects.receive
    monkeypatch.setattr(objects, "receive", recording(fetched, real, lambda key, *_: key))
    before = published()

    three.add("d8", "wine")

    last = {LOCATION.pack_key(pack.name) for pack in before.shards[2].packs}
    assert fetched
    assert set(fetched) <= last
    assert published().shards[:2] == before.shards[:2]


def test_writer_keeps_few_files_of_other_shards(three, monkeypatch):
    monkeypatch.setattr(store, "_OTHERS_BYTES", 0)

    three.add("d0", "wine")

    copy = present(writing._copies.get(LOCATION.key))
    segments = {file.name.split(".")[0] for file in copy.path.iterdir() if not file.name.startswith((".", "meta"))}
    assert segments == {name.split(".")[0] for name in published().shards[0].live_files()}
    three.add("d8", "wine")
    assert ids("wine") == names(0, 8)


@pytest.mark.parametrize("step", ["pack", "manifest"])
@pytest.mark.parametrize("about", ["d1", "d9"])
def test_writer_killed_at_any_step_leaves_a_complete_index(three, monkeypatch, step, about):
    """d9 begins a fourth shard."""
    real = objects.write

    def dies(key, *arguments, **options):
        if key.endswith("manifest.json") == (step == "manifest"):
            raise ClientError({"Error": {"Code": "InternalError"}}, "PutObject")
        return real(key, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(objects, "write", dies)
        with pytest.raises(ClientError):
            three.add(about, "wine")
    search.forget()

    assert (ids(), ids("wine")) == (names(*range(9)), [])
    three.add(about, "wine")
    assert ids("wine") == [about]
    assert len(ids("*")) == (9 if about == "d1" else 10)


@pytest.mark.parametrize("theirs", ["d1", "d7", "d9", "d91"])
@pytest.mark.parametrize("mine", ["d0", "d8", "d90", "d92"])
@pytest.mark.usefixtures("three")
def test_racing_writers_of_any_shards_lose_nothing(theirs, mine):
    """Documents after d8 begin a fourth shard, which both may do at once."""
    raced = False

    def change(batch):
        nonlocal raced
        if not raced:
            raced = True
            other = Copy(LOCATION, "other")
            index = writing._pulled(other, None, theirs)
            writing.write(other, index, lambda batch: batch.put(search.document_of(entry(theirs), Text(("theirs",)))))
            other.push(other.manifest, other.etag, [theirs])
        batch.put(search.document_of(entry(mine), Text(("mine",))))

    search.commit(LOCATION, change, about=mine)

    assert (ids("theirs"), ids("mine")) == ([theirs], [mine])
    assert sorted({*names(*range(9)), theirs, mine}) == ids("*")


def damage(shard, how):
    key = LOCATION.pack_key(shard.packs[0].name)
    if how == "lost":
        objects.remove(key)
    else:
        body = bytearray(objects.read(key)[0])
        body[len(body) // 2] ^= 1
        objects.write(key, bytes(body), "application/x-tar")


@pytest.mark.parametrize("how", ["lost", "flipped"])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_damaged_shard_does_not_hide_the_others(three, which, how):
    damage(published().shards[which], how)
    search.forget()
    rest = [name for name in names(*range(9)) if int(name[1]) // 3 != which]

    for _ in range(2):
        found = find()
        assert (sorted(found.document_ids), found.total, found.is_damaged) == (rest, 6, True)


def test_index_with_a_damaged_shard_is_still_written_to(three):
    damage(published().shards[0], "lost")
    search.forget()
    assert find().is_damaged

    three.add("d9", "water")

    found = find()
    assert (sorted(found.document_ids), found.is_damaged) == (names(3, 4, 5, 6, 7, 8, 9), True)
    with pytest.raises(DamagedIndexError):
        three.add("d1", "water")


@pytest.mark.usefixtures("three")
def test_all_shards_damaged_find_nothing():
    for shard in published().shards:
        damage(shard, "lost")
    search.forget()

    assert find() == search.Found([], 0, is_damaged=True)


@pytest.mark.usefixtures("three")
def test_draft_of_a_damaged_index_begins_with_the_intact_shards():
    damage(published().shards[1], "flipped")

    draft = search.draft_of(LOCATION)

    known = {}
    for after, _ in draft.ranges:
        draft.enter(after)
        known[after] = sorted(draft.versions)
    assert known == {"": names(0, 1, 2), "d2": [], "d5": names(6, 7, 8)}


@pytest.mark.usefixtures("three")
def test_draft_of_an_intact_index_is_empty():
    draft = search.draft_of(LOCATION)

    assert (draft.ranges, draft.versions) == ([("", None)], {})


def test_draft_never_deletes_packs_of_the_published_index(three, monkeypatch):
    monkeypatch.setattr(store, "_ORPHANS_EVERY", 1)
    later = now() + timedelta(hours=2)
    for module in (store, publication):
        monkeypatch.setattr(module, "now", lambda: later)
    draft = Copy(LOCATION.draft, "test")
    draft.begin("")
    writing.write(draft, open_or_create(draft), lambda _batch: None)

    draft.push(None, None, ())

    search.forget()
    assert ids() == names(*range(9))
    three.add("d9", "water")
    search.forget()
    assert ids() == names(*range(10))


def test_cursor_over_shards_shows_every_document_once_while_some_are_trashed(three):
    gone = set()
    shown, after = [], None
    generator = random.Random(4)  # noqa: S311 - no secret
    while True:
        page = search.run(
            LIBRARY,
            "water",
            heads={},
            limit=2,
            after=after,
            find_documents=lambda found: [
                search.Candidate(one, one, one, 1, one, one, has_text=False, in_trash=False)
                for one in found
                if one not in gone
            ],
        )
        shown += [hit.document for hit in page.hits]
        after = page.next
        if after is None:
            break
        trashed = generator.choice([name for name in names(*range(9)) if name not in gone])
        gone.add(trashed)
        three.add(trashed, "water", trashed_at="2026-01-01T00:00:00.000Z")

    assert len(shown) == len(set(shown))
    assert set(names(*range(9))) - set(shown) <= gone


@pytest.mark.parametrize(
    ("counts", "uneven"),
    [((3,), False), ((6,), False), ((7,), True), ((3, 3, 2), False), ((1, 0, 0, 0), False), ((1, 0, 0, 0, 0), True)],
)
def test_index_is_to_be_divided_again_when_shards_are_too_large_or_too_many(small_shards, counts, uneven):
    def shard(number, count):
        meta = f'{{"segments":[{{"segment_id":"{number}","max_doc":{count},"deletes":null}}]}}'
        return manifest.Shard(f"{number}" if number else "", meta, ())

    made = manifest.Manifest(1, tuple(shard(number, count) for number, count in enumerate(counts)))

    assert made.is_uneven is uneven


@pytest.mark.parametrize("limits", [("a",), ("", "b", "a"), ("", "a", "a"), ()])
def test_manifest_with_shards_in_another_order_is_damaged(limits):
    shards = tuple(manifest.Shard(limit, manifest.NO_SEGMENTS, ()) for limit in limits)
    body = manifest.encode(manifest.Manifest(1, shards))

    if limits == ("a",):
        # An index with a single shard is written without the shard's limit.
        assert manifest.decode(body).shards[0].after == ""
    else:
        with pytest.raises(DamagedIndexError):
            manifest.decode(body)


def test_manifest_with_several_shards_is_read_back_as_it_was_written(three):
    assert manifest.decode(manifest.encode(published())) == published()
    assert [published().shard_of(name).after for name in ("d0", "d2", "d3", "d5", "d6", "e")] == [
        "",
        "",
        "d2",
        "d2",
        "d5",
        "d5",
    ]


def test_shard_of_many_bytes_is_full(index, monkeypatch):
    monkeypatch.setattr(manifest, "MOST_BYTES", 1)
    index.add("a", "water")
    index.add("b", "water")

    assert index.shards() == 2
    assert ids() == ["a", "b"]
