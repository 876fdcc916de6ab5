"""Every event in events/ is one `serverless invoke local` can use: real in shape, described, and answered."""

import json
from pathlib import Path

import pytest

from docloft import texts
from docloft.documents import State
from docloft.texts import Text
from docloft_api import handler, search_handler
from docloft_api.operations import SEARCH, operation_of
from tests.fixtures import LIBRARY, make_document

EVENTS = sorted((Path(__file__).parents[1] / "events").glob("*.json"))
DOCUMENT = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"
EXPECTED = {"create_document": 201, "delete_document": 409}


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_event_is_answered(call, path):
    make_document(State.READY, document_id=DOCUMENT, pages=1, has_text=True)
    texts.store(LIBRARY, DOCUMENT, Text(("words",)))
    event = json.loads(path.read_text())
    operation = operation_of(event["httpMethod"], event["path"])
    call.handle = search_handler.handle if operation is SEARCH else handler.handle

    reply = call.send(event)

    assert operation is not None
    assert operation.name == path.stem
    assert operation.path == event["resource"] == event["requestContext"]["resourcePath"]
    assert reply.status == EXPECTED.get(path.stem, 200), reply.text
