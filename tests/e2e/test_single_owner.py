"""A deployment for a single owner, without a user pool (`auth: api_key`), as a second stage."""

import pytest
import requests

from docloft_api.features import all_operations
from local.samples import make_pdf
from tools.api_client import Client


@pytest.fixture
def owner(single_owner):
    """A client with the owner's key, and the outputs of the stage."""
    return Client(single_owner), single_owner


def test_owner_uploads_and_finds_a_document(owner):
    person, _ = owner

    document_id = person.drop("letter.pdf", make_pdf(["Mentions Oberammergau."]), "application/pdf")

    assert person.wait(document_id)["state"] == "ready"
    assert person.find("oberammergau", document_id)["page"] == 1
    assert person.get("/v1/me")["user"] == {"id": "owner", "email": None}


def test_stage_has_no_sign_in(owner):
    _, outputs = owner

    assert outputs["user_pool_id"] is None
    assert requests.get(outputs["site_url"] + "/config.json", timeout=30).json() == {
        "api_url": outputs["api_url"],
        "auth": "api_key",
        "region": outputs["region"],
    }


@pytest.mark.parametrize("operation", all_operations(), ids=lambda operation: operation.name)
def test_every_route_requires_the_key(owner, operation):
    _, outputs = owner
    path = operation.path.format(**operation.sample.path)

    for key in (None, "0" * 32):
        response = requests.request(
            operation.method, outputs["api_url"] + path, headers={"x-api-key": key} if key else {}, timeout=30
        )
        assert response.status_code == 401, response.text


def test_drop_key_can_only_add(owner):
    person, outputs = owner
    machine = {"x-api-key": outputs["drop_key"], "Content-Type": "text/plain"}

    added = requests.post(f"{outputs['api_url']}/v1/inbox", data=b"Dropped.", headers=machine, timeout=30)
    listed = requests.get(f"{outputs['api_url']}/v1/documents", headers=machine, timeout=30)

    assert person.wait(added.json()["document"]["id"])["state"] == "ready"
    assert (listed.status_code, "Dropped" in listed.text) == (403, False)
