"""Edits of a document: what they change, what is refused, and edits of a version that is no longer the current one."""

from typing import Any

import pytest

from docloft import tables
from docloft.lifecycle import changes
from docloft.lifecycle.names import TITLE_LIMIT
from docloft.reasons import REASONS
from docloft.tables import transactions
from tests.fixtures import LIBRARY

UNKNOWN = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"


def test_edit_changes_given_fields_and_increments_the_version(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    renamed = call("PATCH", path, body={"title": "  Invoice\tof\u202e  March\x07 "})
    dated = call("PATCH", path, body={"document_date": "2024-03-01"})

    assert renamed.json["title"] == "Invoice of March"
    assert (dated.json["title"], dated.json["document_date"]) == ("Invoice of March", "2024-03-01")
    assert dated.headers["ETag"] == '"3"'
    assert call("PATCH", path, body={"document_date": None}).json["document_date"] is None
    assert call("GET", path).json["version"] == 4


def test_edit_that_changes_nothing_writes_nothing(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    for body in ({}, {"title": "Invoice"}, {"title": " Invoice "}, {"document_date": None}):
        assert call("PATCH", path, body=body).json["version"] == 1


def test_history_of_an_edit_has_the_values_before_and_after(call, ready):
    call("PATCH", f"/v1/documents/{ready.document_id}", body={"title": "March"})

    line = tables.history.list_events(LIBRARY, ready.document_id)[-1]
    assert (line.event, line.actor, line.changes) == ("edited", f"user:{LIBRARY}", {"title": ["Invoice", "March"]})


def test_document_keeps_the_correlation_id_of_its_last_change_for_the_stream(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    call("PATCH", path, body={"title": "Other"}, headers={"Correlation-Id": "click-to-rename"})
    call("GET", path, headers={"Correlation-Id": "click-to-look"})

    assert tables.documents.find(LIBRARY, ready.document_id).correlation_id == "click-to-rename"
    assert tables.history.list_events(LIBRARY, ready.document_id)[-1].correlation_id == "click-to-rename"
    call("POST", f"{path}/trash", headers={"Correlation-Id": "click-to-trash"})
    assert tables.documents.find(LIBRARY, ready.document_id).correlation_id == "click-to-trash"


@pytest.mark.parametrize(
    "body",
    [
        {"title": ""},
        {"title": "   "},
        {"title": None},
        {"title": 5},
        {"title": "t" * 501},
        {"document_date": "2024-13-01"},
        {"document_date": "2024-02-30"},
        {"document_date": "20240301"},
        {"document_date": "2024-W09-5"},
        {"document_date": "2024-03-01T00:00:00Z"},
        {"document_date": ""},
        {"document_date": 20240301},
        {"state": "ready"},
        {"id": "x"},
        {"title": ["a"]},
        {"title": "\u200b"},
        {"title": "\u200d\ufeff \u2060"},
        {"title": "\u3164"},
        {"title": "\ufe0f\U000e0100"},
        {"title": "\u2800 \u2800"},
    ],
)
def test_invalid_edit_is_refused(offline, body):
    reply = offline("PATCH", f"/v1/documents/{UNKNOWN}", body=body)

    assert (reply.status, reply.code) == (400, "invalid-request")
    assert [error["pointer"] for error in reply.json["errors"]] == [f"/{next(iter(body))}"]


@pytest.mark.parametrize("tag", ['"1"', "*", '"7", "1"', 'W/"1", "1"'])
def test_edit_of_the_current_version_succeeds(call, ready, tag):
    reply = call("PATCH", f"/v1/documents/{ready.document_id}", body={"title": "New"}, headers={"If-Match": tag})

    assert (reply.status, reply.headers["ETag"]) == (200, '"2"')


@pytest.mark.parametrize("method_and_end", ["PATCH ", "POST /trash", "POST /restore", "DELETE "])
def test_change_of_an_outdated_version_is_refused_and_changes_nothing(call, ready, method_and_end):
    method, end = method_and_end.split(" ")
    before = call("GET", f"/v1/documents/{ready.document_id}").json
    for tag in ('"2"', 'W/"1"', '""', '"01"'):
        reply = call(
            method,
            f"/v1/documents/{ready.document_id}{end}",
            body={"title": "New"} if method == "PATCH" else None,
            headers={"If-Match": tag},
        )
        assert (reply.status, reply.code) == (412, "precondition-failed")

    assert call("GET", f"/v1/documents/{ready.document_id}").json == before


def test_invalid_if_match_is_refused(call, ready):
    for tag in ("1", '"1', '"1" "2"', "*, *", '"1",'):
        reply = call("POST", f"/v1/documents/{ready.document_id}/trash", headers={"If-Match": tag})
        assert (reply.status, reply.code) == (400, "invalid-request")


def test_if_match_also_detects_a_concurrent_change(call, ready, monkeypatch):
    commit = transactions.commit
    others: list[Any] = []

    def commit_second(*steps):
        if not others:
            others.append(True)
            changes.amend(
                LIBRARY, ready.document_id, lambda _: changes.Change("edited", {"title": "Theirs"}), actor="other"
            )
        commit(*steps)

    monkeypatch.setattr(transactions, "commit", commit_second)

    reply = call("PATCH", f"/v1/documents/{ready.document_id}", body={"title": "Mine"}, headers={"If-Match": '"1"'})

    assert reply.code == "precondition-failed"
    assert tables.documents.find(LIBRARY, ready.document_id).title == "Theirs"


@pytest.mark.parametrize(
    ("body", "code", "values"),
    [
        ({"title": "x" * 1000}, "title_length", {"most": str(TITLE_LIMIT)}),
        ({"title": "\u200b"}, "invisible", {}),
        ({"document_date": "yesterday"}, "no_date", {}),
    ],
)
def test_invalid_part_of_a_request_has_the_code_and_the_values_of_its_sentence(call, ready, body, code, values):
    (part,) = call("PATCH", f"/v1/documents/{ready.document_id}", body=body).json["errors"]

    assert (part["code"], part["values"]) == (code, values)
    assert part["detail"] == str(REASONS[code].having(**values))
