"""A library of 10,000 documents is exported as archives that contain each document once."""

import copy
import hashlib
import json
from base64 import b64encode
from io import BytesIO
from zipfile import ZipFile

import pytest

from docloft import exports, objects, tables
from docloft.ids import new_id
from docloft.lifecycle.states import State
from docloft_worker.exporting import archives, description
from services.worker.tests.documents import make_job
from tests.fixtures import LIBRARY, make_document

COUNT = 10_000
BODY = b"a page"


@pytest.fixture
def library(cloud, monkeypatch):
    """Only one document is in the table, because creating the others would take minutes; listing returns copies of
    it, and none has a history.
    """
    checksum = b64encode(hashlib.sha256(BODY).digest()).decode()
    first = make_document(State.READY, checksum_sha256=checksum)
    found = {}
    for number in range(COUNT):
        document = copy.copy(first)
        document.attribute_values = {**first.attribute_values}
        document.document_id = new_id()
        document.title = f"Invoice {number % 4000}"
        found[document.document_id] = document
    monkeypatch.setattr(tables.documents, "list_all", lambda _library_id: iter(found.values()))
    monkeypatch.setattr(tables.documents, "find_many", lambda _library_id, ids: [found[one] for one in ids])
    monkeypatch.setattr(tables.history, "list_events", lambda *_, **__: [])
    monkeypatch.setattr(archives, "chunks", lambda _key: iter([BODY]))
    return found


def test_ten_thousand_documents_are_exported_once_each(library):
    job = make_job("export")

    count = archives.plan(LIBRARY, job.job_id)
    for number in range(1, count + 1):
        archives.write(LIBRARY, job.job_id, number, float("inf"))

    seen, paths = [], set()
    for number in range(1, count + 1):
        with ZipFile(BytesIO(objects.read(exports.archive_key(LIBRARY, job.job_id, number))[0])) as archive:
            described = json.loads(archive.read(description.FILE_NAME))["documents"]
            names = set(archive.namelist())
        assert len(described) <= archives.MAX_DOCUMENTS
        assert [one["path"] for one in described if one["path"] not in names] == []
        assert [one for one in described if "problem" in one] == []
        seen += [one["id"] for one in described]
        paths |= {one["path"].casefold() for one in described}
    assert sorted(seen) == sorted(library)
    assert len(paths) == COUNT
    job = tables.jobs.find(LIBRARY, job.job_id)
    assert (job.state, int(job.done), int(job.total)) == ("done", COUNT, COUNT)
