from datetime import timedelta

from docloft import exports, objects, tables
from docloft.clock import now, timestamp
from docloft.ids import new_id
from docloft.tables.records import BulkPortion
from tests.fixtures import LIBRARY, sent_commands


def started(call):
    return call("POST", "/v1/exports").json["job"]


def finish(job, *bodies):
    for number, body in enumerate(bodies, 1):
        objects.write(exports.archive_key(LIBRARY, job["id"], number), body, "application/zip")
    tables.jobs.advance(LIBRARY, job["id"], done=3, total=3, is_over=True)


def test_export_is_made_by_a_job(call):
    reply = call("POST", "/v1/exports")

    job = reply.json["job"]
    assert (reply.status, job["kind"], job["state"]) == (202, "export", "queued")
    assert reply.headers["Location"] == f"/v1/exports/{job['id']}"
    [command] = sent_commands()
    assert (command.action.name, command.job_id, command.number) == ("export", job["id"], None)


def test_second_export_is_the_one_that_is_being_made(call):
    assert started(call) == started(call)
    assert len(sent_commands()) == 1


def test_export_of_chosen_documents_has_their_ids_in_portions(call):
    whole = started(call)
    ids = [new_id() for _ in range(501)]

    reply = call("POST", "/v1/exports", body={"ids": [*ids, ids[0]]})

    job = reply.json["job"]
    assert (reply.status, job["kind"], job["is_selection"], job["total"]) == (202, "export", True, 501)
    portions = tables.library.list_kind(BulkPortion, LIBRARY, f"{job['id']}#")
    assert sorted(one for portion in portions for one in portion.document_ids) == ids
    # It is not mistaken for the export of the whole library
    assert started(call) == whole
    assert whole["is_selection"] is False


def test_export_of_no_or_too_many_documents_is_refused(call):
    for ids in ([], [new_id() for _ in range(1001)], ["no id"]):
        assert call("POST", "/v1/exports", body={"ids": ids}).status == 400
    assert sent_commands() == []


def test_export_that_stalled_is_not_waited_for(call):
    job = started(call)
    record = tables.jobs.find(LIBRARY, job["id"])
    record.updated_at = timestamp(now() - timedelta(hours=7))
    tables.jobs.save(record)

    assert started(call)["id"] != job["id"]


def test_archives_are_downloaded_when_all_are_complete(call):
    job = started(call)
    objects.write(exports.archive_key(LIBRARY, job["id"], 1), b"PK", "application/zip")
    assert call("GET", f"/v1/exports/{job['id']}").json["files"] == []

    finish(job, b"PK", b"PK..")

    reply = call("GET", f"/v1/exports/{job['id']}")
    day = job["created_at"][:10]
    assert [(one["name"], one["size"]) for one in reply.json["files"]] == [
        (f"docloft-{day}-1-of-2.zip", 2),
        (f"docloft-{day}-2-of-2.zip", 4),
    ]
    assert f"/exports/{LIBRARY}/{job['id']}/0001.zip?" in reply.json["files"][0]["url"]


def test_expired_export_is_not_found(call):
    job = started(call)
    finish(job, b"PK")
    record = tables.jobs.find(LIBRARY, job["id"])
    record.created_at = timestamp(now() - timedelta(days=7, minutes=1))
    tables.jobs.save(record)

    reply = call("GET", f"/v1/exports/{job['id']}")

    assert reply.status == 404
    assert "seven days" in reply.json["detail"]
