"""Versions of a file through the public API: a new one is read, the earlier one is kept, and comes back."""

import pytest
import requests

from local.samples import make_pdf
from tools.api_client import attempts

FIRST, SECOND, THIRD = (make_pdf([f"A contract about {word}."]) for word in ("sandpipers", "turnstones", "dunlins"))


def replace(person, document_id, content, name="Signed.pdf"):
    announced = person.request(
        "POST", f"/v1/documents/{document_id}/files", json=person.announcement(name, content, "application/pdf")
    )
    announced.raise_for_status()
    person.send(announced.json()["upload"], content).raise_for_status()
    return announced.json()["upload_id"]


def wait_for_version(person, document_id, number):
    for _ in attempts(120):
        document = person.get(f"/v1/documents/{document_id}")
        if document["file_number"] == number and document["state"] == "ready":
            return document
    raise TimeoutError(f"Version {number} was not read.")


def download(person, document_id, path):
    link = person.get(f"/v1/documents/{document_id}{path}")
    return requests.get(link["url"], timeout=30).content


def is_found(person, word, document_id):
    return any(hit["document"]["id"] == document_id for hit in person.get("/v1/search", q=word)["hits"])


def test_new_version_is_found_and_the_earlier_one_is_restored(person):
    document_id = person.drop("Contract.pdf", FIRST, "application/pdf")
    person.wait(document_id)
    assert person.find("sandpipers", document_id)

    upload_id = replace(person, document_id, SECOND)

    document = wait_for_version(person, document_id, 2)
    assert (document["title"], document["file_name"]) == ("Contract", "Signed.pdf")
    hit = person.find("turnstones", document_id)
    assert "turnstones" in hit["snippets"][0]["text"]
    assert not is_found(person, "sandpipers", document_id)
    versions = person.get(f"/v1/documents/{document_id}/files")["files"]
    assert [(one["number"], one["id"], one["is_current"]) for one in versions] == [
        (2, upload_id, True),
        (1, document_id, False),
    ]
    assert download(person, document_id, "/original") == SECOND
    assert download(person, document_id, "/files/1/original") == FIRST
    assert person.request("GET", f"/v1/documents/{upload_id}").status_code == 404

    restored = person.request("POST", f"/v1/documents/{document_id}/files/1/restore").json()

    assert (restored["state"], restored["file_number"], restored["file_count"]) == ("ready", 1, 2)
    assert person.find("sandpipers", document_id)
    assert "sandpipers" in person.get(f"/v1/documents/{document_id}/pages/1/text")["text"]
    assert download(person, document_id, "/files/2/original") == SECOND

    replace(person, document_id, THIRD)

    assert wait_for_version(person, document_id, 3)["file_count"] == 3
    assert person.find("dunlins", document_id)


@pytest.mark.parametrize("content", [b"\x00\x01\x02 nothing that anyone reads \xff"])
def test_refused_version_needs_attention_and_leaves_the_document_as_it_was(person, content):
    document_id = person.drop("Contract.pdf", FIRST, "application/pdf")
    before = person.wait(document_id)

    upload_id = replace(person, document_id, content)

    refused = person.wait(upload_id)
    assert (refused["state"], refused["replaces"]) == ("rejected", document_id)
    assert upload_id in [one["id"] for one in person.get("/v1/attention")["documents"]]
    after = person.get(f"/v1/documents/{document_id}")
    assert (after["version"], after["file_count"]) == (before["version"], 1)
