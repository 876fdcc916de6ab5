"""Documents with an original in the bucket, and their items as DynamoDB returns them."""

import hashlib
from base64 import b64encode

import boto3

from docloft import objects
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from operate import comparing
from tests.fixtures import make_document

BODY = b"the original"
CHECKSUM = b64encode(hashlib.sha256(BODY).digest()).decode()


def archived(body=BODY, **values):
    document = make_document(values.pop("state", State.READY), **{"checksum_sha256": CHECKSUM, **values})
    key = objects.original_key(document.library_id, document.document_id)
    boto3.client("s3").put_object(Bucket="docloft-test-files", Key=key, Body=body, ChecksumAlgorithm="SHA256")
    return document


def table(name, library_id=""):
    return comparing.items(f"docloft-test-{name}", library_id)


def key_of(document) -> tuple[str, str]:
    return (document.library_id, document.document_id)


def now_of(document):
    return Document.get(document.library_id, document.document_id, consistent_read=True)


def copy_of(document):
    return table("documents")[key_of(document)]
