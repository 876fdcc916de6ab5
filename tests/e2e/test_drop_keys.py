"""Drop keys: a key can add documents but not read them, is throttled, and can be revoked."""

import pytest
import requests

from local.samples import make_pdf
from tests.e2e.bursts import send_until_throttled


@pytest.fixture
def key(person):
    """A new drop key of the person's library: its value and its record."""
    return person.make_drop_key("Scanner in the hall")


def drop(person, value, content, *, name="scan.pdf", content_type="application/pdf"):
    return requests.post(
        f"{person.api_url}/v1/inbox",
        params={"file_name": name},
        data=content,
        headers={"x-api-key": value, "Content-Type": content_type},
        timeout=120,
    )


def test_dropped_scan_is_found_by_its_text(person, key):
    response = drop(person, key["key"], make_pdf(["One.", "The chimney was swept by Kowalczyk."]))

    document_id = response.json()["document"]["id"]
    assert response.status_code == 201
    assert person.wait(document_id)["state"] == "ready"
    assert person.find("kowalczyk", document_id)["page"] == 2


def test_binary_content_arrives_unchanged(person, key):
    """As curl sends it, without a type: the gateway must not treat it as text."""
    content = "Grüße aus München".encode("latin-1")

    response = drop(person, key["key"], content, name="a.txt", content_type="application/x-www-form-urlencoded")

    document = person.wait(response.json()["document"]["id"])
    assert (document["state"], document["size"]) == ("ready", len(content))


def test_announced_file_is_uploaded_with_the_form(person, key):
    machine = requests.Session()
    machine.headers["x-api-key"] = key["key"]
    content = make_pdf(["Announced by a machine."])
    announced = person.announcement("large.pdf", content, "application/pdf")

    response = machine.post(f"{person.api_url}/v1/inbox", json=announced, timeout=30)

    person.send(response.json()["upload"], content).raise_for_status()
    assert person.wait(response.json()["document"]["id"])["state"] == "ready"


def test_drop_key_does_not_learn_about_duplicates(person, key):
    content = make_pdf(["Known already."])
    held = person.drop("known.pdf", content, "application/pdf")
    person.wait(held)

    response = drop(person, key["key"], content)

    assert held not in response.text
    assert person.wait(response.json()["document"]["id"])["duplicate_of"] == held


def test_drop_key_cannot_read(person, key):
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
        response = requests.get(person.api_url + path, headers=machine, timeout=30)
        assert response.status_code == 401, path
        assert "secret" not in response.text.lower(), path


def test_revoked_key_cannot_add(person, key):
    drop(person, key["key"], b"before", content_type="text/plain").raise_for_status()

    person.request("DELETE", f"/v1/drop-keys/{key['drop_key']['id']}").raise_for_status()

    response = drop(person, key["key"], b"after", content_type="text/plain")
    assert response.status_code == 401
    assert response.json()["type"] == "urn:docloft:problem:unauthorized"
    assert person.get("/v1/drop-keys") == {"drop_keys": []}


def test_key_with_too_many_requests_is_throttled_with_a_problem(person, key):
    def send():
        # Empty, so that none of the requests creates a document.
        return drop(person, key["key"], b"", content_type="text/plain")

    refused = next((response for response in send_until_throttled(send) if response.status_code == 429), None)

    assert refused is not None
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Retry-After"] == "1"
    assert refused.headers["Access-Control-Allow-Origin"]
    assert refused.json()["type"] == "urn:docloft:problem:too-many-requests"


def test_request_without_a_key_cannot_drop(person):
    response = requests.post(
        f"{person.api_url}/v1/inbox", data=b"x", headers={"Content-Type": "text/plain"}, timeout=30
    )

    assert response.status_code == 401
