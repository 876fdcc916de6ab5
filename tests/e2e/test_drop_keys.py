"""Machines at the running product: a key adds, is limited, is revoked, and shows nothing."""

import time

import pytest
import requests

from local.samples import make_pdf


@pytest.fixture
def key(person):
    """The value of a new drop key of the person's library, and what is known of it."""
    return person.make_drop_key("Scanner in the hall")


def drop(person, value, content, *, name="scan.pdf", content_type="application/pdf"):
    return requests.post(
        f"{person.api_url}/v1/inbox",
        params={"file_name": name},
        data=content,
        headers={"x-api-key": value, "Content-Type": content_type},
        timeout=30,
    )


def test_dropped_scan_is_found_by_its_words(person, key):
    answer = drop(person, key["key"], make_pdf(["One.", "The chimney was swept by Kowalczyk."]))

    document_id = answer.json()["document"]["id"]
    assert answer.status_code == 201
    assert person.wait(document_id)["state"] == "ready"
    assert person.find("kowalczyk", document_id)["page"] == 2


def test_bytes_that_are_no_text_arrive_as_they_are(person, key):
    """As curl sends them, naming no type: the gateway must not take them for text."""
    content = "Grüße aus München".encode("latin-1")

    answer = drop(person, key["key"], content, name="a.txt", content_type="application/x-www-form-urlencoded")

    document = person.wait(answer.json()["document"]["id"])
    assert (document["state"], document["size"]) == ("ready", len(content))


def test_announced_file_is_sent_with_the_form(person, key):
    machine = requests.Session()
    machine.headers["x-api-key"] = key["key"]
    content = make_pdf(["Announced by a machine."])
    announced = person.announcement("large.pdf", content, "application/pdf")

    answer = machine.post(f"{person.api_url}/v1/inbox", json=announced, timeout=30)

    person.send(answer.json()["upload"], content).raise_for_status()
    assert person.wait(answer.json()["document"]["id"])["state"] == "ready"


def test_what_the_library_has_is_not_told_to_a_key(person, key):
    content = make_pdf(["Known already."])
    held = person.drop("known.pdf", content, "application/pdf")
    person.wait(held)

    answer = drop(person, key["key"], content)

    assert held not in answer.text
    assert person.wait(answer.json()["document"]["id"])["duplicate_of"] == held


def test_drop_key_reads_nothing(person, key):
    held = person.drop("secret.pdf", make_pdf(["Secret."]), "application/pdf")
    machine = {"x-api-key": key["key"]}

    for path in (
        "/v1/me",
        "/v1/documents",
        f"/v1/documents/{held}",
        "/v1/search?q=secret",
        "/v1/drop-keys",
        "/v1/jobs",
    ):
        answer = requests.get(person.api_url + path, headers=machine, timeout=30)
        assert answer.status_code == 401, path
        assert "secret" not in answer.text.lower(), path


def test_revoked_key_adds_nothing_more(person, key):
    drop(person, key["key"], b"before", content_type="text/plain").raise_for_status()

    person.request("DELETE", f"/v1/drop-keys/{key['drop_key']['id']}").raise_for_status()

    answer = drop(person, key["key"], b"after", content_type="text/plain")
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:docloft:problem:unauthorized"
    assert person.get("/v1/drop-keys") == {"drop_keys": []}


def test_key_that_runs_wild_is_slowed_and_told_so(person, key):
    answers = []
    until = time.monotonic() + 20
    while time.monotonic() < until and not (answers and answers[-1].status_code == 429):
        # Empty, so that nothing is kept of a hundred of them.
        answers.append(drop(person, key["key"], b"", content_type="text/plain"))

    last = answers[-1]
    assert (last.status_code, last.headers["Content-Type"]) == (429, "application/problem+json")
    assert last.headers["Retry-After"] == "1"
    assert last.headers["Access-Control-Allow-Origin"]
    assert last.json()["type"] == "urn:docloft:problem:too-many-requests"


def test_public_cannot_drop(person):
    answer = requests.post(f"{person.api_url}/v1/inbox", data=b"x", headers={"Content-Type": "text/plain"}, timeout=30)

    assert answer.status_code == 401
