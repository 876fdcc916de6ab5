"""Everything that works for a field after adding it to the table, the representation and the edit request. Run by
test_fields.py with a copy of the shared code and the API that has the field `toy`.
"""

import json

import pytest

from docloft import tables
from docloft.lifecycle.states import State
from docloft_api import handler
from services.api import derived
from services.api.tests.conftest import Caller
from tests.fixtures import LIBRARY, make_document
from tests.lambda_context import Context

pytestmark = pytest.mark.usefixtures("cloud")


def request(method, document, body=None):
    # Responses are not checked against docs/openapi.json, because it does not describe the toy yet.
    event = Caller(handler.handle).event(method, f"/v1/documents/{document.document_id}", body=body)
    return json.loads(handler.handle(event, Context())["body"])


def test_stored_toy_is_returned():
    assert request("GET", make_document(State.READY, toy="2026-02-14"))["toy"] == "2026-02-14"


def test_toy_is_null_in_documents_stored_without_it():
    assert request("GET", make_document(State.READY))["toy"] is None


def test_toy_is_validated_stored_and_deleted_by_an_edit():
    document = make_document(State.READY)

    assert request("PATCH", document, {"toy": "2026-02-30"})["type"] == "urn:docloft:problem:invalid-request"
    assert request("PATCH", document, {"toy": "2026-02-14"})["toy"] == "2026-02-14"
    assert tables.documents.find(LIBRARY, document.document_id).attribute_values["toy"] == "2026-02-14"
    assert request("PATCH", document, {"toy": None})["toy"] is None


def test_toy_is_described():
    described = json.loads(derived.contents()[derived.ROOT / "docs/openapi.json"])["components"]["schemas"]

    assert "toy" in described["Document"]["properties"]
    assert "toy" in described["EditDocument"]["properties"]
