"""Fixtures for uploads, delivered as S3's real event through the Lambda handler."""

import hashlib
import json
from base64 import b64encode
from copy import deepcopy
from pathlib import Path

import boto3
import pytest

from docloft import objects
from docloft.tables.documents import Document
from docloft_storage import handler
from tests.fixtures import LIBRARY, make_document
from tests.lambda_context import Context

EVENT = json.loads((Path(__file__).parents[1] / "events" / "object_created.json").read_text())


def event_of(key, sequencer="0055AED6DCD90281E5"):
    event = deepcopy(EVENT)
    event["Records"][0]["s3"]["object"] |= {"key": key, "sequencer": sequencer}
    return event


def receive(event):
    handler.receive(event, Context())


def sweep(seconds=300.0):
    return handler.sweep({}, Context(seconds))


def announced(content, name="Invoice.pdf", library_id=LIBRARY, **values):
    """Creates a document awaiting these bytes, as POST /v1/documents does."""
    checksum = b64encode(hashlib.sha256(content).digest()).decode()
    return make_document(
        library_id=library_id, file_name=name, size=len(content), **{"checksum_sha256": checksum, **values}
    )


def put(document, content):
    objects.write(key_of(document), content, "application/octet-stream")


def key_of(document):
    return objects.inbox_key(document.library_id, document.document_id)


def reload(document):
    return Document.get(document.library_id, document.document_id, consistent_read=True)


def original_of(document):
    key = objects.original_key(document.library_id, document.document_id)
    return boto3.client("s3", region_name="eu-central-1").get_object(Bucket="docloft-test-files", Key=key)


def exists(key):
    return objects.head(key) is not None


@pytest.fixture
def upload(cloud):
    """Announces bytes, puts them into the inbox and delivers S3's event; returns the document after that."""

    def deliver(content, **values):
        document = announced(content, **values)
        put(document, content)
        receive(event_of(key_of(document)))
        return reload(document)

    return deliver
