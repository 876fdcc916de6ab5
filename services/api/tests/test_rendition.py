import pytest

from docloft import objects, tables
from docloft.lifecycle.states import State
from tests.fixtures import LIBRARY, make_document, sent_commands


def test_rendition_is_made_by_a_job(call, ready):
    reply = call("POST", f"/v1/documents/{ready.document_id}/rendition")

    job = reply.json["job"]
    assert (reply.status, job["kind"], job["state"]) == (202, "make_rendition", "queued")
    assert reply.headers["Location"] == f"/v1/jobs/{job['id']}"
    [command] = sent_commands()
    assert (command.action.name, command.document_id, command.job_id) == (
        "make_rendition",
        ready.document_id,
        job["id"],
    )


def test_rendition_is_a_page_with_what_it_lacks(call, ready):
    reply = call("GET", f"/v1/documents/{ready.document_id}/rendition")
    assert (reply.status, reply.json) == (200, {"url": None, "expires_at": None, "missing": [], "sent_at": None})
    key = objects.rendition_key(LIBRARY, ready.document_id)
    objects.write(
        key, b"<p>", "text/html", metadata={"missing": "end remote_pictures", "sent-at": "2026-11-03T10:15:00+01:00"}
    )

    reply = call("GET", f"/v1/documents/{ready.document_id}/rendition")

    assert (reply.status, reply.json["missing"]) == (200, ["end", "remote_pictures"])
    assert reply.json["sent_at"] == "2026-11-03T10:15:00+01:00"
    assert f"/{objects.rendition_key(LIBRARY, ready.document_id)}?" in reply.json["url"]
    assert "response-content-type=text%2Fhtml" in reply.json["url"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_rendition_of_another_library_is_not_found(call, method):
    other = make_document(State.READY, library_id="another-library")
    objects.write(objects.rendition_key("another-library", other.document_id), b"<p>", "text/html")

    assert call(method, f"/v1/documents/{other.document_id}/rendition").status == 404
    assert sent_commands() == []


def test_document_that_was_never_archived_has_no_rendition(call):
    document = make_document(State.REJECTED)

    assert call("POST", f"/v1/documents/{document.document_id}/rendition").status == 404
    assert tables.jobs.list_newest(LIBRARY, before=None, limit=9) == []
