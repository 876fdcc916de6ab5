"""E-mails and archives, whose parts are made by the Lambda handlers of storage and worker: what one writes, the next
one reads.
"""

import io
import zipfile
from base64 import b64encode
from hashlib import sha256

import boto3

from docloft import commands, objects, tables
from docloft.lifecycle import changes, parts
from docloft.lifecycle.changes import Change
from docloft.lifecycle.names import title_from
from docloft.roles import Role
from docloft_api.features.archive import edits
from docloft_api.identity.people import Person
from docloft_storage import handler as storage
from docloft_worker import handler
from services.storage.tests.conftest import event_of
from services.worker.tests.documents import sqs_event
from tests.fixtures import LIBRARY, make_document, sent_commands
from tests.lambda_context import Context

OWNER = Person("anna", None, LIBRARY, Role.OWNER, "user:anna")


def archive(files, method=zipfile.ZIP_DEFLATED):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as opened:
        for name, content in files.items():
            # A fixed date: the same files always produce the same bytes.
            opened.writestr(zipfile.ZipInfo(name), content, method)
    return body.getvalue()


def upload(content, name="Papers.zip"):
    """Puts a document into the inbox and lets everything that follows happen. Returns the document."""
    document = put(content, name)
    settle()
    return reload(document)


def put(content, name="Papers.zip"):
    checksum = b64encode(sha256(content).digest()).decode()
    document = make_document(file_name=name, title=title_from(name), size=len(content), checksum_sha256=checksum)
    objects.write(objects.inbox_key(LIBRARY, document.document_id), content, "application/octet-stream")
    return document


def in_inbox():
    s3 = boto3.client("s3", region_name="eu-central-1")
    listed = s3.list_objects_v2(Bucket="docloft-test-files", Prefix="inbox/")
    return [entry["Key"] for entry in listed.get("Contents", [])]


def settle(order=list):
    """Delivers S3's events and the queue's commands until none are left. `order` may repeat or shuffle them."""
    for _ in range(30):
        keys, queued = in_inbox(), sent_commands()
        if not keys and not queued:
            return
        for key in order(keys):
            storage.receive(event_of(key), Context())
        for command in order(queued):
            result = handler.work(sqs_event(commands.encode(command)), Context())
            assert result == {"batchItemFailures": []}
    raise AssertionError("This never ends.")


def send(action, document):
    commands.send(action, LIBRARY, document_id=document.document_id)
    settle()


def reload(document):
    return tables.documents.find(LIBRARY, document.document_id)


def everything():
    return list(tables.documents.list_all(LIBRARY))


def children(document):
    """Names and documents of the parts, in order."""
    found = parts.list_parts(LIBRARY, document.document_id)
    return {part.name: tables.documents.find(LIBRARY, part.document_id) for part in found}


def amend(document, **values):
    changes.amend(LIBRARY, document.document_id, lambda _: Change("changed", values), actor="test")


def trash(document):
    amend(document, trashed_at="2026-11-28T18:00:00.000Z")


def restore(document):
    edits.restore(OWNER, document.document_id, None)
