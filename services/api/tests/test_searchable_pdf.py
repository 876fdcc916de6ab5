from docloft import objects, tables
from docloft.lifecycle.states import State
from tests.fixtures import LIBRARY, make_document, sent_commands


def test_searchable_pdf_is_made_by_a_job(call, ready):
    reply = call("POST", f"/v1/documents/{ready.document_id}/searchable-pdf")

    job = reply.json["job"]
    assert (reply.status, job["kind"], job["state"]) == (202, "make_searchable", "queued")
    assert reply.headers["Location"] == f"/v1/jobs/{job['id']}"
    [command] = sent_commands()
    assert (command.action.name, command.document_id, command.job_id) == (
        "make_searchable",
        ready.document_id,
        job["id"],
    )


def test_searchable_pdf_is_downloaded_under_the_name_of_the_document(call, ready):
    path = f"/v1/documents/{ready.document_id}/searchable-pdf"
    assert call("GET", path).code == "not-found"
    objects.write(objects.searchable_key(LIBRARY, ready.document_id), b"%PDF-", "application/pdf")

    reply = call("GET", f"/v1/documents/{ready.document_id}/searchable-pdf")

    assert (reply.status, reply.json["file_name"]) == (200, "Invoice.pdf")
    assert f"/searchable/{LIBRARY}/{ready.document_id}?" in reply.json["url"]


def test_document_that_was_never_archived_has_no_searchable_pdf(call):
    document = make_document(State.REJECTED)

    assert call("POST", f"/v1/documents/{document.document_id}/searchable-pdf").status == 404
    assert tables.jobs.list_newest(LIBRARY, before=None, limit=9) == []
