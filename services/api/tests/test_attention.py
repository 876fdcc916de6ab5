"""What needs attention, and what can be done about it."""

import json
from io import BytesIO

import pytest
from botocore.exceptions import ReadTimeoutError

from docloft import objects, tables
from docloft.documents import attention, changes, states
from docloft.documents.changes import Change
from docloft.documents.gaps import Gap
from docloft.documents.states import State
from docloft.errors import Reason
from docloft.reasons import (
    DUPLICATE_IN_TRASH,
    EMPTY,
    LOCKED,
    LOCKED_ARCHIVE,
    LOST,
    NOT_TAKEN,
    REASONS,
    TOO_SLOW,
    UNKNOWN_ENCRYPTION,
    WRONG_PASSWORD,
)
from docloft.tables.documents import Document
from docloft_api.features.document_remedies import work_function
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document, sent_commands


def rejected(reason: Reason = NOT_TAKEN, **values):
    """A document rejected by this release, whose bytes are in the inbox."""
    document = make_document(State.AWAITING_UPLOAD)
    objects.write(objects.inbox_key(LIBRARY, document.document_id), b"bytes", "application/x-thing")
    written = {"state": State.REJECTED, **reason.attributes, "read_by": attention.generation(), **values}
    return changed(document, written)


def failed(reason: Reason, **values):
    document = make_document(State.WORKING)
    return changed(document, {"state": State.FAILED, **reason.attributes, "read_by": attention.generation(), **values})


def changed(document, values):
    return changes.amend(LIBRARY, document.document_id, lambda _: Change("test", values), actor="test").document


def reload(document):
    return tables.documents.find(LIBRARY, document.document_id)


def remedies_of(call, document):
    return call("GET", f"/v1/documents/{document.document_id}").json["attention"]["remedies"]


def listed(call, query=""):
    return [one["id"] for one in call("GET", f"/v1/attention{query}").json["documents"]]


def test_what_needs_attention_is_listed_newest_first_page_by_page(call):
    first, second = rejected(created_by="key:k1"), failed(TOO_SLOW)
    make_document(State.READY, library_id=LIBRARY)
    make_document(State.REJECTED, library_id=OTHER_LIBRARY)

    page = call("GET", "/v1/attention?limit=1").json

    assert [one["id"] for one in page["documents"]] == [second.document_id]
    assert listed(call, f"?limit=1&cursor={page['cursor']}") == [first.document_id]


@pytest.mark.parametrize("cursor", ["x", "eyJhZnRlciI6MX0"])
def test_other_text_than_a_cursor_is_refused(call, cursor):
    assert call("GET", f"/v1/attention?cursor={cursor}").code == "invalid-request"


def test_count_is_of_what_the_caller_has_not_seen(call, member):
    other = member("viewer")
    rejected()
    assert call("GET", "/v1/attention/unseen").json == {"count": 1}

    call("POST", "/v1/attention/seen")

    assert call("GET", "/v1/attention/unseen").json == {"count": 0}
    assert call("GET", "/v1/attention/unseen", **other).json == {"count": 1}
    failed(TOO_SLOW)
    assert call("GET", "/v1/attention/unseen").json == {"count": 1}


@pytest.mark.parametrize(
    ("make", "reason", "values", "offered"),
    [
        (rejected, NOT_TAKEN, {}, ["keep", "delete"]),
        (rejected, NOT_TAKEN, {"read_by": "another release"}, ["retry", "keep", "delete"]),
        (rejected, TOO_SLOW, {}, ["retry", "keep", "delete"]),
        (rejected, EMPTY, {}, ["delete"]),
        (rejected, DUPLICATE_IN_TRASH, {"duplicate_of": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}, ["restore_other", "delete"]),
        (rejected, NOT_TAKEN, {"reason_code": None}, ["delete"]),
        (failed, LOST, {}, ["delete"]),
        (failed, LOCKED, {}, ["password", "keep", "delete"]),
        (failed, WRONG_PASSWORD, {}, ["password", "keep", "delete"]),
        (
            failed,
            REASONS["locked_office"],
            {"media_type": "application/vnd.oasis.opendocument.text"},
            ["password", "keep", "delete"],
        ),
        (failed, LOCKED_ARCHIVE, {"media_type": "application/zip"}, ["password", "keep", "delete"]),
        (failed, UNKNOWN_ENCRYPTION, {"media_type": "application/zip"}, ["keep", "delete"]),
        (failed, TOO_SLOW, {}, ["retry", "keep", "delete"]),
    ],
)
def test_only_what_may_help_is_offered(call, make, reason, values, offered):
    assert remedies_of(call, make(reason, **values)) == offered


@pytest.mark.parametrize(
    ("gaps", "values", "offered"),
    [
        ([Gap.TEXT_CUT], {}, ["keep", "delete"]),
        ([Gap.OCR_PARKED], {}, ["recognise", "keep", "delete"]),
        ([Gap.UNREADABLE_FORMAT], {"read_by": "another release"}, ["retry", "keep", "delete"]),
        ([Gap.TEXT_CUT, Gap.PAGES_LOST], {}, ["retry", "keep", "delete"]),
        ([Gap.PAGES_LOST], {"read_by": "another release", "unlocked": True}, ["keep", "delete"]),
    ],
)
def test_document_read_in_part_is_read_again_only_if_more_may_be_found(call, gaps, values, offered):
    document = changed(make_document(State.READY), {"partial": gaps, "read_by": attention.generation(), **values})

    assert remedies_of(call, document) == offered


def test_unlocked_scan_with_pages_left_offers_the_password_and_no_retry(call):
    document = changed(make_document(State.READY), {"partial": [Gap.OCR_LOCKED]})

    assert remedies_of(call, document) == ["password", "keep", "delete"]


def test_retry_of_a_rejected_upload_has_its_bytes_received_again(call):
    document = rejected(TOO_SLOW)
    before = objects.head(objects.inbox_key(LIBRARY, document.document_id))

    reply = call("POST", f"/v1/documents/{document.document_id}/retry")

    assert (reply.status, reply.json["state"], reply.json["reason"]) == (200, "awaiting_upload", None)
    after = objects.head(objects.inbox_key(LIBRARY, document.document_id))
    assert before.version_id != after.version_id
    assert reload(document).expires_at is None
    assert reload(document).due_at is not None


def test_retry_of_a_failed_document_reads_it_again(call):
    document = failed(TOO_SLOW)

    reply = call("POST", f"/v1/documents/{document.document_id}/retry")

    assert (reply.json["state"], reply.json["attention"]) == ("received", None)
    assert [(one.action.name, one.document_id) for one in sent_commands()] == [("read", document.document_id)]


def test_failed_document_that_is_kept_is_ready_without_text(call):
    document = failed(LOCKED)

    reply = call("POST", f"/v1/documents/{document.document_id}/keep")

    assert (reply.json["state"], reply.json["has_text"], reply.json["attention"]) == ("ready", False, None)
    assert listed(call) == []


def test_locked_document_that_is_kept_can_still_get_its_password(call, monkeypatch):
    document = failed(LOCKED)
    call("POST", f"/v1/documents/{document.document_id}/keep")
    assert call("GET", f"/v1/documents/{document.document_id}").json["remedies"] == ["password"]
    work = Work(monkeypatch, document, {"state": State.READY, "reason_code": None, "kept": None})

    assert unlock(call, document).json["remedies"] == []
    assert work.requests


def test_wrong_password_for_a_document_that_is_kept_leaves_it_kept(call, monkeypatch):
    document = failed(LOCKED)
    call("POST", f"/v1/documents/{document.document_id}/keep")
    Work(monkeypatch, document, {"state": State.READY, **WRONG_PASSWORD.attributes})

    assert unlock(call, document).code == "invalid-request"
    assert call("GET", f"/v1/documents/{document.document_id}").json["remedies"] == ["password"]


def test_document_that_is_kept_can_still_be_read_again(call):
    document = failed(TOO_SLOW)
    call("POST", f"/v1/documents/{document.document_id}/keep")
    assert call("GET", f"/v1/documents/{document.document_id}").json["remedies"] == ["retry"]

    reply = call("POST", f"/v1/documents/{document.document_id}/retry")

    assert (reply.json["state"], reload(document).kept) == ("received", None)


@pytest.mark.parametrize("looked_before", [False, True])
def test_document_that_failed_in_an_old_release_is_listed(call, looked_before):
    if looked_before:
        call("POST", "/v1/attention/seen")
    document = failed(LOCKED)
    trashed = failed(LOCKED, trashed_at="2026-01-02T00:00:00.000Z")
    for one in (document, trashed):
        one.update(actions=[Document.attention_at.remove(), Document.reason_code.remove()])

    count = call("GET", "/v1/attention/unseen").json["count"]

    assert count == (0 if looked_before else 1)
    assert listed(call) == [document.document_id]
    assert call("GET", "/v1/attention/unseen").json["count"] == 1


def test_rejected_upload_that_is_kept_is_received_whatever_it_is(call):
    document = rejected()

    assert call("POST", f"/v1/documents/{document.document_id}/keep").json["state"] == "awaiting_upload"

    assert reload(document).kept is True


def test_incomplete_document_that_is_kept_stays_as_it_is(call, ready):
    reply = call("POST", f"/v1/documents/{ready.document_id}/keep")

    assert (reply.json["state"], reply.json["partial"], reply.json["attention"]) == ("ready", ["text_cut"], None)


@pytest.mark.parametrize("action", ["retry", "keep"])
def test_what_is_not_offered_is_refused(call, action):
    document = rejected(EMPTY)

    assert call("POST", f"/v1/documents/{document.document_id}/{action}").code == "conflict"
    assert reload(document).state == State.REJECTED


def test_rejected_upload_whose_bytes_are_gone_cannot_be_kept(call):
    document = rejected()
    objects.remove(objects.inbox_key(LIBRARY, document.document_id))

    assert call("POST", f"/v1/documents/{document.document_id}/keep").code == "conflict"
    assert reload(document).state == State.REJECTED


def test_viewer_may_look_and_change_nothing(call, member):
    viewer, document = member("viewer"), rejected()

    assert call("GET", "/v1/attention", **viewer).status == 200
    assert call("POST", f"/v1/documents/{document.document_id}/keep", **viewer).code == "forbidden"


def test_document_in_the_trash_needs_no_attention(call):
    document = failed(TOO_SLOW)
    call("POST", f"/v1/documents/{document.document_id}/trash")

    assert listed(call) == []


def test_rejected_document_says_until_when_it_is_kept(call):
    document = rejected()

    until = call("GET", f"/v1/documents/{document.document_id}").json["attention"]["until"]

    assert until > document.updated_at
    assert states.KEEP_REJECTED.days == 30
    assert reload(document).expires_at


class Work:
    """The work function as Lambda's API offers it: each invocation changes the document as given."""

    def __init__(self, monkeypatch, document, values):
        self.document, self.values, self.requests = document, values, []
        monkeypatch.setattr(work_function, "client", lambda: self)

    def invoke(self, *, FunctionName, Payload):  # noqa: N803 - Lambda's own names
        assert FunctionName == "docloft-test-work"
        self.requests.append(json.loads(Payload))
        changed(self.document, {"state": State.WORKING})
        if self.values is None:
            raise ReadTimeoutError(endpoint_url="https://lambda")
        changed(self.document, self.values)
        return {"Payload": BytesIO(json.dumps({"outcome": self.values["state"]}).encode())}


def unlock(call, document):
    return call("POST", f"/v1/documents/{document.document_id}/password", body={"password": "s3cret-word"})


def test_locked_document_is_read_with_its_password(call, monkeypatch):
    document = failed(LOCKED)
    work = Work(monkeypatch, document, {"state": State.READY, "reason_code": None, "has_text": True})

    reply = unlock(call, document)

    assert (reply.json["state"], reply.json["attention"]) == ("ready", None)
    [request] = work.requests
    assert request["unlock"]["password"] == "s3cret-word"
    assert request["unlock"]["document_id"] == document.document_id


def test_wrong_password_is_refused_and_the_document_waits_again(call, monkeypatch):
    document = failed(LOCKED)
    Work(monkeypatch, document, {"state": State.FAILED, **WRONG_PASSWORD.attributes})

    reply = unlock(call, document)

    assert (reply.code, reply.json["errors"][0]["pointer"]) == ("invalid-request", "/password")
    assert remedies_of(call, document) == ["password", "keep", "delete"]


@pytest.mark.parametrize("reason", [LOCKED, WRONG_PASSWORD])
def test_document_that_takes_long_to_read_is_returned_as_it_is(call, monkeypatch, reason):
    document = failed(reason)
    Work(monkeypatch, document, None)

    assert unlock(call, document).json["state"] == "working"


@pytest.mark.parametrize(
    "response",
    [
        {"Payload": BytesIO(b'{"outcome": "error"}')},
        {"FunctionError": "Unhandled", "Payload": BytesIO(b'{"errorType": "Sandbox.Timedout"}')},
    ],
)
def test_work_function_that_fails_is_said(call, monkeypatch, response):
    document = failed(LOCKED)
    work = Work(monkeypatch, document, None)
    monkeypatch.setattr(work, "invoke", lambda **_: response)

    assert unlock(call, document).code == "try-again"


def test_document_that_is_not_locked_takes_no_password(call, monkeypatch):
    document = failed(TOO_SLOW)
    work = Work(monkeypatch, document, None)

    assert unlock(call, document).code == "conflict"
    assert work.requests == []


def test_password_is_not_logged(call, monkeypatch, capsys):
    document = failed(LOCKED)
    Work(monkeypatch, document, {"state": State.READY, "reason_code": None})

    unlock(call, document)

    assert "s3cret-word" not in "".join(capsys.readouterr())
