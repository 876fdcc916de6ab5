import json
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.parsers import create_parser

from docloft import tables
from docloft.lifecycle.states import State
from docloft.tables import responses
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present
from tests.recording import recording

ITEM = {
    "text": {"S": "a"},
    "number": {"N": "1.5"},
    "yes": {"BOOL": True},
    "none": {"NULL": True},
    "bytes": {"B": "eA=="},
    "texts": {"SS": ["a", "b"]},
    "blobs": {"BS": ["eA=="]},
    "list": {"L": [{"S": "a"}, {"B": "eA=="}, {"M": {"in": {"N": "2"}}}]},
    "map": {"M": {"bytes": {"B": "eA=="}, "empty": {"L": []}}},
    "unknown": {"X": "new"},
}


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("GetItem", {"Item": ITEM}),
        ("Query", {"Items": [ITEM, {}], "Count": 2, "LastEvaluatedKey": ITEM}),
        ("BatchGetItem", {"Responses": {"table": [ITEM]}, "UnprocessedKeys": {}}),
        ("GetItem", {"Item": {"text": {"S": "a"}, "number": {"N": "1"}, "texts": {"SS": ["a"]}}}),
        ("GetItem", {"Item": {"text": {"S": "a"}, "nothing": {}}}),
        ("GetItem", {"Item": {"tags": {"L": [{"S": "a"}, {"M": {"in": {"L": []}}}]}, "none": {"L": None}}}),
        ("GetItem", {"Item": {"tags": {"L": [{"S": "a"}, {}]}, "map": {"M": {"none": {"M": None}}}}}),
        ("TransactWriteItems", {}),
    ],
)
def test_responses_are_parsed_as_by_botocore(operation, body):
    session = responses.session()
    client = session.create_client("dynamodb", region_name="eu-central-1")
    shape = present(client.meta.service_model.operation_model(operation).output_shape)
    response = {"status_code": 200, "headers": {}, "body": json.dumps(body).encode(), "context": {}}

    parser = session.get_component("response_parser_factory").create_parser("json")

    assert parser.parse(response, shape) == create_parser("json").parse(response, shape)
    assert isinstance(parser, responses.JSONParser)


def test_item_without_binary_values_is_not_looked_into_by_botocore(monkeypatch):
    session = responses.session()
    client = session.create_client("dynamodb", region_name="eu-central-1")
    shape = present(client.meta.service_model.operation_model("GetItem").output_shape)
    item = {"tags": {"L": [{"S": "a"}, {"M": {"in": {"N": "2"}}}]}, "map": {"M": {"empty": {"L": []}}}}
    parser = session.get_component("response_parser_factory").create_parser("json")
    parsed: list[Any] = []
    monkeypatch.setattr(parser, "_parse_shape", recording(parsed, parser._parse_shape, lambda shape, *_: shape.name))

    body = json.dumps({"Item": item}).encode()
    found = parser.parse({"status_code": 200, "headers": {}, "body": body, "context": {}}, shape)

    assert found["Item"] == item
    assert "AttributeValue" not in parsed


def test_requests_to_dynamodb_say_which_process_sends_them(cloud, monkeypatch):
    """tests/fault_drills recognises it by that."""
    monkeypatch.setenv("AWS_SDK_UA_APP_ID", "docloft-local-work-4711")
    client: Any = responses.session().create_client("dynamodb", region_name="eu-central-1")
    sent: list[str] = []
    client.meta.events.register("before-send.dynamodb", lambda request, **_: sent.append(str(request.headers)))

    client.list_tables()

    assert "app/docloft-local-work-4711" in sent[0]


def test_unit_tests_parse_with_it_although_their_requests_skip_most_of_botocore(cloud, monkeypatch):
    document = make_document(State.READY, tags=["a"])
    are_unconverted = Mock(wraps=responses._are_unconverted)
    monkeypatch.setattr(responses, "_are_unconverted", are_unconverted)

    found = present(tables.documents.find(LIBRARY, document.document_id))

    are_unconverted.assert_called()
    assert (found.title, list(found.tags)) == (document.title, ["a"])
