"""A document of Docloft's own export gets all versions of its file, in their order."""

import base64
import hashlib
import json
from collections import Counter

import pytest

import docloft_upload
from docloft_import.__main__ import read
from docloft_import.file_versions import earlier_files
from docloft_import.filing import Labels, import_paper
from docloft_import.imported_archives import EarlierFile, Paper, Source
from docloft_upload import Journal, Response, UploadError
from tests.narrowing import present

FIRST, SECOND, THIRD = b"the first words", b"the second words", b"the third words"
DESCRIPTION = {
    "format": "docloft-export",
    "version": 1,
    "names": [],
    "documents": [{"id": "old", "path": "Lease.txt", "file_name": "Signed.txt", "title": "Lease", "file_number": 2}],
    "versions": [
        {"document_id": "old", "number": 3, "path": "Earlier versions/Lease - 3.txt", "file_name": "Third.txt"},
        {"document_id": "old", "number": 1, "path": "Earlier versions/Lease - 1.txt", "file_name": "First.txt"},
        {"document_id": "old", "number": 4, "path": "gone.txt", "file_name": "Gone.txt", "problem": "missing"},
    ],
}


def digest(content):
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


class Library:
    """The API and the bucket of a library that has versions of files."""

    def __init__(self):
        self.documents = {}
        """By id: names and bytes of its files, and the number of the one that is read."""
        self.awaited = {}
        self.announced = {}
        self.refused = set()
        self.edits = []
        self.stops_before = None
        self.may_read = True

    def request(self, method, path, body=None, headers=None):
        parts = path.removeprefix("/v1/documents").strip("/").split("/")
        if method == "POST" and parts == [""]:
            return self._announce(body, headers["Idempotency-Key"])
        if method == "POST" and parts[1:] == ["files"]:
            return self._announce_version(parts[0], body, headers["Idempotency-Key"])
        if method == "POST" and parts[-1] == "restore":
            self.documents[parts[0]]["current"] = int(parts[2])
            return Response(200, {})
        if method == "DELETE":
            del self.awaited[parts[0]]
            return Response(204, None)
        if method == "PATCH":
            self.edits.append(body)
            return Response(200, {})
        return self._show(*parts)

    def get(self, path):
        return docloft_upload.require(self.request("GET", path))

    def _show(self, document_id, what=""):
        if document_id in self.refused:
            return Response(200, {"state": "rejected", "reason": "This file was refused."})
        if document_id not in self.documents:
            return Response(404, {"title": "There is no such document in this library."})
        found = self.documents[document_id]
        if what == "files":
            listed = [
                {"number": number, "checksum_sha256": digest(content), "is_current": number == found["current"]}
                for number, (_, content) in enumerate(found["files"], 1)
            ]
            return Response(200, {"files": listed})
        return Response(200, {"id": document_id, "version": 1, "state": "working", "title": "", "tags": []})

    def holder(self, checksum):
        for document_id, found in self.documents.items():
            if any(digest(content) == checksum for _, content in found["files"]):
                return document_id
        return None

    def _announce(self, body, key):
        if holder := self.holder(body["checksum_sha256"]):
            return Response(200, {"document": {"id": holder}, "upload": None})
        document_id = self.announced.setdefault(key, f"d{len(self.announced)}")
        self.awaited[document_id] = (None, body["file_name"])
        return Response(201, {"document": {"id": document_id}, "upload": self._form(document_id)})

    def _announce_version(self, document_id, body, key):
        if self.holder(body["checksum_sha256"]):
            code = "same_file" if self.holder(body["checksum_sha256"]) == document_id else "file_elsewhere"
            return Response(409, {"reason_code": code, "detail": "This file is there."})
        upload_id = self.announced.setdefault(key, f"u{len(self.announced)}")
        self.awaited[upload_id] = (document_id, body["file_name"])
        return Response(201, {"upload_id": upload_id, "upload": self._form(upload_id)})

    def _form(self, key):
        return {"url": "http://bucket", "fields": {"key": key}}

    def open_url(self, _url, data, _method, _headers):
        body = b"".join(data())
        key = body.partition(b'name="key"\r\n\r\n')[2].partition(b"\r\n")[0].decode()
        content = body.rpartition(b'filename="file"\r\n\r\n')[2].rpartition(b"\r\n--")[0]
        if content == self.stops_before:
            raise UploadError("The connection broke.")
        document_id, name = self.awaited.pop(key)
        if content.startswith(b"refuse"):
            self.refused.add(key)
        elif document_id is None:
            self.documents[key] = {"files": [(name, content)], "current": 1}
        else:
            found = self.documents[document_id]
            found["files"].append((name, content))
            found["current"] = len(found["files"])
        return Response(204, None)


@pytest.fixture
def library(monkeypatch):
    library = Library()
    monkeypatch.setattr(docloft_upload, "open_url", library.open_url)
    return library


@pytest.fixture
def exported(tmp_path):
    folder = tmp_path / "export"
    (folder / "Earlier versions").mkdir(parents=True)
    (folder / "docloft-export.json").write_text(json.dumps(DESCRIPTION))
    (folder / "Lease.txt").write_bytes(SECOND)
    (folder / "Earlier versions/Lease - 1.txt").write_bytes(FIRST)
    (folder / "Earlier versions/Lease - 3.txt").write_bytes(THIRD)
    return Source(folder)


@pytest.fixture
def run(library, exported, tmp_path):
    """Imports the document, and returns what happened and what was left out."""

    def run():
        archive = read(exported)
        earlier = earlier_files([(exported, archive)])
        [paper] = archive.papers
        left_out: list[str] = []
        outcome = import_paper(
            library,
            Labels(library),
            exported,
            paper,
            Journal(tmp_path / "journal"),
            earlier=earlier[present(paper.origin_id)],
            left_out=left_out,
        )
        return outcome, Counter(left_out)

    return run


def test_all_files_are_there_in_their_order_and_the_same_one_is_read(run, library):
    assert run() == ("sent", Counter())

    assert list(library.documents.values()) == [
        {"files": [("First.txt", FIRST), ("Signed.txt", SECOND), ("Third.txt", THIRD)], "current": 2}
    ]
    assert library.edits == [{"title": "Lease", "inbox": False}]
    assert library.awaited == {}


def test_second_import_sends_nothing(run, library):
    run()

    assert run() == ("known", Counter())
    assert len(library.documents) == 1


@pytest.mark.parametrize("missing", [FIRST, SECOND, THIRD])
def test_import_that_was_interrupted_continues_with_what_is_missing(run, library, missing):
    library.stops_before = missing
    with pytest.raises(UploadError, match="broke"):
        run()

    library.stops_before = None

    assert run() == ("sent", Counter())
    [document] = library.documents.values()
    assert [content for _, content in document["files"]] == [FIRST, SECOND, THIRD]
    assert document["current"] == 2


@pytest.mark.parametrize("known", [FIRST, SECOND])
def test_document_that_was_there_keeps_its_file(run, library, known):
    library.documents["mine"] = {"files": [("Mine.txt", known)], "current": 1}

    outcome, left_out = run()

    assert library.documents["mine"] == {"files": [("Mine.txt", known)], "current": 1}
    assert left_out == {"earlier versions of documents that were already in the library": 2}
    others = [one for name, one in library.documents.items() if name != "mine"]
    assert outcome == ("completed" if known == SECOND else "sent")
    assert others == ([] if known == SECOND else [{"files": [("Signed.txt", SECOND)], "current": 1}])


def test_version_that_is_refused_or_missing_leaves_the_others(run, library, exported):
    (exported.path / "Earlier versions/Lease - 3.txt").write_bytes(b"refuse this")
    (exported.path / "Earlier versions/Lease - 1.txt").unlink()

    assert run() == ("sent", Counter({"earlier versions of files that were refused or missing": 2}))
    [document] = library.documents.values()
    assert (document["files"], document["current"]) == ([("Signed.txt", SECOND)], 1)


def test_versions_belong_to_their_documents_in_whichever_archive_they_are(exported):
    archive = read(exported)

    assert +archive.left_out == {"earlier versions whose file was missing when they were exported": 1}
    assert archive.papers == [Paper("Lease.txt", "Signed.txt", title="Lease", origin_id="old", file_number=2)]
    assert earlier_files([(exported, archive)])["old"] == [
        (exported, EarlierFile("old", 1, "Earlier versions/Lease - 1.txt", "First.txt")),
        (exported, EarlierFile("old", 3, "Earlier versions/Lease - 3.txt", "Third.txt")),
    ]
