"""Searches between any two calls of writers and rebuilds to S3, while packs that are no longer used are deleted at
once: nothing is missing, nothing is found twice, and the index is never damaged.
"""

from datetime import timedelta
from random import Random

import pytest

from docloft import objects
from docloft.search import api as search
from docloft.search.index import manifest, publication, store
from docloft.texts import Text
from packages.shared.tests.search.indexes import Index, entry, putting
from tests.fixtures import LIBRARY

LOCATION = search.location_of(LIBRARY)


def document(document_id):
    return search.document_of(entry(document_id), Text(("words",)))


class Reader:
    """Searches before and after each call. `lasting`: documents that must be found; `changing`: those that may be."""

    def __init__(self):
        self.lasting, self.changing, self.searches = set(), set(), 0
        self._is_busy = False

    def read(self, **_):
        if self._is_busy:
            return
        self._is_busy = True
        found = search.find(LIBRARY, search.parse("*"), offset=0, limit=100)
        self._is_busy = False
        self.searches += 1
        ids = set(found.document_ids)
        assert not found.is_damaged
        assert len(ids) == len(found.document_ids)
        assert self.lasting - self.changing <= ids <= self.lasting | self.changing

    def expect(self, added=(), removed=()):
        self.changing = {*added, *removed}

    def settle(self, added=(), removed=()):
        self.lasting = (self.lasting | {*added}) - {*removed}
        self.changing = set()
        self.read()


def rebuild(documents):
    draft = search.draft_of(LOCATION)
    for start, _ in draft.ranges:
        draft.enter(start)
        draft.apply(lambda batch: putting([document(one) for one in documents if batch.covers(one)])(batch))
    draft.publish()
    draft.close()


def race(mine, theirs, victim):
    """Another writer adds and deletes while this one commits."""
    raced: list[str] = []

    def apply(batch):
        if not raced:
            raced.append(theirs)
            search.commit(LOCATION, lambda other: other.put(document(theirs)), about=theirs)
            search.commit(LOCATION, lambda other: other.delete(victim), about=victim)
        if batch.covers(mine):
            batch.put(document(mine))

    search.commit(LOCATION, apply, about=mine)


@pytest.fixture
def reader(bucket):
    """Reads from before the first call to after the last one."""
    made, events = Reader(), objects.client().meta.events
    for moment in ("before-call.s3", "after-call.s3"):
        events.register(moment, made.read)
    yield made
    for moment in ("before-call.s3", "after-call.s3"):
        events.unregister(moment, made.read)


@pytest.mark.parametrize("seed", [3, 4])
def test_searches_between_any_two_calls_find_every_document_once(monkeypatch, reader, seed):
    monkeypatch.setattr(manifest, "MOST_DOCUMENTS", 6)
    for module in (manifest, store, publication):
        if hasattr(module, "KEEP_UNUSED"):
            monkeypatch.setattr(module, "KEEP_UNUSED", timedelta(0))
    random, index = Random(seed), Index()  # noqa: S311 - not a secret
    for step in range(12):
        new, other = f"d{2 * step:03}", f"d{2 * step + 1:03}"
        kind = random.choice(["add", "replace", "remove", "rebuild", "race"]) if len(reader.lasting) > 2 else "add"
        victim = random.choice(sorted(reader.lasting)) if reader.lasting else ""
        added = {"add": [new, other], "race": [new, other]}.get(kind, [])
        removed = [victim] if kind in {"remove", "race"} else []
        reader.expect(added, removed)
        match kind:
            case "add":
                for one in added:
                    index.add(one, "words")
            case "replace":
                index.add(victim, "other words", version=step + 2)
            case "remove":
                index.remove(victim)
            case "rebuild":
                rebuild(sorted(reader.lasting))
            case "race":
                race(new, other, victim)
        reader.settle(added, removed)
    assert reader.searches > 100
