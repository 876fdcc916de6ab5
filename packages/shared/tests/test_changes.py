import pytest

from docloft import tables
from docloft.errors import ConflictError, NotFoundError
from docloft.ids import new_id
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from tests.fixtures import LIBRARY, make_document

pytestmark = pytest.mark.usefixtures("cloud")


def receive(document):
    if document.state != State.AWAITING_UPLOAD:
        return None
    return changes.Change("received", {"state": State.RECEIVED}, also=[changes.claim(document)])


def test_new_document_has_version_one_and_one_history_line():
    document = make_document()

    assert tables.documents.find(LIBRARY, document.document_id).version == 1
    assert [line.event for line in tables.history.list_events(LIBRARY, document.document_id)] == ["created"]


def test_same_change_applied_twice_is_written_once():
    document = make_document()

    changes.amend(LIBRARY, document.document_id, receive, actor="test")
    again, _ = changes.amend(LIBRARY, document.document_id, receive, actor="test")

    assert again.version == 2
    assert [line.event for line in tables.history.list_events(LIBRARY, document.document_id)] == ["created", "received"]


def test_second_claim_on_the_same_checksum_is_refused_and_writes_nothing():
    first, second = make_document(), make_document()
    changes.amend(LIBRARY, first.document_id, receive, actor="test")

    with pytest.raises(changes.ClaimTakenError):
        changes.amend(LIBRARY, second.document_id, receive, actor="test")

    assert tables.documents.find(LIBRARY, second.document_id).state == State.AWAITING_UPLOAD
    assert tables.library.holder_of(LIBRARY, first.checksum_sha256) == first.document_id


def test_writer_that_lost_the_race_decides_again_on_the_current_record():
    document = make_document(State.READY)
    seen = []

    def rename(snapshot):
        seen.append(snapshot.title)
        if len(seen) == 1:
            changes.amend(LIBRARY, document.document_id, lambda _: changes.Change("x", {"title": "b"}), actor="other")
        return changes.Change("renamed", {"title": snapshot.title + "!"})

    renamed, _ = changes.amend(LIBRARY, document.document_id, rename, actor="test")

    assert seen == ["Invoice", "b"]
    assert (renamed.title, renamed.version) == ("b!", 3)


def test_transition_that_does_not_exist_is_a_conflict():
    document = make_document(State.REJECTED)

    with pytest.raises(ConflictError):
        changes.amend(
            LIBRARY, document.document_id, lambda _: changes.Change("x", {"state": State.READY}), actor="test"
        )


def test_trashed_document_moves_to_another_listing_and_back():
    document = make_document(State.READY)

    changes.amend(
        LIBRARY, document.document_id, lambda _: changes.Change("trashed", {"trashed_at": "2026-01-01"}), actor="test"
    )
    assert [d.document_id for d in tables.documents.list_by_state(LIBRARY, "trash", before=None, limit=5)] == [
        document.document_id
    ]
    assert tables.documents.list_newest(LIBRARY, states=[State.READY], before=None, limit=5) == []

    changes.amend(
        LIBRARY, document.document_id, lambda _: changes.Change("restored", {"trashed_at": None}), actor="test"
    )
    assert tables.documents.list_by_state(LIBRARY, "trash", before=None, limit=5) == []


def test_due_document_is_listed_in_its_shard_until_it_is_not_due():
    document = make_document()
    shard = document.due_shard

    assert [d.document_id for d in tables.documents.list_due(shard, "9999", 5)] == [document.document_id]
    changes.amend(LIBRARY, document.document_id, receive, actor="test")
    assert tables.documents.list_due(shard, "9999", 5) == []


def test_erased_document_leaves_history_and_releases_its_checksum():
    document = make_document()
    document, _ = changes.amend(LIBRARY, document.document_id, receive, actor="test")

    changes.erase(document, actor="test")

    with pytest.raises(NotFoundError):
        tables.documents.find(LIBRARY, document.document_id)
    assert tables.library.holder_of(LIBRARY, document.checksum_sha256) is None
    assert tables.history.list_events(LIBRARY, document.document_id)[-1].event == "purged"


def test_another_librarys_document_is_not_found():
    document = make_document()

    with pytest.raises(NotFoundError):
        tables.documents.find("another", document.document_id)
    assert tables.documents.find_many("another", [document.document_id, new_id()]) == []
