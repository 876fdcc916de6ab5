"""POST /v1/inbox: a drop key can add documents and learns nothing about the library. The file is long because the same
routes are called with a drop key, with the key of a single owner and without a key.
"""

import hashlib
from base64 import b64encode

import pytest

from docloft import formats, objects, tables
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.settings import settings
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.records import DropKey, DropKeyOpening
from docloft_api import handler
from docloft_api.features import all_operations
from docloft_api.features.uploads import refused_drops
from docloft_api.features.uploads.operations import UNDECLARED
from docloft_api.identity import people
from services.api.tests.conftest import Caller, function_of, path_of
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present

PDF = b"%PDF-1.7\n\xff\xfe not text"
CHECKSUM = b64encode(hashlib.sha256(PDF).digest()).decode()


class Machine(Caller):
    """Calls as the gateway does for an API key: without an authorizer, with the key's id in the identity."""

    api_key_id = "a1b2c3"

    def event(self, method, target, *, content=None, content_type="application/pdf", **request):
        event = super().event(method, target, **request)
        del event["requestContext"]["authorizer"]
        event["requestContext"]["identity"] |= {"apiKeyId": self.api_key_id, "apiKey": "value"}
        if content is not None:
            event["body"], event["isBase64Encoded"] = b64encode(content).decode(), True
            event["headers"]["Content-Type"] = content_type
        return event


@pytest.fixture
def machine(call):
    """A machine with a drop key of LIBRARY."""
    call("GET", "/v1/me")
    drop_key_id = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"
    moment = "2026-01-01T00:00:00.000Z"
    DropKey(
        LIBRARY,
        DropKey.key(drop_key_id),
        created_at=moment,
        name="Scanner",
        drop_key_id=drop_key_id,
        api_key_id=Machine.api_key_id,
    ).save()
    DropKeyOpening(
        f"key#{Machine.api_key_id}", "drop_key#", created_at=moment, drop_key_id=drop_key_id, adds_to=LIBRARY
    ).save()
    return Machine(handler.handle)


def only_document():
    [document] = Document.query(LIBRARY)
    return document


def test_small_file_is_stored_with_one_request(machine):
    reply = machine("POST", "/v1/inbox?file_name=Letter%20from%20the%20bank.pdf", content=PDF)

    document = only_document()
    assert reply.status == 201
    assert reply.json == {"document": {"id": document.document_id, "state": "awaiting_upload"}, "upload": None}
    assert (document.file_name, document.title) == ("Letter from the bank.pdf", "Letter from the bank")
    assert (document.media_type, document.size, document.checksum_sha256) == ("application/pdf", len(PDF), CHECKSUM)
    assert document.created_by == "key:01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"
    assert objects.read(objects.inbox_key(LIBRARY, document.document_id))[0] == PDF
    [line] = tables.history.list_events(LIBRARY, document.document_id)
    assert line.actor == "key:01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"


def test_large_file_is_announced_and_gets_a_form(machine, new_document):
    reply = machine("POST", "/v1/inbox", body=new_document)

    document = only_document()
    assert reply.status == 201
    assert reply.json["document"] == {"id": document.document_id, "state": "awaiting_upload"}
    assert reply.json["upload"]["fields"]["key"] == f"inbox/{LIBRARY}/{document.document_id}"


@pytest.mark.parametrize("content_type", [*formats.BY_MEDIA_TYPE, *UNDECLARED])
def test_file_of_every_type_is_stored_unchanged(machine, content_type):
    assert machine("POST", "/v1/inbox", content=PDF, content_type=f"{content_type}; x=1").status == 201

    assert only_document().checksum_sha256 == CHECKSUM


def test_file_that_the_gateway_passes_on_as_text_is_stored_unchanged(machine):
    event = machine.event("POST", "/v1/inbox", raw="Grüße", headers={"Content-Type": "text/plain"})

    assert machine.send(event).status == 201
    assert only_document().size == len("Grüße".encode())


def test_file_without_a_name_is_named_after_the_time(machine):
    machine("POST", "/v1/inbox", content=PDF)

    assert only_document().title.startswith("Scan 20")


def test_file_too_large_for_one_request_is_refused_with_instructions(machine):
    reply = machine("POST", "/v1/inbox", content=b"x" * (4 * 1024 * 1024 + 1))

    assert (reply.status, reply.code) == (413, "too-large")
    assert "4 MB" in reply.json["detail"]
    assert "JSON" in reply.json["detail"]


def test_announcement_has_the_size_limit_of_other_json(machine, new_document):
    reply = machine("POST", "/v1/inbox", body=new_document | {"file_name": "x" * 1024 * 1024})

    assert (reply.status, reply.code) == (413, "too-large")


def test_largest_file_for_one_request_is_stored(machine):
    assert machine("POST", "/v1/inbox", content=b"x" * (4 * 1024 * 1024)).status == 201


def test_empty_file_is_refused(machine):
    event = machine.event("POST", "/v1/inbox", raw="", headers={"Content-Type": "application/pdf"})

    assert machine.send(event).code == "invalid-request"


def test_body_of_an_unsupported_type_is_refused(machine):
    reply = machine("POST", "/v1/inbox", content=b"--x\r\n", content_type="multipart/form-data; boundary=x")

    assert (reply.status, reply.code) == (415, "unsupported-media-type")


def test_form_is_refused_with_instructions(machine):
    reply = machine("POST", "/v1/inbox", content=b"--x\r\n", content_type="multipart/form-data; boundary=x")

    assert reply.code == "unsupported-media-type"
    assert "--data-binary" in reply.json["detail"]


def test_response_does_not_reveal_that_the_library_has_these_bytes(machine, new_document):
    held = make_document(State.READY, checksum_sha256=CHECKSUM)
    transactions.commit(changes.claim(held))

    by_bytes = machine("POST", "/v1/inbox", content=PDF)
    announced = machine("POST", "/v1/inbox", body=new_document | {"checksum_sha256": CHECKSUM, "size": len(PDF)})

    assert held.document_id not in by_bytes.text + announced.text
    assert (by_bytes.status, announced.status) == (201, 201)
    assert by_bytes.json["document"]["state"] == announced.json["document"]["state"] == "awaiting_upload"


def test_repeated_request_adds_nothing(machine):
    request = {"content": PDF, "headers": {"Idempotency-Key": "scan-1"}}

    first = machine("POST", "/v1/inbox?file_name=a.pdf", **request)
    again = machine("POST", "/v1/inbox?file_name=a.pdf", **request)
    other = machine("POST", "/v1/inbox?file_name=a.pdf", **request | {"content": PDF + b"2"})

    assert first.json == again.json
    assert other.code == "idempotency-key-reused"
    assert only_document().document_id == first.json["document"]["id"]


def test_repeated_request_after_the_file_was_received_writes_nothing(machine):
    request = {"content": PDF, "headers": {"Idempotency-Key": "scan-1"}}
    made = machine("POST", "/v1/inbox?file_name=a.pdf", **request).json["document"]["id"]
    changes.amend(LIBRARY, made, lambda _: changes.Change("received", {"state": State.RECEIVED}), actor="test")
    objects.remove(objects.inbox_key(LIBRARY, made))

    again = machine("POST", "/v1/inbox?file_name=a.pdf", **request)

    assert (again.status, again.json["document"]) == (201, {"id": made, "state": "received"})
    assert objects.head(objects.inbox_key(LIBRARY, made)) is None


@pytest.mark.parametrize(
    "operation", [one for one in all_operations() if one.needs], ids=lambda operation: operation.name
)
def test_drop_key_is_refused_by_every_other_route(machine, ready, operation):
    machine.handle = function_of(operation)

    reply = machine(operation.method, path_of(operation, ready.document_id))

    assert (reply.status, reply.code) == (401, "unauthorized")
    assert ready.title not in reply.text


def test_unknown_key_adds_nothing(machine):
    machine.api_key_id = "another"

    reply = machine("POST", "/v1/inbox", content=PDF)

    assert (reply.status, reply.code) == (401, "unauthorized")
    assert list(Document.query(LIBRARY)) == []


@pytest.mark.parametrize("key_id", [None, "", "a#b"])
def test_request_without_a_key_adds_nothing(machine, key_id):
    machine.api_key_id = key_id

    assert machine("POST", "/v1/inbox", content=PDF).code == "unauthorized"


def test_person_cannot_use_the_inbox_of_machines(call):
    reply = call("POST", "/v1/inbox", raw="x", headers={"Content-Type": "application/pdf"})

    assert reply.code == "unauthorized"


def test_use_is_recorded_once_a_day(machine, monkeypatch):
    machine("POST", "/v1/inbox", content=PDF)
    opening = present(tables.library.find(DropKeyOpening, "key#a1b2c3", "drop_key#"))
    listed = present(tables.library.find(DropKey, LIBRARY, "drop_key#01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"))
    assert opening.last_used_on == listed.last_used_on == only_document().created_at[:10]

    monkeypatch.setattr(tables.library, "change", lambda *_, **__: 1 / 0)
    assert machine("POST", "/v1/inbox", content=PDF + b"2").status == 201


@pytest.fixture
def owner(call, monkeypatch):
    """Calls with the owner's key, in a deployment without a user pool."""
    monkeypatch.setenv("OWNER_KEY_ID", "owner1")
    monkeypatch.setenv("USER_POOL_ID", "")
    settings.cache_clear()
    machine = Machine(handler.handle)
    machine.api_key_id = "owner1"
    return machine


def test_owners_key_works_for_every_route_of_one_library(owner, new_document):
    assert owner("GET", "/v1/me").json["user"] == {"id": people.OWNER, "email": None}
    made = owner("POST", "/v1/documents", body=new_document).json["document"]
    dropped = owner("POST", "/v1/inbox", content=PDF).json["document"]

    ids = {one["id"] for one in owner("GET", f"/v1/documents?ids={made['id']},{dropped['id']}").json["documents"]}
    assert ids == {made["id"], dropped["id"]}


@pytest.mark.parametrize(
    "operation", [one for one in all_operations() if one.needs], ids=lambda operation: operation.name
)
@pytest.mark.parametrize("key_id", ["another", None, ""])
def test_key_that_is_not_the_owners_is_refused_everywhere_except_the_inbox(owner, operation, key_id):
    owner.api_key_id = key_id
    owner.handle = function_of(operation)

    reply = owner(operation.method, path_of(operation, "x"))

    assert (reply.status, reply.code) == (403, "forbidden")


def test_token_is_refused_in_a_deployment_without_a_user_pool(call, owner):
    assert call("GET", "/v1/me").code == "forbidden"


def test_drop_key_adds_to_the_single_owners_library(owner):
    DropKeyOpening("key#scanner", "drop_key#", created_at="x", drop_key_id="01J", adds_to=people.OWNER).save()
    owner.api_key_id = "scanner"

    assert owner("POST", "/v1/inbox", content=PDF).status == 201
    assert len(list(Document.query(people.OWNER))) == 1


TOO_MANY_BYTES = b"x" * (4 * 1024 * 1024 + 1)


def refused():
    return {one.file_name: (one.reason_code, one.reason_values, int(one.size)) for one in Document.query(LIBRARY)}


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"content": TOO_MANY_BYTES}, ("sent_too_large", {"limit": "4"}, len(TOO_MANY_BYTES))),
        ({"content": b""}, ("empty", {}, 0)),
        ({"content": b"--x\r\n", "content_type": "multipart/form-data; boundary=x"}, ("sent_wrongly", {}, 0)),
        ({"content": b"GIF89a", "content_type": "application/x-unheard-of"}, ("sent_wrongly", {}, 0)),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else "",
)
def test_refused_file_of_a_machine_needs_attention(machine, call, request_, expected):
    reply = machine("POST", "/v1/inbox?file_name=Contract.pdf", **request_)

    assert reply.status in {400, 413, 415}
    assert refused() == {"Contract.pdf": expected}
    [listed] = call("GET", "/v1/attention").json["documents"]
    assert listed["attention"]["remedies"] == ["delete"]


def test_announced_file_above_the_limit_needs_attention(machine, call, new_document):
    limit = settings().max_upload_bytes
    size = limit + 1

    reply = machine("POST", "/v1/inbox", body=new_document | {"size": size})

    assert reply.status == 413
    [(code, values, kept)] = refused().values()
    assert (code, values, kept) == ("announced_too_large", {"limit": str(limit // (1024 * 1024))}, size)
    assert call("GET", "/v1/attention/unseen").json["count"] == 1


def test_file_that_is_refused_again_on_the_same_day_has_one_record(machine):
    for _ in range(3):
        machine("POST", "/v1/inbox?file_name=Contract.pdf", content=b"")

    assert list(refused()) == ["Contract.pdf"]
    assert len(list(Document.query(LIBRARY))) == 1


def test_machine_with_wrong_settings_cannot_fill_the_library(machine, monkeypatch):
    monkeypatch.setattr(refused_drops, "MOST_A_DAY", 3)

    for number in range(5):
        machine("POST", f"/v1/inbox?file_name={number}.pdf", content=b"")

    assert sorted(refused()) == ["0.pdf", "1.pdf", "2.pdf"]


def test_request_without_a_known_key_leaves_no_record(machine):
    machine.api_key_id = "unknown"

    assert machine("POST", "/v1/inbox", content=TOO_MANY_BYTES).status == 401
    assert refused() == {}
