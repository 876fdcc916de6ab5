from datetime import timedelta

import pytest

from docloft import commands, reasons, tables
from docloft.clock import now, timestamp
from docloft.ids import new_id
from docloft.lifecycle.states import State
from docloft.tables.jobs import Job
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document, sent_commands


def test_document_in_the_trash_is_purged_by_a_job(call, ready):
    call("POST", f"/v1/documents/{ready.document_id}/trash")

    reply = call("DELETE", f"/v1/documents/{ready.document_id}", headers={"Correlation-Id": "browser-0001"})

    job = reply.json["job"]
    assert reply.status == 202
    assert reply.headers["Location"] == f"/v1/jobs/{job['id']}"
    assert (job["kind"], job["state"], job["done"], job["total"]) == ("purge", "queued", 0, 1)
    assert sent_commands() == [
        commands.Command(commands.registry.PURGE, LIBRARY, ready.document_id, job["id"], correlation_id="browser-0001")
    ]
    assert call("GET", f"/v1/jobs/{job['id']}").json == job
    left = tables.jobs.find(LIBRARY, job["id"]).expires_at - now().timestamp()
    assert timedelta(days=29) < timedelta(seconds=left) <= timedelta(days=30)


@pytest.mark.parametrize("state", [State.AWAITING_UPLOAD, State.REJECTED])
def test_document_that_was_never_archived_is_purged_without_the_trash(call, state):
    document = make_document(state)

    assert call("DELETE", f"/v1/documents/{document.document_id}").status == 202


@pytest.mark.parametrize("state", [State.RECEIVED, State.WORKING, State.READY, State.FAILED])
def test_archived_document_outside_the_trash_is_not_purged(call, state):
    document = make_document(state)

    reply = call("DELETE", f"/v1/documents/{document.document_id}")

    assert (reply.status, reply.code) == (409, "conflict")
    assert sent_commands() == []
    assert call("GET", "/v1/jobs").json["jobs"] == []


def test_second_delete_before_the_first_is_done_is_harmless(call):
    document = make_document(State.REJECTED)

    replies = [call("DELETE", f"/v1/documents/{document.document_id}") for _ in range(2)]

    assert [reply.status for reply in replies] == [202, 202]
    assert {command.document_id for command in sent_commands()} == {document.document_id}


def test_job_that_could_not_be_sent_is_failed(call, monkeypatch):
    document = make_document(State.REJECTED)

    def refuse(*_args, **_ids):
        raise RuntimeError("the queue")

    monkeypatch.setattr(commands, "send", refuse)

    reply = call("DELETE", f"/v1/documents/{document.document_id}")

    [job] = call("GET", "/v1/jobs").json["jobs"]
    assert (reply.status, reply.code) == (500, "internal-error")
    assert job["state"] == "failed"
    assert (job["reason_code"], job["reason_values"]) == ("not_started", {})
    assert job["reason"] == reasons.NOT_STARTED


@pytest.mark.parametrize("state", ["queued", "running"])
def test_job_that_stalled_is_failed_until_it_goes_on(call, state):
    job = call("DELETE", f"/v1/documents/{make_document(State.REJECTED).document_id}").json["job"]
    record = tables.jobs.find(LIBRARY, job["id"])
    record.state, record.done, record.total = state, 3, 9
    record.updated_at = timestamp(now() - timedelta(hours=5, minutes=59))
    tables.jobs.save(record)
    assert call("GET", f"/v1/jobs/{job['id']}").json["state"] == state
    record.updated_at = timestamp(now() - timedelta(hours=6, minutes=1))
    tables.jobs.save(record)

    found = call("GET", f"/v1/jobs/{job['id']}").json

    assert (found["state"], found["reason_code"], found["reason_values"]) == (
        "failed",
        "stalled",
        {"done": "3", "total": "9"},
    )
    assert found["reason"] == reasons.STALLED.having(done=3, total=9)
    assert call("GET", "/v1/jobs").json["jobs"] == [found]
    tables.jobs.advance(LIBRARY, job["id"], done=4, total=9, is_over=False)
    found = call("GET", f"/v1/jobs/{job['id']}").json
    assert (found["state"], found["reason"]) == ("running", None)


def test_job_that_was_never_begun_could_not_be_started(call):
    job = call("DELETE", f"/v1/documents/{make_document(State.REJECTED).document_id}").json["job"]
    record = tables.jobs.find(LIBRARY, job["id"])
    record.total, record.updated_at = 0, timestamp(now() - timedelta(hours=7))
    tables.jobs.save(record)

    found = call("GET", f"/v1/jobs/{job['id']}").json

    assert (found["state"], found["reason_code"]) == ("failed", "not_started")


def test_jobs_are_listed_newest_first_in_pages(call):
    for _ in range(3):
        call("DELETE", f"/v1/documents/{make_document(State.REJECTED).document_id}")
    call("DELETE", f"/v1/documents/{make_document(State.REJECTED, OTHER_LIBRARY).document_id}", sub=OTHER_LIBRARY)

    first = call("GET", "/v1/jobs?limit=2").json
    rest = call("GET", f"/v1/jobs?limit=2&cursor={first['cursor']}").json

    ids = [job["id"] for job in first["jobs"] + rest["jobs"]]
    assert len(ids) == 3
    assert ids == sorted(ids, reverse=True)
    assert rest["cursor"] is None


def test_jobs_of_one_kind_are_listed_and_others_do_not_count(call):
    for kind in ("bulk", "purge", "purge", "bulk", "purge"):
        moment = timestamp()
        Job(LIBRARY, new_id(), kind=kind, state="done", created_at=moment, updated_at=moment, expires_at=1).save()

    first = call("GET", "/v1/jobs?kind=bulk&limit=1").json
    rest = call("GET", f"/v1/jobs?kind=bulk&limit=1&cursor={first['cursor']}").json

    assert [(job["kind"], job["changes"]) for job in first["jobs"] + rest["jobs"]] == [("bulk", None)] * 2
    assert rest["cursor"] is None


@pytest.mark.parametrize("job_id", ["x", "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", "%00"])
def test_unknown_job_is_not_found(call, job_id):
    assert call("GET", f"/v1/jobs/{job_id}").code == "not-found"
