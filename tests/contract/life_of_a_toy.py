"""Everything that works for a format after adding one module and one registry line. test_formats.py runs this with a
copy of the shared code that contains the toy format, through the Lambda handlers with moto.
"""

import importlib
import json

import boto3
import pytest

from docloft import objects
from docloft.settings import settings
from services.api import derived
from services.api.tests.conftest import Caller
from services.storage.tests.conftest import announced, event_of, key_of, put, reload
from services.worker.tests.documents import sqs_event
from tests.contract.templates import ROOT, serverless
from tests.fixtures import LIBRARY
from tests.lambda_context import Context

pytestmark = pytest.mark.usefixtures("cloud")


def entry(service, function):
    """The handler that Lambda calls."""
    module, _, name = serverless(service)["functions"][function]["handler"].rpartition(".")
    return getattr(importlib.import_module(module), name)


def get(function, target):
    return Caller(entry("api", function))("GET", target).json


def receive(content, name):
    document = announced(content, name, media_type="application/octet-stream")
    put(document, content)
    entry("storage", "receive")(event_of(key_of(document)), Context())
    return reload(document)


def read_all():
    """Handles every command on the work queue."""
    queue = boto3.client("sqs", region_name="eu-central-1")
    messages = queue.receive_message(QueueUrl=settings().work_queue_url, MaxNumberOfMessages=10)["Messages"]
    response = entry("worker", "work")(sqs_event(*(message["Body"] for message in messages)), Context())
    assert response["batchItemFailures"] == []


def index(document):
    """Delivers the stream record of the current document."""
    keys = {"library_id": {"S": document.library_id}, "document_id": {"S": document.document_id}}
    table = boto3.client("dynamodb", region_name="eu-central-1")
    image = table.get_item(TableName="docloft-test-documents", Key=keys)["Item"]
    event = json.loads((ROOT / "services/worker/events/index.json").read_text())
    event["Records"] = event["Records"][:1]
    event["Records"][0]["dynamodb"] |= {"Keys": keys, "NewImage": image}
    entry("worker", "index")(event, Context())


def found(query):
    return [hit["document"]["id"] for hit in get("search", f"/v1/search?q={query}")["hits"]]


def test_toy_is_accepted_read_found_and_filtered_by_type():
    toy = receive(b"\x00TOY\nzebrawood", "Note.toy")
    text = receive(b"zebrawood, too", "Letter.txt")
    assert (toy.state, toy.media_type) == ("received", "application/x-toy")

    read_all()
    assert (reload(toy).state, reload(toy).has_text) == ("ready", True)

    index(toy)
    index(text)
    assert set(found("zebrawood")) == {toy.document_id, text.document_id}
    for name in ("toy", ".toy", "application/x-toy"):
        assert found(f"zebrawood%20type:{name}") == [toy.document_id]
    assert found("zebrawood%20type:text") == [text.document_id]
    assert objects.head(objects.original_key(LIBRARY, toy.document_id))


def test_toy_is_listed_in_me():
    accepted = get("api", "/v1/me")["limits"]["accepted"]

    assert accepted[-1] == {
        "media_type": "application/x-toy",
        "label": "Toy note",
        "name_key": "format.toy",
        "badge": "TOY",
        "icon": "file",
        "extensions": [".toy"],
        "viewer": "text",
        "has_rendition": False,
        "assembles": False,
    }


def test_toy_is_in_every_generated_file():
    named = {str(path.relative_to(ROOT)) for path, content in derived.contents().items() if "toy" in content}

    assert named == {"README.md", "docs/openapi.json", "services/api/binary_media_types.json"}
