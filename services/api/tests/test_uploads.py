import json
from base64 import b64decode
from datetime import datetime, timedelta

import boto3
import pytest

from docloft import tables
from docloft.clock import now
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.settings import settings
from tests.fixtures import LIBRARY, make_document


def policy_of(upload):
    return json.loads(b64decode(upload["fields"]["policy"]))


def hold(document):
    """Claims the document's bytes for its library, as `receive` does."""
    return changes.amend(
        LIBRARY,
        document.document_id,
        lambda _: changes.Change("received", {"state": State.RECEIVED}, also=[changes.claim(document)]),
        actor="receive",
    ).document


def test_announced_document_awaits_its_upload(call, new_document):
    reply = call("POST", "/v1/documents", body=new_document)

    document = reply.json["document"]
    assert reply.status == 201
    assert reply.headers["Location"] == f"/v1/documents/{document['id']}"
    assert reply.headers["ETag"] == '"1"'
    assert (document["state"], document["title"], document["version"]) == ("awaiting_upload", "Invoice 2024", 1)
    stored = tables.documents.find(LIBRARY, document["id"])
    assert stored.created_by == LIBRARY
    assert stored.correlation_id == reply.headers["Correlation-Id"]
    wait = datetime.fromisoformat(stored.due_at) - now()
    assert timedelta(minutes=19) < wait <= timedelta(minutes=20)


def test_form_allows_exactly_these_bytes_at_exactly_this_key_for_fifteen_minutes(call, new_document):
    created = call("POST", "/v1/documents", body=new_document).json

    policy = policy_of(created["upload"])
    conditions = [c for c in policy["conditions"] if isinstance(c, list) or not set(c) & {"x-amz-date"}]
    key = f"inbox/{LIBRARY}/{created['document']['id']}"
    assert ["content-length-range", 12345, 12345] in conditions
    exact = {name: value for c in conditions if isinstance(c, dict) for name, value in c.items()}
    assert exact["bucket"] == "docloft-test-files"
    assert exact["key"] == key
    assert exact["Content-Type"] == "application/pdf"
    assert exact["x-amz-checksum-algorithm"] == "SHA256"
    assert exact["x-amz-checksum-sha256"] == new_document["checksum_sha256"]
    assert not [c for c in conditions if isinstance(c, list) and c[0] == "starts-with"]
    left = datetime.fromisoformat(policy["expiration"]) - now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    stated = datetime.fromisoformat(created["upload"]["expires_at"]) - datetime.fromisoformat(policy["expiration"])
    assert abs(stated) < timedelta(seconds=2)
    fields = created["upload"]["fields"]
    assert (fields["key"], fields["Content-Type"]) == (key, "application/pdf")
    assert fields["x-amz-checksum-sha256"] == new_document["checksum_sha256"]


def test_announced_document_has_the_given_tags_once(call, new_document):
    home, car = (call("POST", "/v1/names", body={"what": "tag", "name": name}).json["id"] for name in ("home", "car"))

    made = call("POST", "/v1/documents", body=new_document | {"tags": [home, car, home]})

    assert (made.status, made.json["document"]["tags"]) == (201, [home, car])


def test_unknown_tag_of_an_announced_document_is_refused_and_nothing_is_stored(call, new_document):
    kind = call("POST", "/v1/names", body={"what": "kind", "name": "Invoice"}).json["id"]

    for wrong in (kind, "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"):
        refused = call("POST", "/v1/documents", body=new_document | {"tags": [wrong]})
        assert (refused.status, refused.json["errors"][0]["pointer"]) == (400, "/tags")

    assert list(tables.documents.list_all(LIBRARY)) == []


def test_bytes_that_the_library_has_return_their_document(call, new_document):
    held = hold(make_document(checksum_sha256=new_document["checksum_sha256"]))

    reply = call("POST", "/v1/documents", body=new_document)

    assert reply.status == 200
    assert reply.json["upload"] is None
    assert reply.json["document"]["id"] == held.document_id


def test_bytes_in_the_trash_return_their_document(call, new_document):
    held = hold(make_document(checksum_sha256=new_document["checksum_sha256"]))
    call("POST", f"/v1/documents/{held.document_id}/trash")

    reply = call("POST", "/v1/documents", body=new_document)

    assert reply.status == 200
    assert reply.json["document"]["trashed_at"] is not None


def test_bytes_of_another_library_are_unknown(call, new_document):
    hold(make_document(checksum_sha256=new_document["checksum_sha256"]))

    reply = call("POST", "/v1/documents", body=new_document, sub="someone-else")

    assert reply.status == 201


def test_document_deleted_between_two_reads_is_created_again(call, new_document, monkeypatch):
    monkeypatch.setattr(tables.library, "holder_of", lambda *_: "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z")

    assert call("POST", "/v1/documents", body=new_document).status == 201


def test_file_above_the_limit_is_refused_with_the_limit_in_megabytes(offline, new_document):
    reply = offline("POST", "/v1/documents", body=new_document | {"size": settings().max_upload_bytes + 1})

    assert (reply.status, reply.code) == (413, "too-large")
    assert "100 MB" in reply.json["detail"]


def test_file_at_the_limit_is_accepted(call, new_document):
    assert call("POST", "/v1/documents", body=new_document | {"size": settings().max_upload_bytes}).status == 201


def test_empty_file_is_refused(offline, new_document):
    reply = offline("POST", "/v1/documents", body=new_document | {"size": 0})

    assert (reply.status, reply.code) == (400, "invalid-request")
    assert reply.json["errors"] == [{"pointer": "/size", "detail": "The file is empty."}]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("size", -1),
        ("size", True),
        ("size", "12"),
        ("size", 1.5),
        ("size", None),
        ("file_name", ""),
        ("file_name", 7),
        ("file_name", "n" * 4097),
        ("media_type", ""),
        ("media_type", "pdf"),
        ("media_type", "application/pdf\n"),
        ("media_type", "application/pdf; charset=utf-8"),
        ("media_type", "a/" + "b" * 99),
        ("media_type", "text/plain\r\nX: y"),
        ("checksum_sha256", ""),
        ("checksum_sha256", "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg"),
        ("checksum_sha256", "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgh="),
        ("checksum_sha256", "n" * 44),
        ("checksum_sha256", "ü" * 44),
        ("owner", "me"),
    ],
)
def test_wrong_field_of_a_create_is_named(offline, new_document, field, value):
    reply = offline("POST", "/v1/documents", body=new_document | {field: value})

    assert (reply.status, reply.code) == (400, "invalid-request")
    assert {error["pointer"] for error in reply.json["errors"]} == {f"/{field}"}


def test_every_missing_field_is_named(offline):
    reply = offline("POST", "/v1/documents", body={})

    pointers = sorted(error["pointer"] for error in reply.json["errors"])
    assert pointers == ["/checksum_sha256", "/file_name", "/media_type", "/size"]


def test_unknown_media_type_may_be_declared(call, new_document):
    reply = call("POST", "/v1/documents", body=new_document | {"media_type": "Application/Octet-Stream"})

    assert reply.status == 201
    assert reply.json["document"]["media_type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../../etc/passwd.txt", "passwd.txt"),
        ("a\r\nSet-Cookie: x=1\r\n.txt", "a Set-Cookie: x=1 .txt"),
        ("invoice\u202efdp.exe.txt", "invoicefdp.exe.txt"),
        ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ('a"; filename="b.html.txt', 'a"; filename="b.html.txt'),
        ("%2e%2e%2f%00+%20 .txt", "%2e%2e%2f%00+%20 .txt"),
        ("\U0001f469\u200d\U0001f469\u200d\U0001f467.txt", "\U0001f469\u200d\U0001f469\u200d\U0001f467.txt"),
        ("Mu\u0308ller.txt", "Mu\u0308ller.txt"),
        ("..", "document"),
        ("CON.txt", "CON.txt"),
        ("'; DROP TABLE docs;--.txt", "'; DROP TABLE docs;--.txt"),
        ("   ", "document"),
    ],
)
def test_hostile_name_is_cleaned_and_never_reaches_the_key(call, new_document, name, kept):
    reply = call("POST", "/v1/documents", body=new_document | {"file_name": name})

    document = reply.json["document"]
    assert reply.status == 201
    assert document["file_name"] == kept
    assert reply.json["upload"]["fields"]["key"] == f"inbox/{LIBRARY}/{document['id']}"


def test_name_of_a_thousand_characters_is_shortened(call, new_document):
    reply = call("POST", "/v1/documents", body=new_document | {"file_name": "n" * 1000 + ".txt"})

    assert reply.status == 201
    assert len(reply.json["document"]["file_name"]) == 255
    assert reply.json["document"]["file_name"].endswith(".txt")


@pytest.mark.parametrize("name", ["a\x00.exe.txt", "\ud800.txt", "\udfff"])
def test_name_that_is_not_text_is_refused(offline, new_document, name):
    reply = offline("POST", "/v1/documents", body=new_document | {"file_name": name})

    assert (reply.status, reply.code) == (400, "invalid-request")
    assert reply.json["errors"][0]["pointer"] == "/file_name"


def test_record_stays_small_whatever_the_name(call, new_document):
    reply = call("POST", "/v1/documents", body=new_document | {"file_name": "\U0001f469" * 4096})

    item = boto3.client("dynamodb", region_name="eu-central-1").get_item(
        TableName="docloft-test-documents",
        Key={"library_id": {"S": LIBRARY}, "document_id": {"S": reply.json["document"]["id"]}},
    )["Item"]
    assert len(json.dumps(item, ensure_ascii=False).encode()) < 32 * 1024
