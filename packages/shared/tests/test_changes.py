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


def rename(document):
    return changes.Change("renamed", {"title": "New"}) if document.title != "New" else None


def test_several_documents_are_changed_by_one_transaction(monkeypatch):
    made = [make_document(State.READY) for _ in range(3)]
    ids = [one.document_id for one in made]
    transactions = []
    commit = changes.transactions.commit

    def count_and_commit(*steps):
        transactions.append(len(steps))
        commit(*steps)

    monkeypatch.setattr(changes.transactions, "commit", count_and_commit)

    assert changes.amend_together(LIBRARY, [*ids, new_id()], rename, actor="test") == set(ids)
    assert changes.amend_together(LIBRARY, ids, rename, actor="test") == set(ids)

    assert transactions == [6]
    for one in made:
        found = tables.documents.find(LIBRARY, one.document_id)
        assert (found.title, found.version) == ("New", 2)
        line = tables.history.list_events(LIBRARY, one.document_id)[-1]
        assert (line.event, line.actor, line.changes) == ("renamed", "test", {"title": ["Invoice", "New"]})


def test_nothing_is_changed_together_when_another_writer_was_faster():
    first, second = make_document(State.READY), make_document(State.READY)

    def rename_after_another(document):
        if document.document_id == first.document_id:
            changes.amend(LIBRARY, first.document_id, lambda _: changes.Change("x", {"title": "b"}), actor="other")
        return rename(document)

    ids = [first.document_id, second.document_id]
    assert changes.amend_together(LIBRARY, ids, rename_after_another, actor="test") == set()

    assert [tables.documents.find(LIBRARY, one).title for one in ids] == ["b", "Invoice"]


def test_refused_decisions_changes_of_the_state_and_further_steps_are_left_for_one_by_one():
    refused, aged, claimed, plain = (make_document(State.READY) for _ in range(4))

    def decide(document):
        if document.document_id == refused.document_id:
            raise ConflictError("No.")
        if document.document_id == aged.document_id:
            return changes.Change("retried", {"state": State.RECEIVED})
        also = [changes.claim(document)] if document.document_id == claimed.document_id else []
        return changes.Change("renamed", {"title": "New"}, also=also)

    ids = [one.document_id for one in (refused, aged, claimed, plain)]
    assert changes.amend_together(LIBRARY, ids, decide, actor="test") == {plain.document_id}

    assert [int(tables.documents.find(LIBRARY, one).version) for one in ids] == [1, 1, 1, 2]


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
