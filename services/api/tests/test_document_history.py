"""The history of a document: who changed what, reverting one change, and restoring all fields of a moment."""

import pytest

from docloft import tables
from docloft.lifecycle import changes, states
from docloft.lifecycle.states import State
from docloft.tables.history import HistoryEvent
from docloft.tables.records import Member, Name
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("cloud")

SENDER, OTHER, TAG, SECOND = (f"01JDA0ZQ5T8M3N7K2V4W6X8Y{end}" for end in ("91", "92", "93", "94"))


@pytest.fixture
def names(call):
    for name_id, what in ((SENDER, "sender"), (OTHER, "sender"), (TAG, "tag"), (SECOND, "tag")):
        moment = "2026-01-01T00:00:00.000Z"
        Name(LIBRARY, Name.key(name_id), created_at=moment, what=what, name=name_id, name_id=name_id).save()


@pytest.fixture
def edit(call, ready, names):
    """Edits the document and returns the id of the entry in its history."""

    def change(**fields):
        assert call("PATCH", f"/v1/documents/{ready.document_id}", body=fields).status == 200
        return entries(call, ready)[0]["id"]

    return change


def entries(call, document, query=""):
    return call("GET", f"/v1/documents/{document.document_id}/history{query}").json["entries"]


def revert(call, document, entry, **options):
    return call("POST", f"/v1/documents/{document.document_id}/history/{entry}/revert", **options)


def restore(call, document, entry, **options):
    return call("POST", f"/v1/documents/{document.document_id}/history/{entry}/restore", **options)


def test_history_says_who_changed_what_and_when(call, ready, edit):
    call("GET", "/v1/me")
    tables.library.change(present(tables.library.find(Member, LIBRARY, Member.key(LIBRARY))), email="a@b.c")
    edit(title="March", tags=[TAG])

    newest, oldest = entries(call, ready)

    assert newest["actor"] == {"kind": "person", "name": "a@b.c", "is_me": True}
    assert (newest["event"], newest["version"], newest["job_id"], newest["reverts"]) == ("edited", 2, None, None)
    assert newest["changes"] == [
        {"field": "title", "before": "Invoice", "after": "March"},
        {"field": "tags", "before": [], "after": [TAG]},
    ]
    assert newest["at"] == tables.documents.find(LIBRARY, ready.document_id).updated_at
    assert (oldest["event"], oldest["actor"]["kind"], oldest["changes"]) == ("created", "program", [])


def test_history_continues_at_the_cursor(call, ready, edit):
    edit(title="A")
    edit(title="B")

    first = call("GET", f"/v1/documents/{ready.document_id}/history?limit=2").json
    rest = call("GET", f"/v1/documents/{ready.document_id}/history?limit=2&cursor={first['cursor']}").json

    assert [line["event"] for line in first["entries"] + rest["entries"]] == ["edited", "edited", "created"]
    assert rest["cursor"] is None


def test_reverted_change_restores_its_fields_and_no_others(call, ready, edit):
    first = edit(sender=SENDER, amount=100, currency="EUR", tags=[TAG])
    edit(title="Kept", tags=[TAG, SECOND])

    reply = revert(call, ready, first, headers={"If-Match": '"3"'})

    document = reply.json["document"]
    assert (reply.status, reply.json["left"], reply.headers["ETag"]) == (200, [], '"4"')
    assert (document["sender"], document["amount"], document["currency"]) == (None, None, None)
    assert (document["title"], document["tags"]) == ("Kept", [SECOND])
    newest = entries(call, ready)[0]
    assert (newest["event"], newest["reverts"]) == ("reverted", first)
    assert revert(call, ready, first).json["document"]["version"] == 4


def test_reverting_a_revert_repeats_the_change(call, ready, edit):
    entry = edit(sender=SENDER, tags=[TAG])
    revert(call, ready, entry)

    document = revert(call, ready, entries(call, ready)[0]["id"]).json["document"]

    assert (document["sender"], document["tags"]) == (SENDER, [TAG])


def test_field_that_was_changed_since_is_left_and_named(call, ready, edit):
    first = edit(title="A", sender=SENDER)
    edit(title="B")

    reply = revert(call, ready, first).json

    assert reply["left"] == [{"field": "title", "code": "changed_since"}]
    assert (reply["document"]["title"], reply["document"]["sender"]) == ("B", None)


def test_name_that_was_deleted_since_is_not_restored(call, ready, edit):
    edit(sender=SENDER, tags=[TAG, SECOND])
    removed = edit(sender=OTHER, tags=[])
    for name in (SENDER, TAG):
        tables.library.remove(LIBRARY, Name.key(name))

    reply = revert(call, ready, removed).json

    assert {one["field"]: one["code"] for one in reply["left"]} == {"sender": "name_deleted", "tags": "name_deleted"}
    assert (reply["document"]["sender"], reply["document"]["tags"]) == (OTHER, [SECOND])


def test_metadata_of_a_moment_is_restored(call, ready, edit):
    entry = edit(title="A", sender=SENDER, tags=[TAG])
    edit(title="B", due_date="2026-12-01")
    edit(title="C", sender=None, tags=[SECOND])

    reply = restore(call, ready, entry).json

    document = reply["document"]
    assert (document["title"], document["sender"], document["tags"]) == ("A", SENDER, [TAG])
    assert (document["due_date"], reply["left"]) == (None, [])
    assert entries(call, ready)[0]["event"] == "metadata_restored"
    assert restore(call, ready, entry).json["document"]["version"] == document["version"]


def test_change_of_a_release_without_values_is_reported_as_unknown(call, ready, edit):
    oldest = entries(call, ready)[0]["id"]
    line = states.history_line(
        LIBRARY, ready.document_id, "edited", actor="user:x", version=1, facts={"fields": ["title"]}
    )
    HistoryEvent(**line).save()
    edit(sender=SENDER)

    reverted = revert(call, ready, line["event_id"]).json
    restored = restore(call, ready, oldest).json

    assert entries(call, ready, "?limit=3")[2]["without_values"] == ["title"]
    assert reverted["left"] == restored["left"] == [{"field": "title", "code": "value_unknown"}]
    assert restored["document"]["sender"] is None


def test_reverting_a_move_to_the_trash_takes_the_document_out(call, ready):
    trashed = call("POST", f"/v1/documents/{ready.document_id}/trash").json
    entry = entries(call, ready)[0]

    restored = revert(call, ready, entry["id"]).json["document"]
    again = revert(call, ready, entries(call, ready)[0]["id"]).json["document"]

    assert entry["changes"] == [{"field": "in_trash", "before": False, "after": True}]
    assert (trashed["trashed_at"] is None, restored["trashed_at"], again["trashed_at"] is None) == (False, None, False)


def test_trash_says_who_put_the_document_there(call, ready):
    call("GET", "/v1/me")
    tables.library.change(present(tables.library.find(Member, LIBRARY, Member.key(LIBRARY))), email="a@b.c")

    trashed = call("POST", f"/v1/documents/{ready.document_id}/trash").json
    restored = call("POST", f"/v1/documents/{ready.document_id}/restore").json

    assert (trashed["trashed_by"], restored["trashed_by"]) == ("a@b.c", None)


def test_revert_needs_the_current_version_and_an_editor(call, ready, edit, member):
    entry = edit(title="A")

    assert revert(call, ready, entry, headers={"If-Match": '"1"'}).status == 412
    assert revert(call, ready, entry, **member("viewer")).status == 403
    assert revert(call, ready, "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z").status == 404
    assert restore(call, make_document(), entry).status == 404


def test_purged_document_leaves_no_values_in_its_history(call, ready, edit):
    edit(title="Secret")

    tables.history.remove_values(LIBRARY, ready.document_id)

    assert [(line.event, line.changes) for line in tables.history.list_events(LIBRARY, ready.document_id)] == [
        ("created", None),
        ("edited", None),
    ]


def test_change_by_a_program_has_its_values_too(call):
    document = make_document(State.READY)

    changes.amend(LIBRARY, document.document_id, lambda _: changes.Change("named", {"title": "Mail"}), actor="work")

    newest = entries(call, document)[0]
    assert newest["actor"] == {"kind": "program", "name": "work", "is_me": False}
    assert newest["changes"] == [{"field": "title", "before": "Invoice", "after": "Mail"}]
