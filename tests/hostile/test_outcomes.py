"""Hostile files from the upload to the end, through the handlers and the sandboxes of storage and worker: what becomes
of each of them, and that the next document is read as always.
"""

import time
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import boto3
import pytest

from docloft import commands, objects, tables, texts
from docloft.lifecycle.names import title_from
from docloft.sandbox import Sandbox
from docloft.tables.documents import Document
from docloft_storage import handler as storage
from docloft_worker import handler, recognising
from services.storage.tests.conftest import event_of
from services.worker.tests.documents import sqs_event
from tests.fixtures import LIBRARY, make_document, sent_commands
from tests.hostile.case import WORD
from tests.hostile.cases import CASES
from tests.lambda_context import Context
from tests.narrowing import present

SLACK_SECONDS = 5
"""To end a child, and to start one, on a busy machine."""

ROUNDS = 10
"""A document, its parts, and theirs, are received and read."""

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture(autouse=True)
def without_recognition(monkeypatch):
    """Pages that are pictures stay unread: recognising them takes a second each."""
    monkeypatch.setattr(recognising, "recognise", lambda *_: iter(()))


@pytest.fixture(autouse=True)
def within_limits(monkeypatch):
    """Fails when a child takes more memory or time than its sandbox allows."""
    call = Sandbox.call

    def measured(sandbox, *arguments):
        started = time.monotonic()
        try:
            return call(sandbox, *arguments)
        finally:
            assert time.monotonic() - started < sandbox._wall_seconds + SLACK_SECONDS
            if sandbox._child is not None:
                assert peak_bytes(sandbox._child.pid) <= int(sandbox._limits[0])

    monkeypatch.setattr(Sandbox, "call", measured)


def peak_bytes(pid):
    """The most memory that a process has had (man proc_pid_status, VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


def upload(content, name):
    """Lets everything happen that follows, except recognition. Returns the document."""
    checksum = b64encode(sha256(content).digest()).decode()
    document = make_document(file_name=name, title=title_from(name), size=len(content), checksum_sha256=checksum)
    objects.write(objects.inbox_key(LIBRARY, document.document_id), content, "application/octet-stream")
    for _ in range(ROUNDS):
        keys, queued = in_inbox(), [one for one in sent_commands() if one.action == commands.registry.READ]
        for key in keys:
            storage.receive(event_of(key), Context())
        for command in queued:
            assert handler.work(sqs_event(commands.encode(command)), Context()) == {"batchItemFailures": []}
        if not keys and not queued:
            break
    return tables.documents.find(LIBRARY, document.document_id)


def in_inbox():
    """Uploads that have not been received yet. A refused one is never removed from there."""
    s3 = boto3.client("s3", region_name="eu-central-1")
    found = s3.list_objects_v2(Bucket="docloft-test-files", Prefix="inbox/").get("Contents", [])
    waiting = {one.document_id for one in tables.documents.list_all(LIBRARY) if one.state == "awaiting_upload"}
    return [entry["Key"] for entry in found if entry["Key"].rsplit("/", 1)[1] in waiting]


def text_of(document: Document) -> str:
    if not document.has_text:
        return ""
    return "\n".join(present(texts.load(LIBRARY, document.document_id)).pages)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_file_ends_as_promised_and_affects_no_other(case):
    content = case.content()

    document = upload(content, case.name)

    parts = [one for one in tables.documents.list_all(LIBRARY) if one.document_id != document.document_id]
    made = [one for one in parts if one.state == "ready"]
    assert (document.state, document.reason_code, document.partial, len(made)) == (
        case.state,
        case.reason,
        list(case.partial),
        case.parts,
    )
    assert {one.state for one in parts} <= {"ready", "failed", "rejected"}
    text = text_of(document)
    assert (WORD in text) or not case.finds
    assert "root:x:0:0" not in text
    if document.state != "rejected":
        key = objects.original_key(LIBRARY, document.document_id)
        assert present(objects.head(key)).size == len(content)

    if case.state != "ready" or case.partial:
        # The file may have reached the limits, or killed the child: the next file is not affected.
        ordinary = upload(f"An ordinary {case.name}.".encode(), "Ordinary.txt")
        assert (ordinary.state, ordinary.partial, text_of(ordinary)) == ("ready", [], f"An ordinary {case.name}.")


def test_generators_make_the_same_small_files_each_time():
    small = [case for case in CASES if not case.name.startswith(("bomb", "expanding", "tiny"))]

    assert [case.name for case in small if case.content() != case.content()] == []
    assert len({case.name for case in CASES}) == len(CASES)
