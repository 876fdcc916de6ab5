"""The settings of an exported library are those of an empty one that it is imported into, and papers that were filed
stay filed.
"""

import json

import pytest

from docloft_import.__main__ import read
from docloft_import.exported_settings import apply
from docloft_import.filing import Labels, describe
from docloft_import.imported_archives import Archive, Paper, Source
from docloft_upload import Client, Response
from packages.uploader.tests.archives import MANIFEST

EXPORTED = Archive(settings={"ocr_languages": ["pol", "xyz"], "inbox": False})


class Library(Client):
    def __init__(self, *, documents=(), status=200):
        self.documents = list(documents)
        self.status = status
        self.settings = {"ocr_languages": [], "available_ocr_languages": ["deu", "pol"], "inbox": True, "version": 4}
        self.document = {"id": "d", "version": 1, "title": "A", "inbox": True, "tags": []}

    def get(self, path):
        return {"/v1/library": self.settings, "/v1/documents/d": self.document}.get(path, {"documents": self.documents})

    def request(self, method, path, body=None, headers=None):
        assert method == "PATCH"
        if self.status == 200:
            (self.settings if path == "/v1/library" else self.document).update(body)
        return Response(self.status, {"detail": "No."})


def test_empty_library_gets_the_settings_that_it_can_have():
    library = Library()

    assert apply(library, [Archive(), EXPORTED]) == {}
    assert (library.settings["ocr_languages"], library.settings["inbox"]) == (["pol"], False)
    assert apply(Library(documents=[{}]), [Archive()]) == {}


def test_library_with_documents_keeps_its_own():
    library = Library(documents=[{"id": "d"}])

    assert apply(library, [EXPORTED]) == {"settings of the library, because this one has documents": 2}
    assert library.settings["inbox"] is True
    library.settings |= {"ocr_languages": ["pol"], "inbox": False}
    assert apply(library, [EXPORTED]) == {}


def test_person_who_may_not_change_the_settings_imports_without_them():
    assert apply(Library(status=403), [EXPORTED]) == {"settings of the library, which only its owner can change": 2}


@pytest.mark.parametrize(
    ("in_inbox", "is_new", "expected"), [(False, True, False), (True, True, True), (False, False, True)]
)
def test_paper_that_was_filed_leaves_the_inbox_if_it_is_new(in_inbox, is_new, expected):
    library = Library()

    describe(library, Labels(library), "d", Paper("a.pdf", "a.pdf", in_inbox=in_inbox), is_new=is_new)

    assert library.document["inbox"] is expected


def test_inbox_and_settings_of_both_kinds_of_archives_are_read(tmp_path):
    documents = [{"path": "a.txt", "inbox": True}, {"path": "b.txt"}]
    own = {"format": "docloft-export", "version": 1, "names": [], "documents": documents, "library": {"inbox": False}}
    (tmp_path / "docloft-export.json").write_text(json.dumps(own))
    archive = read(Source(tmp_path))
    assert ([paper.in_inbox for paper in archive.papers], archive.settings) == ([True, False], {"inbox": False})

    (tmp_path / "docloft-export.json").unlink()
    for is_inbox_tag in (True, False):
        tag = {"model": "documents.tag", "pk": 2, "fields": {"name": "New", "is_inbox_tag": is_inbox_tag}}
        (tmp_path / "manifest.json").write_text(json.dumps([*MANIFEST, tag]))
        assert [paper.in_inbox for paper in read(Source(tmp_path)).papers] == [is_inbox_tag]
