"""Starting, reporting and undoing bulk jobs. What a job does is tested in the worker. The file is long because ids and
queries start the same jobs, and undoing starts one of the same documents.
"""

from datetime import timedelta

import pytest

from docloft import commands, tables
from docloft.clock import now, timestamp
from docloft.lifecycle import bulk_changes
from docloft.search.api import Found
from docloft.tables.jobs import Job
from docloft.tables.records import BulkPortion, Name
from docloft_api import job_starts, search_handler
from docloft_api.chosen_documents import search_api
from tests.fixtures import LIBRARY

TAG, OTHER = "01JDA0ZQ5T8M3N7K2V4W6X8Y91", "01JDA0ZQ5T8M3N7K2V4W6X8Y92"


@pytest.fixture
def bulk(call, monkeypatch):
    call.handle = search_handler.handle
    call.sent = []
    monkeypatch.setattr(
        commands, "send", lambda action, library, **ids: call.sent.append((action.name, library, ids["job_id"]))
    )
    Name(LIBRARY, Name.key(TAG), created_at="2026", what="tag", name="House", name_id=TAG).save()
    return call


def portions(job_id):
    return tables.library.list_kind(BulkPortion, LIBRARY, f"{job_id}#")


def test_job_has_the_chosen_documents_in_portions(bulk, ready):
    body = {
        "ids": [ready.document_id, ready.document_id],
        "changes": {
            "add_tags": [TAG],
            "document_date": "2024-03-01",
            "keep_until": "9999-12-31",
            "use_found": ["title", "amount"],
        },
    }

    reply = bulk("POST", "/v1/bulk", body=body)

    job = reply.json["job"]
    assert (reply.status, reply.json["total"], reply.headers["Location"]) == (202, 1, f"/v1/jobs/{job['id']}")
    assert (job["kind"], job["state"], job["skipped"], job["undoes"]) == ("bulk", "queued", 0, None)
    assert tables.jobs.find(LIBRARY, job["id"]).changes == job["changes"] == body["changes"]
    assert [list(one.document_ids) for one in portions(job["id"])] == [[ready.document_id]]
    assert bulk.sent == [("bulk", LIBRARY, job["id"])]


def test_days_are_part_of_what_an_idempotency_key_belongs_to(bulk, ready):
    def start(day):
        body = {"ids": [ready.document_id], "changes": {"document_date": day, "due_date": None}}
        return bulk("POST", "/v1/bulk", body=body, headers={"Idempotency-Key": "a"})

    first, again, other = start("2024-03-01"), start("2024-03-01"), start("2024-03-02")

    assert (first.status, again.json["job"]["id"]) == (202, first.json["job"]["id"])
    assert other.code == "idempotency-key-reused"


def test_values_of_fields_are_checked_before_the_job_starts(bulk, ready):
    made = Name(
        LIBRARY, Name.key(OTHER), created_at="2026", what="field", name="No", name_id=OTHER, value_type="number"
    )
    made.save()
    body = {"ids": [ready.document_id], "changes": {"custom_fields": {OTHER: 5.0}}}

    job = bulk("POST", "/v1/bulk", body=body).json["job"]
    refused = bulk("POST", "/v1/bulk", body={**body, "changes": {"custom_fields": {OTHER: "5"}}})

    assert job["changes"] == tables.jobs.find(LIBRARY, job["id"]).changes == {"custom_fields": {OTHER: 5}}
    assert refused.json["errors"][0]["pointer"] == f"/changes/custom_fields/{OTHER}"
    assert len(bulk.sent) == 1


def test_query_chooses_what_it_matches_now_and_a_dry_run_only_counts(bulk, monkeypatch):
    ids = [f"01JDA0ZQ5T8M3N7K2V4W6{number:05}" for number in range(1200)]
    monkeypatch.setattr(search_api, "find", lambda *_, limit, **__: Found(ids[:limit], len(ids)))
    body = {"query": "type:pdf", "changes": {"in_trash": True}}

    counted = bulk("POST", "/v1/bulk", body={**body, "dry_run": True})
    started = bulk("POST", "/v1/bulk", body=body)

    assert (counted.status, counted.json) == (200, {"total": 1200, "job": None})
    found = portions(started.json["job"]["id"])
    assert sorted(len(one.document_ids) for one in found) == [200, 500, 500]
    assert len(bulk.sent) == 1


@pytest.mark.parametrize(
    ("found", "status"), [(Found(["x"], bulk_changes.MOST + 1), 400), (Found([], 0, is_damaged=True), 409)]
)
def test_query_that_matches_too_much_or_cannot_be_trusted_is_refused(bulk, monkeypatch, found, status):
    monkeypatch.setattr(search_api, "find", lambda *_, **__: found)

    assert bulk("POST", "/v1/bulk", body={"query": "*", "changes": {"in_trash": True}}).status == status
    assert bulk.sent == []


def test_fifty_thousand_documents_are_chosen_by_one_request_and_all_of_them_undone(bulk, monkeypatch):
    ids = [f"01JDA0ZQ5T8M3N7K2V4W6{number:05}" for number in range(bulk_changes.MOST)]
    monkeypatch.setattr(search_api, "find", lambda *_, limit, **__: Found(ids[:limit], len(ids)))
    body = {"query": "*", "changes": {"in_trash": True}}

    counted = bulk("POST", "/v1/bulk", body={**body, "dry_run": True})
    started = bulk("POST", "/v1/bulk", body=body)

    assert (counted.json["total"], started.json["total"]) == (len(ids), len(ids))
    job = tables.jobs.find(LIBRARY, started.json["job"]["id"])
    tables.jobs.change(job, {"state": "done"}, states={"queued"})
    undone = bulk("POST", f"/v1/bulk/{job.job_id}/undo")
    for one in (job.job_id, undone.json["job"]["id"]):
        assert {found for portion in portions(one) for found in portion.document_ids} == set(ids)
    assert len(bulk.sent) == 2


@pytest.mark.parametrize("is_counted", [True, False])
def test_query_that_matches_too_much_says_how_much_before_anything_is_started(bulk, monkeypatch, is_counted):
    monkeypatch.setattr(search_api, "find", lambda *_, **__: Found(["x"], 61_234))

    reply = bulk("POST", "/v1/bulk", body={"query": "*", "changes": {"in_trash": True}, "dry_run": is_counted})

    assert (reply.status, reply.json["errors"][0]["code"]) == (400, "too_many_chosen")
    assert reply.json["errors"][0]["values"] == {"found": "61234", "limit": "50000"}


@pytest.mark.parametrize(
    "body",
    [
        {"changes": {"in_trash": True}},
        {"ids": [TAG], "query": "*", "changes": {"in_trash": True}},
        {"ids": [], "changes": {"in_trash": True}},
        {"ids": [TAG], "changes": {}},
        {"ids": [TAG], "changes": {"in_trash": True, "sender": None}},
        {"ids": [TAG], "changes": {"read_again": False}},
        {"ids": [TAG], "changes": {"sender": TAG}},
        {"ids": [TAG], "changes": {"use_found": []}},
        {"ids": [TAG], "changes": {"use_found": ["sender"]}},
        {"ids": [TAG], "changes": {"add_tags": ["01JDA0ZQ5T8M3N7K2V4W6X8Y99"]}},
        {"query": " ", "changes": {"in_trash": True}},
    ],
)
def test_unclear_request_is_refused(bulk, body):
    reply = bulk("POST", "/v1/bulk", body=body)

    assert (reply.status, reply.code, bulk.sent) == (400, "invalid-request", [])


def test_report_lists_what_was_skipped_and_undo_takes_the_same_documents(bulk, ready):
    job_id = bulk("POST", "/v1/bulk", body={"ids": [ready.document_id], "changes": {"sender": None}}).json["job"]["id"]
    assert bulk("POST", f"/v1/bulk/{job_id}/undo").status == 409
    job = tables.jobs.find(LIBRARY, job_id)
    job.state = "done"
    job.save()
    [portion] = portions(job_id)
    portion.skipped = {ready.document_id: "in_trash"}
    portion.save()

    report = bulk("GET", f"/v1/bulk/{job_id}").json
    undone = bulk("POST", f"/v1/bulk/{job_id}/undo").json

    assert report["skipped"] == [{"document_id": ready.document_id, "code": "in_trash"}]
    assert undone["job"]["undoes"] == job_id
    assert [list(one.document_ids) for one in portions(undone["job"]["id"])] == [[ready.document_id]]


def test_viewer_may_not_start_a_job(bulk, member):
    body = {"ids": [TAG], "changes": {"in_trash": True}}

    assert bulk("POST", "/v1/bulk", body=body, **member("viewer")).status == 403
    assert bulk("GET", f"/v1/bulk/{TAG}").status == 404


def test_job_whose_command_cannot_be_sent_has_failed(bulk, monkeypatch):
    def fail(*_, **__):
        raise OSError

    monkeypatch.setattr(commands, "send", fail)
    assert bulk("POST", "/v1/bulk", body={"ids": [TAG], "changes": {"in_trash": True}}).status == 500

    [job] = tables.jobs.list_newest(LIBRARY, before=None, limit=5)
    assert (job.state, job.reason_code) == ("failed", "not_started")


def test_repeated_request_returns_the_job_of_the_first_one(bulk, monkeypatch):
    body = {"query": "type:pdf", "changes": {"in_trash": True}}
    monkeypatch.setattr(search_api, "find", lambda *_, **__: Found([TAG], 1))
    first = bulk("POST", "/v1/bulk", body=body, headers={"Idempotency-Key": "a"})
    monkeypatch.setattr(search_api, "find", lambda *_, **__: Found([], 0))

    again = bulk("POST", "/v1/bulk", body=body, headers={"Idempotency-Key": "a"})
    other = bulk("POST", "/v1/bulk", body={**body, "query": "*"}, headers={"Idempotency-Key": "a"})

    assert (again.status, again.json) == (202, first.json)
    assert (other.status, len(bulk.sent)) == (422, 1)


def test_request_that_is_repeated_after_its_command_was_refused_starts_the_same_job(bulk, monkeypatch):
    def fail(*_, **__):
        raise OSError

    body = {"ids": [TAG], "changes": {"in_trash": True}}
    with monkeypatch.context() as patch:
        patch.setattr(commands, "send", fail)
        bulk("POST", "/v1/bulk", body=body, headers={"Idempotency-Key": "a"})
    [failed] = tables.jobs.list_newest(LIBRARY, before=None, limit=5)

    again = bulk("POST", "/v1/bulk", body=body, headers={"Idempotency-Key": "a"})

    job = again.json["job"]
    assert (again.status, job["id"], job["state"], job["reason"]) == (202, failed.job_id, "queued", None)
    assert [sent[-1] for sent in bulk.sent] == [failed.job_id]


@pytest.mark.parametrize(("minutes", "commands_sent"), [(0, 1), (2, 2)])
def test_command_of_a_job_that_waits_for_long_is_sent_again(bulk, monkeypatch, minutes, commands_sent):
    # Given a function that ended before it sent the command, or whose command still waits in the queue
    body = {"ids": [TAG], "changes": {"in_trash": True}}
    first = bulk("POST", "/v1/bulk", body=body, headers={"Idempotency-Key": "a"})
    later = job_starts.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(job_starts, "now", lambda: later)

    bulk("POST", "/v1/bulk", body=body, headers={"Idempotency-Key": "a"})

    assert [sent[-1] for sent in bulk.sent] == [first.json["job"]["id"]] * commands_sent


def test_identical_requests_side_by_side_start_one_job(bulk, monkeypatch):
    body = {"ids": [TAG], "changes": {"in_trash": True}}
    first = bulk("POST", "/v1/bulk", body=body, headers={"Idempotency-Key": "a"})
    look, looks = job_starts.find_started, []

    def look_late(*given):
        looks.append(given)
        return look(*given) if len(looks) > 1 else None

    # The second request looks before the first one is recorded.
    monkeypatch.setattr(job_starts, "find_started", look_late)

    again = bulk("POST", "/v1/bulk", body=body, headers={"Idempotency-Key": "a"})

    assert (again.status, again.json, len(bulk.sent)) == (202, first.json, 1)


def test_only_an_owner_empties_the_trash(bulk, member, ready):
    body = {"ids": [ready.document_id], "changes": {"delete_permanently": True}}
    editor = member("editor")
    refused = bulk("POST", "/v1/bulk", body=body, **editor)
    counted = bulk("POST", "/v1/bulk", body={**body, "dry_run": True}, **editor)

    assert (refused.status, counted.status, bulk.sent) == (403, 403, [])
    assert bulk("POST", "/v1/bulk", body=body).status == 202


def test_stalled_job_that_is_undone_has_failed_and_one_that_goes_on_is_not_undone(bulk, ready, monkeypatch):
    job_id = bulk("POST", "/v1/bulk", body={"ids": [ready.document_id], "changes": {"sender": None}}).json["job"]["id"]
    job = tables.jobs.find(LIBRARY, job_id)
    job.updated_at = timestamp(now() - timedelta(hours=7))
    job.save()
    real = tables.jobs.find

    def found_before_it_went_on(*key: str) -> Job:
        before = real(*key)
        tables.jobs.advance(LIBRARY, job_id, done=0, total=1, is_over=False)
        return before

    with monkeypatch.context() as patched:
        patched.setattr(tables.jobs, "find", found_before_it_went_on)
        assert bulk("POST", f"/v1/bulk/{job_id}/undo").status == 409
    job.save()

    assert bulk("POST", f"/v1/bulk/{job_id}/undo").status == 202

    after = tables.jobs.find(LIBRARY, job_id)
    assert (after.state, after.reason_code, after.reason_values) == ("failed", "stalled", {"done": "0", "total": "1"})


def test_permanent_deletion_has_no_undo(bulk, ready):
    body = {"ids": [ready.document_id], "changes": {"delete_permanently": True}}
    job_id = bulk("POST", "/v1/bulk", body=body).json["job"]["id"]
    job = tables.jobs.find(LIBRARY, job_id)
    job.state = "done"
    tables.jobs.save(job)

    refused = bulk("POST", f"/v1/bulk/{job_id}/undo")

    assert (refused.status, refused.json["reason_code"]) == (409, "not_undone")
