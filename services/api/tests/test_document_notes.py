"""Notes on a document: who may write and change them, their limits, and undoing their changes."""

import pytest

from docloft import tables
from docloft.ids import new_id
from docloft.lifecycle import changes, notes
from docloft.lifecycle.notes import LONGEST, MOST_NOTES
from docloft.lifecycle.states import State
from docloft.roles import Role
from docloft.tables.records import Member, Note
from docloft_api.identity import people
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("cloud")

OTHER = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def write(call, ready):
    def send(text, note_id=None, **options):
        body = {"text": text, **options.pop("more", {})}
        note_id = note_id or new_id()
        return call("PUT", f"/v1/documents/{ready.document_id}/notes/{note_id}", body=body, **options)

    return send


@pytest.fixture
def someone_elses(call, ready):
    """A note that another member wrote; returns its id."""
    call("GET", "/v1/me")
    note_id = new_id()
    key = Note.key(ready.document_id, note_id)
    Note(LIBRARY, key, created_at="2026-01-01T00:00:00.000Z", text="Theirs", author=f"user:{OTHER}").save()
    return note_id


def listed(call, document):
    return call("GET", f"/v1/documents/{document.document_id}/notes").json["notes"]


def delete(call, document, note_id, **options):
    return call("DELETE", f"/v1/documents/{document.document_id}/notes/{note_id}", **options)


def newest_entry(call, document):
    return call("GET", f"/v1/documents/{document.document_id}/history").json["entries"][0]


def revert(call, document, entry):
    return call("POST", f"/v1/documents/{document.document_id}/history/{entry['id']}/revert")


def become(role):
    tables.library.change(present(tables.library.find(Member, LIBRARY, Member.key(LIBRARY))), role=role)
    people.forget()


def test_note_says_by_whom_and_when_and_counts_in_the_document(call, ready, write):
    call("GET", "/v1/me")

    response = write("Paid by **transfer**.\r\n\r\nAsk Anna.\x07")

    note = response.json["note"]
    assert response.status == 201
    assert note["text"] == "Paid by **transfer**.\n\nAsk Anna."
    assert note["author"]["is_me"]
    assert (note["edited_at"], note["origin_by"], note["may_change"]) == (None, None, True)
    assert response.headers["ETag"] == f'"{note["version"]}"'
    assert response.json["document"]["note_count"] == 1
    assert listed(call, ready) == [note]


@pytest.mark.parametrize("state", [State.AWAITING_UPLOAD, State.REJECTED])
def test_document_that_expires_by_itself_gets_no_notes(call, state):
    document = make_document(state)

    response = call("PUT", f"/v1/documents/{document.document_id}/notes/{new_id()}", body={"text": "Private"})

    assert (response.status, response.json["reason_code"]) == (409, "never_archived")
    assert listed(call, document) == []


def test_repeated_request_writes_nothing_new(call, ready, write):
    note_id = new_id()
    first = write("Same", note_id)

    second = write("Same", note_id, headers={"If-Match": '"0"'})

    assert (first.status, second.status) == (201, 200)
    assert second.json["document"]["version"] == first.json["document"]["version"]


def test_edit_needs_the_version_that_was_seen(call, ready, write):
    note_id = new_id()
    seen = write("One", note_id).headers["ETag"]
    edited = write("Two", note_id, headers={"If-Match": seen})

    assert edited.json["note"]["edited_by"]["is_me"]
    assert write("Three", note_id, headers={"If-Match": seen}).status == 412
    assert delete(call, ready, note_id, headers={"If-Match": seen}).status == 412
    assert [note["text"] for note in listed(call, ready)] == ["Two"]


def test_note_that_was_written_again_has_no_version_of_the_deleted_one(call, ready, write):
    note_id = new_id()
    seen = write("One", note_id).headers["ETag"]
    delete(call, ready, note_id)
    write("Two", note_id)

    assert delete(call, ready, note_id, headers={"If-Match": seen}).status == 412


def test_only_its_author_and_an_owner_may_change_a_note(call, ready, write, someone_elses):
    become(Role.EDITOR)
    assert not listed(call, ready)[0]["may_change"]
    assert write("Mine", someone_elses).status == 403
    assert delete(call, ready, someone_elses).status == 403

    become(Role.OWNER)
    tables.documents.Document(LIBRARY, ready.document_id).update(actions=[tables.documents.Document.note_count.set(1)])
    assert delete(call, ready, someone_elses).json["note_count"] == 0


def test_author_who_became_a_viewer_may_not_change_a_note(call, ready, write):
    call("GET", "/v1/me")
    note_id = new_id()
    write("Mine", note_id)
    become(Role.VIEWER)

    assert not listed(call, ready)[0]["may_change"]
    assert delete(call, ready, note_id).status == 403


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * (LONGEST + 1)])
def test_note_without_words_or_too_long_is_refused(call, ready, write, text):
    assert write(text).status == 400
    assert listed(call, ready) == []


def test_document_has_a_limit_of_notes(call, ready, write):
    for _ in range(MOST_NOTES):
        write("One more")

    refused = write("Too many")

    assert refused.status == 409
    assert (refused.json["reason_code"], refused.json["reason_values"]) == ("too_many_notes", {"limit": "50"})
    assert len(listed(call, ready)) == MOST_NOTES


def test_imported_note_keeps_when_and_by_whom_it_was_written(call, ready, write):
    more = {"origin_at": "2024-05-01T12:00:00+02:00", "origin_by": "anna"}

    note = write("Old", more=more).json["note"]

    assert (note["origin_at"], note["origin_by"]) == ("2024-05-01T10:00:00.000Z", "anna")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-05-01T12:00:00"])
def test_moment_that_no_clock_showed_is_refused(write, moment):
    assert write("Old", more={"origin_at": moment}).status == 400


def test_every_change_of_a_note_can_be_undone_from_the_history(call, ready, write):
    note_id = new_id()
    write("One", note_id, more={"origin_by": "anna"})
    added = newest_entry(call, ready)
    write("Two", note_id)
    edited = newest_entry(call, ready)
    delete(call, ready, note_id)
    deleted = newest_entry(call, ready)

    assert [entry["changes"] for entry in (added, edited, deleted)] == [
        [{"field": "note", "before": None, "after": "One"}],
        [{"field": "note", "before": "One", "after": "Two"}],
        [{"field": "note", "before": "Two", "after": None}],
    ]
    assert revert(call, ready, deleted).json["document"]["note_count"] == 1
    (back,) = listed(call, ready)
    assert (back["id"], back["text"], back["origin_by"]) == (note_id, "Two", "anna")
    assert newest_entry(call, ready)["reverts"] == deleted["id"]
    revert(call, ready, edited)
    assert [note["text"] for note in listed(call, ready)] == ["One"]
    revert(call, ready, added)
    assert listed(call, ready) == []


def test_undo_twice_changes_nothing_more(call, ready, write):
    write("One")
    added = newest_entry(call, ready)
    first = revert(call, ready, added)

    second = revert(call, ready, added)

    assert second.json["document"]["version"] == first.json["document"]["version"]
    assert second.json["left"] == []


def test_undo_leaves_a_note_that_was_edited_since(call, ready, write):
    note_id = new_id()
    write("One", note_id)
    added = newest_entry(call, ready)
    write("Two", note_id)

    response = revert(call, ready, added)

    assert response.json["left"] == [{"field": "note", "code": "changed_since"}]
    assert [note["text"] for note in listed(call, ready)] == ["Two"]


def test_notes_of_two_writers_at_once_are_both_kept(call, ready, write, monkeypatch):
    original = notes.find
    key = Note.key(ready.document_id, new_id())
    theirs = Note(LIBRARY, key, created_at="2026-01-01T00:00:00.000Z", text="Theirs", author=f"user:{OTHER}")

    def interrupted(document, note_id):
        found = original(document, note_id)
        monkeypatch.setattr(notes, "find", original)
        changes.amend(LIBRARY, ready.document_id, lambda one: notes.add(one, theirs), actor=theirs.author)
        return found

    monkeypatch.setattr(notes, "find", interrupted)
    response = write("Mine")

    assert response.json["document"]["note_count"] == 2
    assert {note["text"] for note in listed(call, ready)} == {"Mine", "Theirs"}


def test_unknown_note_is_not_found(call, ready, write):
    assert delete(call, ready, new_id()).status == 404
    assert delete(call, ready, "x").status == 404
    assert write("Text", headers={"If-Match": '"1"'}).status == 404
