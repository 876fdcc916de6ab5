"""What needs attention, and what can be done about it."""

import pytest

from docloft import objects
from docloft.lifecycle import attention, states
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
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
from services.api.tests.needing_attention import changed, failed, listed, rejected, reload, remedies_of
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document, sent_commands
from tests.narrowing import present


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


def test_retry_of_a_rejected_upload_has_its_bytes_received_again(call):
    document = rejected(TOO_SLOW)
    before = present(objects.head(objects.inbox_key(LIBRARY, document.document_id)))

    reply = call("POST", f"/v1/documents/{document.document_id}/retry")

    assert (reply.status, reply.json["state"], reply.json["reason"]) == (200, "awaiting_upload", None)
    after = present(objects.head(objects.inbox_key(LIBRARY, document.document_id)))
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
