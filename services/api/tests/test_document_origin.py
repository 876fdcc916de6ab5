"""Restoring where an imported document comes from: when it was added there, and its history, which is marked. The file
is long because reverting and restoring are tested on the entries that are imported here.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft import suggestions, tables
from docloft.clock import now
from docloft.ids import first_id, new_id
from docloft.lifecycle import changes, files
from docloft.lifecycle.states import State
from docloft.tables.records import Member, Name
from services.api.tests.test_document_history import entries, restore, revert
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("cloud")

SENDER, GONE, TAG = (f"01JDA0ZQ5T8M3N7K2V4W6X8Y{end}" for end in ("91", "92", "93"))
ADDED = "2019-03-01T10:00:00.000Z"


def entry(number, event="edited", **changed):
    """An entry of 2019. `changed`: by field, its value before and after."""
    return {
        "id": f"01D4VVT6G0T8M3N7K2V4W6X8{number:02}",
        "event": event,
        "at": f"2019-03-{number:02}T10:05:00.000Z",
        "by_kind": "person",
        "by_name": "ada@example.org",
        "changes": [{"field": field, "before": one, "after": other} for field, (one, other) in changed.items()],
    }


@pytest.fixture
def write(call, ready):
    for name_id, what in ((SENDER, "sender"), (TAG, "tag")):
        Name(LIBRARY, Name.key(name_id), created_at=ADDED, what=what, name=name_id, name_id=name_id).save()

    def write(*entries, document=ready, **body):
        options = {name: body.pop(name) for name in ("sub", "headers") if name in body}
        whole = {"entries": list(entries), **body}
        return call("PUT", f"/v1/documents/{document.document_id}/origin", body=whole, **options)

    return write


def test_imported_entries_say_who_made_and_who_imported_them(call, ready, write):
    call("GET", "/v1/me")
    tables.library.change(present(tables.library.find(Member, LIBRARY, Member.key(LIBRARY))), email="b@b.c")

    reply = write(entry(1, "created"), entry(2, title=("scan", "Lease")))

    assert (reply.status, reply.json["added"]) == (200, 2)
    own, edited, created = entries(call, ready)
    assert (own["event"], own["imported"]) == ("created", None)
    assert edited["actor"] == {"kind": "person", "name": "ada@example.org", "is_me": False}
    assert edited["imported"]["by"] == {"kind": "person", "name": "b@b.c", "is_me": True}
    assert (edited["at"], edited["version"]) == ("2019-03-02T10:05:00.000Z", 0)
    assert edited["changes"] == [{"field": "title", "before": "scan", "after": "Lease"}]
    assert created["event"] == "created"


def test_history_goes_on_with_the_imported_one(call, ready, write):
    write(*(entry(number) for number in (1, 2, 3)))

    seen, cursor = [], ""
    while cursor is not None:
        page = call("GET", f"/v1/documents/{ready.document_id}/history?limit=1{cursor and f'&cursor={cursor}'}").json
        seen += [one["at"][:10] for one in page["entries"]]
        cursor = page["cursor"]

    assert seen[1:] == ["2019-03-03", "2019-03-02", "2019-03-01"]


def test_repeated_import_adds_nothing(ready, write):
    first = write(entry(1), entry(2), added_at=ADDED).json
    again = write(entry(2, title=("a", "b")), entry(1), entry(3), added_at=ADDED).json

    assert (first["added"], again["added"]) == (2, 1)
    assert again["document"]["version"] == first["document"]["version"]
    lines = tables.history.list_events(LIBRARY, ready.document_id, imported=True)
    assert [line.changes for line in lines] == [None, None, None]


def test_entry_of_this_library_is_not_imported_a_second_time(ready, write):
    [own] = tables.history.list_events(LIBRARY, ready.document_id)

    assert write({**entry(1), "id": own.event_id}).json["added"] == 0
    assert tables.history.list_events(LIBRARY, ready.document_id)[0].event == "created"


def test_date_added_is_restored_recorded_and_can_be_undone(call, ready, write):
    before = ready.created_at

    document = write(added_at="2019-03-01T11:00:00+01:00").json["document"]

    assert document["created_at"] == ADDED
    newest = entries(call, ready)[0]
    assert (newest["event"], newest["imported"]) == ("imported", None)
    assert newest["changes"] == [{"field": "added", "before": before, "after": ADDED}]
    assert revert(call, ready, newest["id"]).json["document"]["created_at"] == before
    assert revert(call, ready, newest["id"]).json["left"] == []


def test_document_never_becomes_younger(ready, write):
    write(added_at=ADDED)

    assert write(added_at="2020-01-01T00:00:00Z").json["document"]["created_at"] == ADDED


def test_files_get_their_moments(call, write):
    checksums = ["n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCg" + end for end in ("g=", "k=")]
    document = make_document(State.READY, checksum_sha256=checksums[0])
    upload = make_document(State.AWAITING_UPLOAD, checksum_sha256=checksums[1], replaces=document.document_id)
    changes.amend(
        LIBRARY, document.document_id, lambda current: files.replaced(current, upload, {}, actor="receive"), actor="x"
    )

    write(
        document=document,
        files=[{"checksum_sha256": one, "added_at": f"2019-03-0{at}T00:00:00Z"} for at, one in enumerate(checksums, 1)],
    )

    listed = call("GET", f"/v1/documents/{document.document_id}/files").json["files"]
    assert {one["number"]: one["added_at"][:10] for one in listed} == {1: "2019-03-01", 2: "2019-03-02"}


def test_refused_suggestions_stay_refused(call, ready, write):
    call("POST", f"/v1/documents/{ready.document_id}/suggestions/refuse", body={"fact": "amount", "value": "1"})
    refused = suggestions.refusal("document_date", "2019-03-01")

    write(refused_suggestions=[refused, refused])
    version = write(refused_suggestions=[refused]).json["document"]["version"]

    document = tables.documents.find(LIBRARY, ready.document_id)
    assert list(document.refused_suggestions) == [refused, suggestions.refusal("amount", "1")]
    assert version == document.version == 3


@pytest.mark.parametrize(
    "body",
    [
        {"added_at": "2999-01-01T00:00:00Z"},
        {"refused_suggestions": ["2019-03-01"]},
        {"added_at": "1969-01-01T00:00:00Z"},
        {"added_at": "2019-03-01"},
        {"entries": [{**entry(1), "at": "2999-01-01T00:00:00Z"}]},
        {"entries": [{**entry(1), "event": "Purged!"}]},
        {"entries": [entry(number) for number in range(1, 52)]},
        {"entries": [{**entry(1), "by_name": "\u200b"}]},
        {"entries": [entry(1, title=("a", ""))]},
        {"entries": [entry(1, title=("a", None))]},
        {"entries": [entry(1, document_date=("2019-02-31", None))]},
        {"entries": [entry(1, sender=("Stadtwerke", None))]},
        {"entries": [entry(1, tags=([TAG], ["Home"]))]},
        {"entries": [entry(1, amount=(1.5, None))]},
        {"entries": [entry(1, currency=("€", None))]},
        {"entries": [entry(1, currency=("A1B", None))]},
        {"entries": [entry(1, added=("soon", ADDED))]},
        {"entries": [entry(1, added=("2019-03-01T10:00:00", ADDED))]},
        {"entries": [entry(1, custom_fields=({GONE: 1e300}, {GONE: None}))]},
        {"entries": [entry(1, in_trash=(0, 1))]},
        {"entries": [entry(1, note=(None, "x" * 4_001))]},
        {"entries": [entry(1, file=("1", "2"))]},
        {"entries": [entry(1, custom_fields=({TAG: "a"}, {}))]},
        {"entries": [entry(1, custom_fields=({TAG: ["a"]}, {TAG: None}))]},
        {"entries": [{**entry(1), "changes": entry(1, title=("a", "b"))["changes"] * 2}]},
    ],
)
def test_moments_in_the_future_and_values_that_no_field_has_are_refused(ready, write, body):
    reply = write(**body) if "entries" not in body else write(*body["entries"])

    assert (reply.status, reply.code) == (400, "invalid-request")
    assert tables.history.list_events(LIBRARY, ready.document_id, imported=True) == []


def test_only_owners_restore_an_origin(write, member):
    assert write(added_at=ADDED, **member("editor")).status == 403


def test_upload_that_never_arrived_has_no_origin(write):
    assert write(added_at=ADDED, document=make_document(State.AWAITING_UPLOAD)).status == 409


def test_imported_change_is_reverted_where_its_names_are_here(call, ready, write):
    call("PATCH", f"/v1/documents/{ready.document_id}", body={"title": "Lease", "tags": [TAG]})
    write(entry(1, title=("scan", "Lease"), tags=([SENDER], [TAG]), sender=(GONE, None)))
    imported = entries(call, ready)[-1]

    reply = revert(call, ready, imported["id"]).json

    assert (reply["document"]["title"], reply["document"]["tags"]) == ("scan", [])
    assert {one["field"]: one["code"] for one in reply["left"]} == {"tags": "name_deleted", "sender": "name_deleted"}


def test_imported_changes_of_files_and_of_the_date_added_stay(call, ready, write):
    write(entry(1, file=(1, 2), title=("a", "b")), entry(2, added=(ADDED, "2018-01-01T00:00:00.000Z")))
    newer, older = entries(call, ready)[-2:]

    assert revert(call, ready, newer["id"]).json["left"] == [{"field": "added", "code": "not_here"}]
    reply = revert(call, ready, older["id"]).json
    assert (reply["left"], reply["document"]["version"]) == ([{"field": "file", "code": "not_here"}], 1)


def test_deleted_note_is_written_again_from_an_imported_entry(call, ready, write):
    note = {"id": new_id(), "origin_at": ADDED, "origin_by": "ada@example.org"}
    write({**entry(1, note=("Paid.", None)), "note": note}, entry(2, note=("No record", None)))
    newer, older = entries(call, ready)[-2:]

    assert revert(call, ready, newer["id"]).json["left"] == [{"field": "note", "code": "not_here"}]
    assert revert(call, ready, older["id"]).json["left"] == []
    [written] = call("GET", f"/v1/documents/{ready.document_id}/notes").json["notes"]
    assert (written["text"], written["origin_at"], written["origin_by"]) == ("Paid.", ADDED, "ada@example.org")


def test_metadata_of_an_imported_moment_is_restored(call, ready, write):
    path = f"/v1/documents/{ready.document_id}"
    # As an import does: values first, then the history.
    call("PATCH", path, body={"title": "Lease", "sender": SENDER, "due_date": "2019-05-01"})
    write(entry(1, title=("scan", "Flat")), entry(2, title=("Flat", "Lease"), sender=(None, SENDER)))
    call("PATCH", path, body={"title": "Ours", "amount": 1, "currency": "EUR"})
    moment = entries(call, ready)[-1]["id"]

    restored = restore(call, ready, moment).json

    document = restored["document"]
    assert (document["title"], document["sender"], document["amount"]) == ("Flat", None, None)
    # The import gave it this value; no entry says that it was empty at that moment.
    assert (document["due_date"], restored["left"]) == ("2019-05-01", [])


def test_what_people_changed_before_the_history_was_imported_is_restored_as_well(call, ready, write):
    path = f"/v1/documents/{ready.document_id}"
    call("PATCH", path, body={"title": "Lease", "due_date": "2019-05-01"})
    call("PATCH", path, body={"title": "Ours", "due_date": "2020-01-01"})
    write(entry(1, title=("scan", "Flat")), entry(2, title=("Flat", "Lease")))
    older, newer = entries(call, ready)[-2:][::-1]
    call("PATCH", path, body={"title": "Ours again"})

    at_the_end = restore(call, ready, newer["id"]).json
    before = restore(call, ready, older["id"]).json

    # No entry says which due date it had there.
    assert (at_the_end["document"]["title"], at_the_end["document"]["due_date"]) == ("Lease", "2020-01-01")
    assert before["document"]["title"] == "Flat"


def test_value_that_people_filled_in_before_the_history_was_imported_is_emptied_as_well(call, ready, write):
    path = f"/v1/documents/{ready.document_id}"
    call("PATCH", path, body={"title": "Lease"})
    call("PATCH", path, body={"sender": SENDER, "tags": [TAG], "due_date": "2020-01-01"})
    write(entry(1, sender=(None, GONE), tags=([], [TAG])), entry(2, sender=(GONE, None), tags=([TAG], [])), entry(3))
    newest = entries(call, ready)[-3]["id"]

    document = restore(call, ready, newest).json["document"]

    # No entry says that it had no due date there.
    assert (document["sender"], document["tags"], document["due_date"]) == (None, [], "2020-01-01")


def test_value_that_an_import_did_not_get_from_its_history_is_kept(call, ready, write):
    call("PATCH", f"/v1/documents/{ready.document_id}", body={"title": "Flat 2"})
    write(entry(1, title=("scan", "Flat")), entry(2))
    newest = entries(call, ready)[-2]["id"]

    # The other library did not record every change.
    assert restore(call, ready, newest).json["document"]["title"] == "Flat 2"


def test_restoring_a_moment_of_this_library_ignores_what_was_imported(call, ready, write):
    oldest = entries(call, ready)[0]["id"]
    write({**entry(1, title=("Elsewhere", "Invoice")), "id": first_id_later()})

    assert restore(call, ready, oldest).json["document"]["title"] == "Invoice"


def first_id_later():
    return first_id(now() + timedelta(days=1))


def test_imported_entries_do_not_decide_anything_here(ready, write):
    write({**entry(1), "event": "purged"}, {**entry(2, title=("a", "b")), "id": first_id_later()})

    assert not tables.history.was_purged(LIBRARY, ready.document_id)
    assert [line.event for line in tables.history.list_newest(LIBRARY, ready.document_id)] == ["created"]


def test_purge_removes_values_and_names_of_imported_entries(ready, write):
    write(entry(1, title=("Secret", "b")), entry(2))

    tables.history.remove_values(LIBRARY, ready.document_id)

    lines = tables.history.list_events(LIBRARY, ready.document_id, imported=True)
    assert [(line.changes, line.facts) for line in lines] == [(None, None)] * 2


TEXT = st.text(max_size=40)
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | TEXT, lambda one: st.lists(one, max_size=3))
FUZZED = ["title", "tags", "sender", "note", "amount", "custom_fields"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXT, name=TEXT, before=VALUES, field=st.sampled_from(FUZZED))
def test_whatever_is_imported_is_shown_and_reverted_without_an_error(call, write, title, name, before, field):
    # Given a document of its own: one with the entries of all examples would have each of them reverted again.
    document = make_document(State.READY)
    one = {**entry(1, **{field: (before, before), "kind": (None, None)}), "id": new_id()}
    reply = write(
        {**one, "by_name": name}, {**entry(2, title=(title, title or "x")), "id": new_id()}, document=document
    )

    assert reply.status in {200, 400}
    for shown in entries(call, document):
        assert revert(call, document, shown["id"]).status in {200, 409}
