"""A damaged search index: search says that results may be missing, one rebuild is requested, and then everything is
found again. The worker writes and rebuilds the index; the search function reads it and notices the damage. Every object
of an index is damaged in every way here, with and without local copies of the two functions.
"""

import time

import boto3
import pytest

from docloft import commands, directory, objects, tables, texts
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.search.index import manifest, open_indexes
from docloft.texts import Text
from docloft_api.features.full_text import library_search
from docloft_worker import indexing
from docloft_worker.actions import reindex
from tests.fixtures import LIBRARY, make_document, sent_commands

pytestmark = pytest.mark.usefixtures("library")

LOCATION = search.location_of(LIBRARY)
MANIFEST, OLDEST, NEWEST = "manifest", "oldest pack", "newest pack"


def key_of(name):
    if name == MANIFEST:
        return LOCATION.manifest_key
    packs = published().packs
    return LOCATION.pack_key(packs[0 if name == OLDEST else -1].name)


def published():
    return manifest.decode(objects.read(LOCATION.manifest_key)[0])


def deleted(key):
    objects.remove(key)


def emptied(key):
    objects.write(key, b"", "application/octet-stream")


def truncated(key):
    objects.write(key, objects.read(key)[0][:-1], "application/octet-stream")


def flipped(key):
    body = bytearray(objects.read(key)[0])
    body[len(body) // 2] ^= 1
    objects.write(key, bytes(body), "application/octet-stream")


def older(key):
    """The manifest before the last commit; a pack becomes another pack."""
    other = OLDEST if key == key_of(NEWEST) else NEWEST
    body = versions(key)[1] if key == LOCATION.manifest_key else objects.read(key_of(other))[0]
    objects.write(key, body, "application/octet-stream")


DAMAGES = (deleted, emptied, truncated, flipped, older)


def versions(key):
    """Bodies of all versions of an object, newest first."""
    s3 = boto3.client("s3")
    listed = s3.list_object_versions(Bucket=objects.bucket(), Prefix=key)["Versions"]
    newest_first = sorted(listed, key=lambda one: one["LastModified"], reverse=True)
    return [
        s3.get_object(Bucket=objects.bucket(), Key=key, VersionId=one["VersionId"])["Body"].read()
        for one in newest_first
    ]


def make_ready(word):
    document = make_document(State.READY, has_text=True)
    texts.store(LIBRARY, document.document_id, Text((f"needle {word}",)))
    return document.document_id


@pytest.fixture
def library(cloud):
    """Three documents, indexed in two commits by a worker that has no copy of the index any more."""
    search.forget()
    indexing.update(LIBRARY, [make_ready("one"), make_ready("two")])
    indexing.update(LIBRARY, [make_ready("three")])
    search.forget()
    yield
    search.forget()


def look():
    return library_search.search(LIBRARY, "needle", 20, None, names=directory.Lookup(LIBRARY))


def total():
    found = look()
    assert not found.is_damaged
    return found.total


def carry_out(command):
    """As the work function, in a process without a copy of the index."""
    search.forget()
    assert command.action is commands.registry.REINDEX
    reindex.handle(command, until=float("inf"))
    search.forget()


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [MANIFEST, OLDEST, NEWEST])
def test_search_without_a_copy_says_so_and_one_rebuild_restores_everything(name, damage):
    damage(key_of(name))

    assert [look().is_damaged for _ in range(3)] == [True] * 3
    [command] = sent_commands()
    carry_out(command)

    assert total() == 3
    assert sent_commands() == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_search_with_a_copy_of_a_lost_manifest_finds_everything_and_requests_a_rebuild(damage, monkeypatch):
    assert total() == 3
    damage(LOCATION.manifest_key)
    later = time.monotonic() + open_indexes.NOTICED_WITHIN_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)

    found = look()

    assert (found.is_damaged, found.total) == (True, 3)
    [command] = sent_commands()
    carry_out(command)
    assert total() == 3


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("of_pack", [deleted, flipped])
def test_manifest_and_packs_damaged_at_once_are_rebuilt(damage, of_pack):
    pack = key_of(NEWEST)
    of_pack(pack)
    damage(LOCATION.manifest_key)

    assert look().is_damaged
    [command] = sent_commands()
    carry_out(command)

    assert total() == 3


@pytest.mark.parametrize("has_copy", [True, False])
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [MANIFEST, OLDEST, NEWEST])
def test_change_of_a_document_in_a_damaged_index_loses_no_other(name, damage, has_copy):
    if has_copy:
        indexing.update(LIBRARY, [make_ready("four")])
    else:
        make_ready("four")
    damage(key_of(name))

    indexing.update(LIBRARY, [make_ready("five")])
    search.forget()
    if look().is_damaged:
        # A writer with a copy does not read packs again; a reader notices that they are lost.
        [command] = sent_commands()
        carry_out(command)

    assert total() == 5
    assert sent_commands() == []


def test_purged_document_is_not_found_after_the_index_was_replaced_by_an_older_one():
    document = tables.documents.list_newest(LIBRARY, states=[State.READY], before=None, limit=1)[0]
    changes.erase(document, actor="test")
    indexing.update(LIBRARY, [document.document_id])
    older(LOCATION.manifest_key)

    assert look().is_damaged
    [command] = sent_commands()
    carry_out(command)

    assert total() == 2
