"""Versions of a document's file: announcing, listing, downloading and restoring them."""

import pytest

from docloft import objects, tables, texts
from docloft.commands.registry import READ
from docloft.lifecycle import changes, files
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.texts import Text
from tests.fixtures import LIBRARY, make_document, sent_commands
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("cloud")

OTHER_CHECKSUM = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
BODY = {"file_name": "Signed.pdf", "media_type": "application/pdf", "size": 12, "checksum_sha256": OTHER_CHECKSUM}
FOUND = {"media_type": "application/pdf", "size": 12, "pages": 2}


def path_of(document, rest=""):
    return f"/v1/documents/{document.document_id}/files{rest}"


def reload(document):
    return tables.documents.find(LIBRARY, document.document_id)


@pytest.fixture
def replace(call):
    """Announces a file, and receives it as the storage service does."""

    def do(document, **body):
        reply = call("POST", f"/v1/documents/{document.document_id}/files", body={**BODY, **body})
        assert reply.status == 201, reply.text
        upload = tables.documents.find(LIBRARY, reply.json["upload_id"])
        return changes.amend(
            LIBRARY,
            document.document_id,
            lambda current: files.replaced(current, upload, FOUND, actor="receive"),
            actor="receive",
        ).document

    return do


def read(document):
    """What the worker does once the file is received."""
    values = {"state": State.READY, "has_text": True, "pages": 2}
    texts.store(LIBRARY, document.content_id, Text(("signed",)))
    return changes.amend(LIBRARY, document.document_id, lambda _: Change("ready", values), actor="work").document


def listed(call, document):
    reply = call("GET", f"/v1/documents/{document.document_id}/files")
    assert reply.status == 200, reply.text
    return [(one["number"], one["file_name"], one["is_current"]) for one in reply.json["files"]]


def test_document_has_one_file_until_another_one_is_received(call, ready):
    reply = call("POST", path_of(ready), body=BODY)

    assert reply.status == 201
    assert objects.inbox_key(LIBRARY, reply.json["upload_id"]) in reply.json["upload"]["fields"]["key"]
    assert listed(call, ready) == [(1, "Invoice.pdf", True)]
    announced = call("GET", f"/v1/documents/{reply.json['upload_id']}").json
    assert (announced["state"], announced["replaces"]) == ("awaiting_upload", ready.document_id)
    assert reply.json["upload_id"] not in [one["id"] for one in call("GET", "/v1/documents").json["documents"]]


def test_files_are_listed_with_who_and_when_newest_first(call, ready, replace):
    call("GET", "/v1/me")
    replace(ready)

    shown = call("GET", path_of(ready)).json["files"]

    assert [one["number"] for one in shown] == [2, 1]
    assert (shown[0]["file_name"], shown[0]["pages"], shown[0]["is_current"]) == ("Signed.pdf", 2, True)
    assert (shown[0]["added_by"]["kind"], shown[0]["added_by"]["is_me"]) == ("person", True)
    assert (shown[1]["id"], shown[1]["added_at"]) == (ready.document_id, ready.created_at)
    document = call("GET", f"/v1/documents/{ready.document_id}").json
    assert (document["file_number"], document["file_count"], document["title"]) == (2, 2, "Invoice")


def test_every_file_can_be_downloaded(call, ready, replace):
    after = replace(ready)

    first = call("GET", f"/v1/documents/{ready.document_id}/files/1/original").json
    second = call("GET", f"/v1/documents/{ready.document_id}/files/2/original").json

    assert f"/originals/{LIBRARY}/{ready.document_id}/1?" in first["url"]
    assert f"/originals/{LIBRARY}/{ready.document_id}/{after.file_id}?" in second["url"]
    assert (first["file_name"], second["file_name"]) == ("Invoice.pdf", "Signed.pdf")
    assert call("GET", f"/v1/documents/{ready.document_id}/original").json["file_name"] == "Signed.pdf"


@pytest.mark.parametrize("number", ["3", "0", "x", "-1", "1.0", "99999", "%20"])
@pytest.mark.parametrize(("method", "rest"), [("GET", "original"), ("POST", "restore")])
def test_number_that_no_file_has_is_not_found(call, ready, replace, number, method, rest):
    replace(ready)

    reply = call(method, path_of(ready, f"/{number}/{rest}"))

    assert reply.status == 404


def test_restored_file_is_read_at_once_without_reading_it_again(call, ready, replace):
    read(replace(ready))
    sent_commands()

    reply = call("POST", path_of(ready, "/1/restore"))

    assert reply.status == 200
    document = reply.json
    assert (document["state"], document["file_number"], document["file_count"]) == ("ready", 1, 2)
    assert (document["file_name"], document["pages"], document["ocr_pages_done"]) == ("Invoice.pdf", 3, 7)
    assert listed(call, ready) == [(2, "Signed.pdf", False), (1, "Invoice.pdf", True)]
    assert sent_commands() == []
    # And back again, to what was read from the newer one
    document = call("POST", f"/v1/documents/{ready.document_id}/files/2/restore").json
    assert (document["state"], document["file_name"], document["pages"]) == ("ready", "Signed.pdf", 2)
    newer, _ = call("GET", path_of(ready)).json["files"]
    assert (newer["is_current"], newer["added_by"]["is_me"]) == (True, True)
    assert present(texts.load(LIBRARY, reload(ready).content_id)).pages == ("signed",)


def test_restored_file_whose_reading_had_not_ended_is_read(call, ready, replace):
    replace(ready)
    call("POST", path_of(ready, "/1/restore"))
    sent_commands()

    document = call("POST", f"/v1/documents/{ready.document_id}/files/2/restore").json

    assert document["state"] == "received"
    assert [(one.action, one.document_id) for one in sent_commands()] == [(READ, ready.document_id)]


def test_restoring_is_idempotent_and_respects_if_match(call, ready, replace):
    version = replace(ready).version

    assert call("POST", path_of(ready, "/1/restore"), headers={"If-Match": f'"{version - 1}"'}).status == 412
    assert call("POST", path_of(ready, "/1/restore"), headers={"If-Match": f'"{version}"'}).status == 200
    again = call("POST", path_of(ready, "/1/restore"))

    assert (again.status, again.json["version"]) == (200, version + 1)


def test_replacing_and_restoring_can_be_reverted_from_the_history(call, ready, replace):
    read(replace(ready))
    history = f"/v1/documents/{ready.document_id}/history"
    replaced = next(one for one in call("GET", history).json["entries"] if one["event"] == "file_replaced")
    assert replaced["changes"] == [{"field": "file", "before": 1, "after": 2}]

    reverted = call("POST", f"{history}/{replaced['id']}/revert")

    assert (reverted.json["document"]["file_number"], reverted.json["left"]) == (1, [])
    entry = call("GET", history).json["entries"][0]
    assert (entry["event"], entry["reverts"]) == ("file_restored", replaced["id"])
    call("POST", f"{history}/{entry['id']}/revert")
    assert reload(ready).file_number == 2


def test_change_of_the_file_that_was_followed_by_another_is_not_reverted(call, ready, replace):
    replace(ready)
    replace(ready, checksum_sha256="0" * 43 + "=")
    history = f"/v1/documents/{ready.document_id}/history"
    first = [one for one in call("GET", history).json["entries"] if one["event"] == "file_replaced"][-1]

    reverted = call("POST", f"{history}/{first['id']}/revert")

    assert reverted.json["left"] == [{"field": "file", "code": "changed_since"}]
    assert reload(ready).file_number == 3


def test_file_that_the_document_has_is_refused_with_its_number(call, ready, replace):
    replace(ready)

    current = call("POST", path_of(ready), body=BODY)
    first = call("POST", path_of(ready), body={**BODY, "checksum_sha256": ready.checksum_sha256})

    assert [(one.status, one.json["reason_code"], one.json["reason_values"]) for one in (current, first)] == [
        (409, "same_file", {"number": "2"}),
        (409, "same_file", {"number": "1"}),
    ]


def test_file_of_another_document_is_refused(call, ready):
    other = make_document(State.READY, checksum_sha256=OTHER_CHECKSUM)
    changes.amend(LIBRARY, other.document_id, lambda _: Change("x", also=[changes.claim(other)]), actor="test")

    reply = call("POST", path_of(ready), body=BODY)

    assert (reply.status, reply.json["reason_code"]) == (409, "file_elsewhere")


def test_document_that_cannot_have_another_file_says_why(call, ready, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 1)
    full = call("POST", path_of(ready), body=BODY)
    trashed = make_document(State.READY, trashed_at="2026-01-01T00:00:00.000Z")
    awaited = make_document()

    assert (full.status, full.json["reason_code"]) == (409, "too_many_files")
    assert call("POST", path_of(trashed), body=BODY).json["reason_code"] == "replaced_in_trash"
    assert call("POST", path_of(awaited), body=BODY).json["reason_code"] == "never_archived"
    assert call("POST", path_of(ready), body={**BODY, "size": 10**9}).status == 413
    assert call("GET", path_of(awaited)).status == 404


def test_repeated_announcement_returns_the_same_upload(call, ready):
    headers = {"Idempotency-Key": "one"}
    first, again = (call("POST", path_of(ready), body=BODY, headers=headers) for _ in range(2))

    assert (first.status, again.status) == (201, 201)
    assert first.json["upload_id"] == again.json["upload_id"]
    # When it was received
    upload = tables.documents.find(LIBRARY, first.json["upload_id"])
    changes.amend(
        LIBRARY,
        ready.document_id,
        lambda current: files.replaced(current, upload, FOUND, actor="receive"),
        actor="receive",
    )
    late = call("POST", path_of(ready), body=BODY, headers=headers)
    assert (late.status, late.json) == (200, {"upload_id": first.json["upload_id"], "upload": None})


def test_repeated_announcement_of_an_upload_that_was_deleted_is_refused(call, ready):
    headers = {"Idempotency-Key": "one"}
    first = call("POST", path_of(ready), body=BODY, headers=headers)
    changes.erase(tables.documents.find(LIBRARY, first.json["upload_id"]), actor="test")

    reply = call("POST", path_of(ready), body=BODY, headers=headers)

    assert (reply.status, reply.json["reason_code"]) == (409, "upload_deleted")
