"""New documents made from pages of others: what is accepted, and the job."""

import pytest

from docloft import tables
from docloft.lifecycle import assembly
from docloft.lifecycle.states import State
from docloft_api.features.page_assembly import new_documents
from tests.fixtures import LIBRARY, make_document, sent_commands

OTHER_LIBRARY = "0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a11"


@pytest.fixture
def scan():
    return make_document(State.READY, media_type="application/pdf", pages=5)


def body(*ranges, title="Lease", **others):
    pages = [{"document_id": one, "first": first, "last": last} for one, first, last in ranges]
    return {"documents": [{"title": title, "pages": pages}], **others}


def test_job_knows_the_documents_to_make(call, scan):
    photo = make_document(State.READY, media_type="image/jpeg", pages=1)
    wanted = body((scan.document_id, 2, 5), (photo.document_id, 1, 1), trash_sources=True)
    wanted["documents"][0]["pages"][0]["turn"] = 270

    reply = call("POST", "/v1/assemblies", body=wanted)

    job = reply.json["job"]
    assert (reply.status, job["kind"], job["state"], job["total"]) == (202, "assemble", "queued", 1)
    assert reply.headers["Location"] == f"/v1/jobs/{job['id']}"
    found = assembly.from_json(tables.jobs.find(LIBRARY, job["id"]).outline)
    [document] = found.documents
    assert reply.json["document_ids"] == [document.document_id]
    assert (found.trash_sources, document.title) == (True, "Lease")
    assert found.contents == {one.document_id: one.content_id for one in (scan, photo)}
    assert [(one.source_id, one.first, one.last, one.turn) for one in document.ranges] == [
        (scan.document_id, 2, 5, 270),
        (photo.document_id, 1, 1, 0),
    ]
    [command] = sent_commands()
    assert (command.action.name, command.document_id, command.job_id) == ("assemble", None, job["id"])


def test_job_knows_the_document_of_which_a_new_version_is_made(call, scan):
    reply = call("POST", "/v1/assemblies", body=body((scan.document_id, 1, 1), version_of=scan.document_id))

    found = assembly.from_json(tables.jobs.find(LIBRARY, reply.json["job"]["id"]).outline)
    assert (reply.status, found.version_of) == (202, scan.document_id)


def test_new_version_has_to_be_one_file_with_pages_of_a_document_that_can_have_it(call, scan):
    other = make_document(State.READY, media_type="application/pdf", pages=5)
    trashed = make_document(State.READY, media_type="application/pdf", pages=5, trashed_at="2026-01-01T00:00:00.000Z")
    one = body((scan.document_id, 1, 1))
    of_trashed = body((trashed.document_id, 1, 1), version_of=trashed.document_id)
    for wanted, status in (
        ({**one, "version_of": other.document_id}, 400),
        ({**one, "version_of": scan.document_id, "trash_sources": True}, 400),
        ({"documents": one["documents"] * 2, "version_of": scan.document_id}, 400),
        (of_trashed, 409),
    ):
        assert call("POST", "/v1/assemblies", body=wanted).status == status
    assert sent_commands() == []


def test_repeated_request_starts_one_job(call, scan):
    wanted = body((scan.document_id, 1, 1))
    first, again = (call("POST", "/v1/assemblies", body=wanted, headers={"Idempotency-Key": "a"}) for _ in range(2))

    assert (again.status, again.json) == (202, first.json)
    assert len(sent_commands()) == 1


@pytest.mark.parametrize(
    ("first", "last", "pointer"),
    [(0, 1, "first"), (3, 2, "last"), (5, 6, "last")],
)
def test_pages_that_do_not_exist_are_refused(call, scan, first, last, pointer):
    reply = call("POST", "/v1/assemblies", body=body((scan.document_id, first, last)))

    assert (reply.status, reply.json["errors"][0]["pointer"]) == (400, f"/documents/0/pages/0/{pointer}")
    assert sent_commands() == []


@pytest.mark.parametrize(
    "values",
    [{"media_type": "text/plain"}, {"state": State.REJECTED}, {"library_id": "0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a11"}],
)
def test_document_without_usable_pages_is_refused(call, values):
    other = make_document(**{"state": State.READY, "media_type": "application/pdf", "pages": 5} | values)

    reply = call("POST", "/v1/assemblies", body=body((other.document_id, 1, 1)))

    assert (reply.status, reply.json["errors"][0]["pointer"]) == (400, "/documents/0/pages/0/document_id")


def test_too_many_sources_are_refused(call, monkeypatch, scan):
    monkeypatch.setattr(new_documents.assembly, "MOST_SOURCES", 1)
    other = make_document(State.READY, media_type="application/pdf", pages=5)
    wanted = body((scan.document_id, 1, 1), (other.document_id, 1, 1))

    assert call("POST", "/v1/assemblies", body=wanted).status == 400


def test_too_many_ranges_and_pages_are_refused(call, scan):
    many = [(scan.document_id, 1, 1)] * (assembly.MOST_RANGES // 2 + 1)
    wanted = {"documents": [*body(*many)["documents"], *body(*many)["documents"]]}
    assert call("POST", "/v1/assemblies", body=wanted).status == 400

    wanted = body(*[(scan.document_id, 1, 5)] * (assembly.MOST_PAGES // 5 + 1))
    assert call("POST", "/v1/assemblies", body=wanted).status == 400


def test_titles_that_are_too_long_together_are_refused(call, scan):
    [one] = body((scan.document_id, 1, 1), title="ü" * 500)["documents"]

    assert call("POST", "/v1/assemblies", body={"documents": [one] * 50}).status == 400
    assert call("POST", "/v1/assemblies", body={"documents": [one] * 20}).status == 202
