"""One document with all of its fields: it is kept, put into the trash and restored, and its pages are continued."""

import pytest

from docloft import tables
from docloft.clock import timestamp
from docloft.lifecycle.states import State
from tests.fixtures import LIBRARY, make_document, sent_commands

UNKNOWN = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"


NOT_IDS = ["x", "01jda0zq5t8m3n7k2v4w6x8y9z", "%2e%2e", "a" * 300, "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z%00"]


def test_document_has_every_declared_field(call, ready):
    reply = call("GET", f"/v1/documents/{ready.document_id}")

    body = reply.json
    assert reply.headers["ETag"] == '"1"'
    assert (body["thumbnail"].pop("width"), body["thumbnail"].pop("height")) == (354, 500)
    assert f"/thumbnails/{LIBRARY}/{ready.document_id}?" in body["thumbnail"].pop("url")
    del body["thumbnail"]
    assert body == {
        "id": ready.document_id,
        "state": "ready",
        "title": "Invoice",
        "note_count": 0,
        "file_number": 1,
        "file_count": 1,
        "replaces": None,
        "file_name": "Invoice.pdf",
        "media_type": "application/pdf",
        "size": 1000,
        "checksum_sha256": ready.checksum_sha256,
        "pages": 3,
        "width": None,
        "height": None,
        "language": None,
        "reason": None,
        "reason_code": None,
        "reason_values": {},
        "index_problem": None,
        "attention": {
            "kind": "partial",
            "since": ready.attention_at.partition("#")[0],
            "until": None,
            "remedies": ["retry", "keep", "delete"],
        },
        "remedies": ["retry", "keep", "delete"],
        "duplicate_of": None,
        "parent_id": None,
        "parent_title": None,
        "children": 0,
        "document_date": None,
        "sender": None,
        "kind": None,
        "tags": [],
        "due_date": None,
        "keep_until": None,
        "amount": None,
        "currency": None,
        "custom_fields": {},
        "inbox": False,
        "created_at": ready.created_at,
        "updated_at": ready.updated_at,
        "trashed_at": None,
        "trashed_by": None,
        "has_text": True,
        "ocr_pages_total": 40,
        "ocr_pages_done": 7,
        "partial": ["text_cut"],
        "version": 1,
    }


@pytest.mark.parametrize("document_id", [UNKNOWN, *NOT_IDS])
def test_unknown_document_is_not_found(offline, monkeypatch, document_id):
    monkeypatch.setattr(tables.documents.Document, "get", raise_absent)

    reply = offline("GET", f"/v1/documents/{document_id}")

    assert (reply.status, reply.code) == (404, "not-found")


def raise_absent(*_, **__):
    raise tables.documents.Document.DoesNotExist


def test_document_is_kept_permanently_and_that_is_reverted(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    kept = call("PATCH", path, body={"keep_until": "9999-12-31"})
    entry = call("GET", f"{path}/history").json["entries"][0]
    reverted = call("POST", f"{path}/history/{entry['id']}/revert")

    assert kept.json["keep_until"] == "9999-12-31"
    assert entry["changes"] == [{"field": "keep_until", "before": None, "after": "9999-12-31"}]
    assert reverted.json["document"]["keep_until"] is None


def test_trash_and_restore_are_idempotent(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    trashed = [call("POST", f"{path}/trash").json for _ in range(2)]
    restored = [call("POST", f"{path}/restore").json for _ in range(2)]

    assert trashed[0] == trashed[1]
    assert (trashed[0]["version"], bool(trashed[0]["trashed_at"])) == (2, True)
    assert restored[0] == restored[1]
    assert (restored[0]["version"], restored[0]["trashed_at"]) == (3, None)
    events = [line.event for line in tables.history.list_events(LIBRARY, ready.document_id)]
    assert events == ["created", "trashed", "restored"]


@pytest.mark.parametrize("state", [State.AWAITING_UPLOAD, State.REJECTED])
def test_document_that_was_never_archived_cannot_be_trashed(call, state):
    document = make_document(state)

    reply = call("POST", f"/v1/documents/{document.document_id}/trash")

    assert (reply.status, reply.code) == (409, "conflict")
    assert call("POST", f"/v1/documents/{document.document_id}/restore").json["version"] == 1


def test_trashing_keeps_the_time_when_the_sweeper_checks(call):
    document = make_document(State.WORKING)

    call("POST", f"/v1/documents/{document.document_id}/trash")

    assert tables.documents.find(LIBRARY, document.document_id).due_at == document.due_at


def test_pages_beyond_the_daily_limit_are_continued_once(call):
    document = make_document(
        State.READY, ocr_pages_total=10, ocr_pages_done=10, ocr_parked="10-29", partial=["text_cut", "ocr_parked"]
    )
    path = f"/v1/documents/{document.document_id}/recognise"

    first, second = (call("POST", path) for _ in range(2))

    assert (first.status, first.json["partial"]) == (200, ["text_cut"])
    assert (first.json["ocr_pages_done"], first.json["ocr_pages_total"]) == (10, 30)
    assert first.json == second.json
    after = tables.documents.find(LIBRARY, document.document_id)
    assert after.ocr_pending == "10-29"
    assert not after.ocr_parked
    assert after.due_at > timestamp()
    assert [(one.action.name, one.document_id) for one in sent_commands()] == [("recognise", document.document_id)]


def test_document_without_waiting_pages_is_left_as_it_is(call, ready):
    reply = call("POST", f"/v1/documents/{ready.document_id}/recognise")

    assert (reply.status, reply.json["version"]) == (200, 1)
    assert sent_commands() == []
