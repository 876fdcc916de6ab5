"""Which records are restored, which are kept, and which are invalid."""

import pytest

from docloft import objects, tables
from docloft.ids import new_id
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.tables.records import ChecksumClaim
from operate import comparing
from operate.tests.records import archived, key_of, table
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("cloud")


def test_missing_changed_and_added_records_are_distinguished():
    same, lost, changed = archived(), archived(), archived()
    copy = table("documents")
    lost.delete()
    changed.update(actions=[tables.documents.Document.title.set("Other")])
    since = archived()

    found = comparing.compare("documents", table("documents"), copy)

    assert set(found.missing) == {key_of(lost)}
    assert set(found.changed) == {key_of(changed)}
    assert set(found.since) == {key_of(since)}
    assert (found.read, found.equal, found.originals) == (3, 1, 3)
    assert found.left_out == {}
    assert key_of(same) not in {**found.missing, **found.changed, **found.since}


def test_comparison_can_be_limited_to_one_library():
    mine, theirs = archived(), archived(library_id=OTHER_LIBRARY)

    assert set(table("documents", LIBRARY)) == {key_of(mine)}
    assert {key[0] for key in table("history", OTHER_LIBRARY)} == {f"{OTHER_LIBRARY}#{theirs.document_id}"}


def test_document_whose_original_is_missing_or_different_is_not_restored():
    gone, other, kept = archived(), archived(body=b"not the original"), archived()
    copy = table("documents")
    objects.remove(objects.original_key(*key_of(gone)))
    for document in (gone, other, kept):
        document.delete()

    found = comparing.compare("documents", {}, copy)

    assert found.left_out == {key_of(gone): comparing.NO_ORIGINAL, key_of(other): comparing.OTHER_BYTES}
    assert set(found.missing) == {key_of(kept)}
    assert found.originals == 1


def test_unchanged_document_without_an_original_is_reported():
    document = archived()
    objects.remove(objects.original_key(*key_of(document)))

    found = comparing.compare("documents", table("documents"), table("documents"))

    assert (found.equal, found.suspect) == (1, {key_of(document): comparing.NO_ORIGINAL})


def test_original_without_a_stored_checksum_is_read_and_compared(monkeypatch):
    document = archived()
    facts = present(objects.head(objects.original_key(*key_of(document))))
    bare = objects.ObjectFacts(facts.size, facts.etag, None, facts.version_id, facts.metadata)
    monkeypatch.setattr(objects, "head", lambda _key: bare)

    found = comparing.compare("documents", {}, table("documents"))

    assert (found.originals, found.left_out) == (1, {})


@pytest.mark.parametrize(
    "spoilt", [{"title": None}, {"unknown": {"S": "x"}}, {"size": {"S": "many"}}, {"has_text": {"S": "x"}}]
)
def test_item_that_its_model_cannot_load_is_not_restored(spoilt):
    document = archived()
    copy = table("documents")
    item = copy[key_of(document)] | spoilt
    copy[key_of(document)] = {name: value for name, value in item.items() if value is not None}

    found = comparing.compare("documents", {}, copy)

    assert found.left_out == {key_of(document): comparing.UNREADABLE}


def test_expired_record_is_not_restored():
    document = make_document(State.REJECTED)
    copy = table("documents")
    copy[key_of(document)]["expires_at"] = {"N": "1000000000"}

    assert comparing.compare("documents", {}, copy).left_out == {key_of(document): comparing.EXPIRED}


def test_claim_is_restored_only_with_its_document_and_never_replaces_a_newer_one():
    there, other = archived(), archived()
    keys = {name: ChecksumClaim.key(name) for name in ("there", "gone", "today")}

    def claim(name, document_id):
        return {
            "library_id": {"S": LIBRARY},
            "record_key": {"S": keys[name]},
            "created_at": {"S": "2026-11-25T08:00:00.000Z"},
            "document_id": {"S": document_id},
        }

    copy: dict[comparing.Key, comparing.Item] = {
        (LIBRARY, keys["there"]): claim("there", there.document_id),
        (LIBRARY, keys["gone"]): claim("gone", new_id()),
        (LIBRARY, keys["today"]): claim("today", there.document_id),
    }
    live: dict[comparing.Key, comparing.Item] = {(LIBRARY, keys["today"]): claim("today", other.document_id)}

    found = comparing.compare("library", live, copy)

    assert set(found.missing) == {(LIBRARY, keys["there"])}
    assert found.changed == {}
    assert found.left_out == {
        (LIBRARY, keys["gone"]): comparing.NO_DOCUMENT,
        (LIBRARY, keys["today"]): comparing.TODAYS_CLAIM,
    }


def test_original_without_a_record_is_found_unless_it_was_deleted_permanently():
    lost, purged, known = archived(), archived(trashed_at="2026-11-25T08:00:00.000Z"), archived()
    lost.delete()
    changes.erase(purged, actor="test")

    found = list(comparing.orphans(lambda library, document: (library, document) == key_of(known)))

    assert found == [key_of(lost)]
