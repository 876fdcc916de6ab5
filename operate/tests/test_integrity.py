from base64 import b64encode
from hashlib import sha256

import boto3
import pytest

from docloft import objects, tables
from docloft.ids import new_id
from docloft.lifecycle import changes, files
from docloft.lifecycle.states import State
from docloft.tables.records import Profile
from operate import doctor, integrity
from operate.findings import Level
from tests.fixtures import LIBRARY, make_document

CONTENT = b"as it was archived"


@pytest.fixture(autouse=True)
def _library(stage):
    Profile(LIBRARY, Profile.KEY, created_at="2026-01-01T00:00:00.000Z", name="Home").save()


def archived(content=CONTENT, state=State.READY):
    """A document that was archived with CONTENT, and has this content now."""
    document = make_document(state, checksum_sha256=b64encode(sha256(CONTENT).digest()).decode())
    if content is not None:
        objects.write(objects.original_key(LIBRARY, document.document_id), content, "text/plain")
    return document.document_id


def versions():
    found = boto3.client("s3", region_name="eu-central-1").list_object_versions(Bucket="docloft-test-files")
    return [(one["Key"], one["VersionId"]) for one in found.get("Versions", [])]


def found(stage):
    return [(one.level, one.what) for one in integrity.originals(stage)]


def test_whole_archive_has_no_faults(stage):
    for state in (State.READY, State.FAILED, State.RECEIVED):
        archived(state=state)
    make_document(State.AWAITING_UPLOAD)
    make_document(State.REJECTED)

    assert found(stage) == [(Level.OK, "3 documents have the originals that were archived")]


def test_changed_missing_and_unknown_originals_are_listed_and_nothing_is_changed(stage):
    archived()
    changed, missing, unknown = archived(b"as it was Archived"), archived(None), "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"
    objects.write(objects.original_key(LIBRARY, unknown), CONTENT, "text/plain")
    before = versions(), [one.to_dynamodb_dict() for one in tables.documents.list_all(LIBRARY)]

    assert set(found(stage)) == {
        (Level.PROBLEM, f"document {document_id} of library {LIBRARY}: {what}")
        for document_id, what in (
            (changed, integrity.CHANGED),
            (missing, integrity.MISSING),
            (unknown, integrity.UNKNOWN),
        )
    }
    assert (versions(), [one.to_dynamodb_dict() for one in tables.documents.list_all(LIBRARY)]) == before


def test_every_file_that_a_document_has_had_is_verified(stage):
    whole, changed, missing = (with_an_earlier_file(content) for content in (CONTENT, b"changed", None))

    assert set(found(stage)) == {
        (Level.PROBLEM, f"document {changed} of library {LIBRARY}: {integrity.CHANGED}"),
        (Level.PROBLEM, f"document {missing} of library {LIBRARY}: {integrity.MISSING}"),
    }
    assert whole


def with_an_earlier_file(earlier):
    """A document whose first file was replaced, and now has this content in the bucket."""
    document_id, upload = archived(earlier), new_id()
    document = tables.documents.find(LIBRARY, document_id)
    other = make_document(replaces=document_id, document_id=upload, checksum_sha256=checksum_of(b"second"))
    objects.write(objects.original_key(LIBRARY, other.content_id), b"second", "text/plain")
    changes.amend(LIBRARY, document_id, lambda now: files.replaced(now, other, {}, actor="receive"), actor="receive")
    tables.library.remove(LIBRARY, f"checksum#{other.checksum_sha256}")
    return document.document_id


def checksum_of(content):
    return b64encode(sha256(content).digest()).decode()


def test_document_that_is_deleted_while_it_is_checked_is_not_a_fault(stage, monkeypatch):
    document_id = archived(None)
    list_all = tables.documents.list_all

    def deleted_meanwhile(library_id):
        found = list(list_all(library_id))
        tables.documents.find(library_id, document_id).delete()
        return found

    monkeypatch.setattr(tables.documents, "list_all", deleted_meanwhile)

    assert [level for level, _ in found(stage)] == [Level.OK]


def test_more_documents_than_a_portion_are_all_checked(stage, monkeypatch):
    monkeypatch.setattr(integrity, "_MOST_PENDING", 2)
    for _ in range(5):
        archived()

    assert found(stage) == [(Level.OK, "5 documents have the originals that were archived")]


def test_originals_are_checked_on_request_only(stage, monkeypatch, capsys):
    monkeypatch.setattr(doctor, "CHECKS", {})

    assert doctor.examine(stage) == 0
    assert "originals" not in capsys.readouterr().out
    assert doctor.examine(stage, ("originals",)) == 0
    assert "ok       originals: 0 documents" in capsys.readouterr().out
