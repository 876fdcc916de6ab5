"""Changes of documents on the deployed stage: one, and many at once, and how they are undone."""

import time

from docloft.ids import new_id
from tests.conftest import PATIENCE_SECONDS


def ended(person, job_id, seconds=PATIENCE_SECONDS):
    deadline = time.monotonic() + seconds
    while (job := person.get(f"/v1/jobs/{job_id}"))["state"] not in {"done", "failed"}:
        assert time.monotonic() < deadline, job
        time.sleep(0.3)
    return job


def titles_and_tags(person, ids):
    found = [person.get(f"/v1/documents/{document_id}") for document_id in ids]
    return [(one["title"], one["tags"]) for one in found]


def test_change_is_in_the_history_and_reverted(person):
    document_id = person.drop("Letter.txt", b"A letter about a change.")
    person.wait(document_id)
    person.request("PATCH", f"/v1/documents/{document_id}", json={"title": "Renamed"}).raise_for_status()
    entry = person.get(f"/v1/documents/{document_id}/history")["entries"][0]
    assert entry["changes"] == [{"field": "title", "before": "Letter", "after": "Renamed"}]

    reverted = person.request("POST", f"/v1/documents/{document_id}/history/{entry['id']}/revert")

    assert reverted.json()["document"]["title"] == "Letter"


def test_many_documents_are_changed_by_a_query_and_the_job_is_undone(person):
    ids = [person.drop(f"Cobalt {number}.txt", f"A cobalt letter {number}.".encode()) for number in range(3)]
    for document_id in ids:
        person.find("cobalt", document_id)
    tag = person.request("POST", "/v1/names", json={"what": "tag", "name": "Metals"}).json()["id"]
    change = {"query": "cobalt", "changes": {"add_tags": [tag]}}
    assert person.request("POST", "/v1/bulk", json={**change, "dry_run": True}).json() == {"total": 3, "job": None}

    job = person.request("POST", "/v1/bulk", json=change).json()["job"]

    assert (ended(person, job["id"])["state"], person.get(f"/v1/bulk/{job['id']}")["skipped"]) == ("done", [])
    assert [tags for _, tags in titles_and_tags(person, ids)] == [[tag]] * 3

    undone = person.request("POST", f"/v1/bulk/{job['id']}/undo").json()["job"]

    assert ended(person, undone["id"])["state"] == "done"
    assert [tags for _, tags in titles_and_tags(person, ids)] == [[]] * 3


def test_document_is_found_by_its_note_and_deleted_permanently(person):
    document_id = person.drop("Receipt.txt", b"A receipt.")
    person.wait(document_id)
    note = {"text": "Ask about the zirconium"}
    path = f"/v1/documents/{document_id}/notes/{new_id()}"
    person.request("PUT", path, json=note).raise_for_status()
    person.find("zirconium has:notes", document_id)
    person.request("POST", f"/v1/documents/{document_id}/trash").raise_for_status()

    body = {"ids": [document_id], "changes": {"delete_permanently": True}}
    job = person.request("POST", "/v1/bulk", json=body).json()["job"]

    assert (ended(person, job["id"])["state"], person.get(f"/v1/bulk/{job['id']}")["skipped"]) == ("done", [])
    assert person.request("GET", f"/v1/documents/{document_id}").status_code == 404


def test_rules_are_sorted_and_the_first_one_files_what_arrives(person):
    first, second = new_id(), new_id()
    tag = person.request("POST", "/v1/names", json={"what": "tag", "name": "Ores"}).json()["id"]
    for rule_id, actions in ((first, {"title": "Second choice"}), (second, {"title": "Mineral", "add_tags": [tag]})):
        body = {"name": "Ores", "query": "galena", "actions": actions, "is_on": True}
        person.request("PUT", f"/v1/rules/{rule_id}", json=body).raise_for_status()
    sorted_ = person.request("PUT", "/v1/rule-order", json={"ids": [second, first]})
    assert sorted_.status_code == 200, sorted_.text

    document_id = person.drop("Galena.txt", b"A letter about galena.")
    document = person.wait(document_id)

    assert (document["title"], document["tags"]) == ("Mineral", [tag])
    person.find("galena", document_id)
    trial = person.request("POST", "/v1/rule-trials", json={"query": "galena", "actions": {"document_date": "added"}})
    assert (trial.status_code, trial.json()["total"]) == (200, 1), trial.text
    for rule_id in (first, second):
        person.request("DELETE", f"/v1/rules/{rule_id}").raise_for_status()
    assert person.get("/v1/rules")["rules"] == []
