from datetime import datetime, timedelta
from typing import Any

import pytest

from docloft import tables
from docloft.clock import now
from docloft.errors import IdempotencyKeyReusedError
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.roles import Role
from docloft.tables.records import IdempotencyKey
from docloft_api.features.uploads import announcements
from docloft_api.http import idempotency
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person
from tests.fixtures import LIBRARY, make_document

KEY = {"Idempotency-Key": "6f9619ff-8b86-d011-b42d-00cf4fc964ff"}


def ids():
    return [document.document_id for document in tables.documents.list_all(LIBRARY)]


def test_repeated_request_returns_the_same_document_with_a_new_form(call, new_document):
    first = call("POST", "/v1/documents", body=new_document, headers=KEY)
    again = call("POST", "/v1/documents", body=dict(reversed(new_document.items())), headers=KEY)

    assert (first.status, again.status) == (201, 201)
    assert again.json["document"]["id"] == first.json["document"]["id"]
    assert again.json["upload"]["fields"]["key"] == first.json["upload"]["fields"]["key"]
    assert ids() == [first.json["document"]["id"]]


def test_without_a_key_every_request_creates_a_document(call, new_document):
    made = {call("POST", "/v1/documents", body=new_document).json["document"]["id"] for _ in range(2)}

    assert len(made) == 2


def test_same_key_with_another_request_is_refused(call, new_document):
    call("POST", "/v1/documents", body=new_document, headers=KEY)

    reply = call("POST", "/v1/documents", body=new_document | {"size": 12346}, headers=KEY)

    assert (reply.status, reply.code) == (422, "idempotency-key-reused")
    assert len(ids()) == 1


def test_same_key_of_another_person_is_independent(call, new_document, member):
    first = call("POST", "/v1/documents", body=new_document, headers=KEY)
    other = member("editor", "editor-1")

    second = call("POST", "/v1/documents", body=new_document, sub=other["sub"], headers={**other["headers"], **KEY})

    assert second.status == 201
    assert second.json["document"]["id"] != first.json["document"]["id"]


@pytest.mark.parametrize("key", ["", "a b", "ü", "k" * 256, "a\nb"])
def test_invalid_key_is_refused(call, new_document, key):
    reply = call("POST", "/v1/documents", body=new_document, headers={"Idempotency-Key": key})

    assert (reply.status, reply.code) == (400, "invalid-request")


def test_key_is_remembered_for_a_day_and_stored_only_as_a_hash(call, new_document):
    call("POST", "/v1/documents", body=new_document, headers=KEY)

    [record] = tables.library.list_kind(IdempotencyKey, LIBRARY)
    left = datetime.fromtimestamp(record.expires_at, tz=now().tzinfo) - now()
    assert timedelta(hours=23) < left <= timedelta(hours=24)
    assert KEY["Idempotency-Key"] not in record.record_key


def test_repeat_after_the_upload_returns_the_document_without_a_form(call, new_document):
    document_id = call("POST", "/v1/documents", body=new_document, headers=KEY).json["document"]["id"]
    changes.amend(
        LIBRARY, document_id, lambda _: changes.Change("received", {"state": State.RECEIVED}), actor="receive"
    )

    again = call("POST", "/v1/documents", body=new_document, headers=KEY)

    assert (again.status, again.json["upload"]) == (200, None)
    assert again.json["document"]["state"] == "received"


def test_repeat_shortly_before_the_deadline_extends_it_for_the_new_form(call, new_document):
    document_id = call("POST", "/v1/documents", body=new_document, headers=KEY).json["document"]["id"]
    soon = now() + timedelta(minutes=3)
    changes.amend(LIBRARY, document_id, lambda _: changes.Change("x", due=soon), actor="test")

    again = call("POST", "/v1/documents", body=new_document, headers=KEY)

    due = datetime.fromisoformat(tables.documents.find(LIBRARY, document_id).due_at)
    assert due > datetime.fromisoformat(again.json["upload"]["expires_at"])


def test_repeat_for_bytes_that_the_library_has_returns_the_same_document(call, new_document):
    document = make_document(checksum_sha256=new_document["checksum_sha256"])
    changes.amend(
        LIBRARY,
        document.document_id,
        lambda _: changes.Change("received", {"state": State.RECEIVED}, also=[changes.claim(document)]),
        actor="receive",
    )

    replies = [call("POST", "/v1/documents", body=new_document, headers=KEY) for _ in range(2)]

    assert [reply.status for reply in replies] == [200, 200]
    assert {reply.json["document"]["id"] for reply in replies} == {document.document_id}


def test_repeat_after_the_document_was_permanently_deleted_is_a_conflict(call, new_document):
    document_id = call("POST", "/v1/documents", body=new_document, headers=KEY).json["document"]["id"]
    changes.erase(tables.documents.find(LIBRARY, document_id), actor="work")

    reply = call("POST", "/v1/documents", body=new_document, headers=KEY)

    assert (reply.status, reply.code) == (409, "conflict")


def announce(new_document):
    person = Person(LIBRARY, None, LIBRARY, Role.OWNER, "user:1")
    ticket = Ticket(LIBRARY, "race", "the same")
    return announcements.announce(person, **new_document, correlation_id="race-0001", ticket=ticket)


def test_two_identical_requests_at_once_create_one_document(call, new_document, monkeypatch):
    create = changes.create
    faster: list[Any] = []

    def create_second(*arguments, **named):
        if not faster:
            faster.append(None)
            faster.append(announce(new_document))
        return create(*arguments, **named)

    monkeypatch.setattr(changes, "create", create_second)

    slower = announce(new_document)

    assert slower.document.document_id == faster[1].document.document_id
    assert slower.awaits_bytes
    assert ids() == [slower.document.document_id]


def test_two_different_requests_at_once_with_one_key_create_one_document(call, new_document, monkeypatch):
    create = changes.create
    faster: list[Any] = []

    def create_second(*arguments, **named):
        if not faster:
            faster.append(None)
            faster.append(call("POST", "/v1/documents", body=new_document | {"size": 1}, headers=KEY))
        return create(*arguments, **named)

    person = Person(LIBRARY, None, LIBRARY, Role.OWNER, "user:1")
    ticket = idempotency.ticket(person, KEY["Idempotency-Key"], new_document, {})
    monkeypatch.setattr(changes, "create", create_second)

    with pytest.raises(IdempotencyKeyReusedError):
        announcements.announce(person, **new_document, correlation_id="race-0002", ticket=ticket)

    assert ids() == [faster[1].json["document"]["id"]]


def test_same_key_for_another_document_is_refused_and_its_file_reaches_neither(call, ready, new_document):
    # Given a version that was announced for one document
    first = call("POST", f"/v1/documents/{ready.document_id}/files", body=new_document, headers=KEY)
    other = make_document(State.READY, checksum_sha256="other")

    replies = [
        call("POST", f"/v1/documents/{other.document_id}/files", body=new_document, headers=KEY),
        call("POST", "/v1/documents", body=new_document, headers=KEY),
    ]

    assert first.status == 201
    assert [(one.status, one.code) for one in replies] == [(422, "idempotency-key-reused")] * 2
