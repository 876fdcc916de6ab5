"""What docloft-import reads of an archive, and how it files it."""

import json
import zipfile
from types import SimpleNamespace

import pytest

from docloft_import import filing
from docloft_import.__main__ import main, read
from docloft_import.archives import Label, Paper, Source
from docloft_import.filing import Labels, describe, import_paper
from docloft_upload import Journal, Response, Sent, UploadError

MANIFEST = [
    {"model": "documents.correspondent", "pk": 3, "fields": {"name": "Stadtwerke"}},
    {"model": "documents.documenttype", "pk": 4, "fields": {"name": "Invoice"}},
    {"model": "documents.tag", "pk": 1, "fields": {"name": "Home", "color": "#A6CEE3"}},
    {"model": "documents.tag", "pk": 2, "fields": {"name": "Power", "color": "bad", "tn_parent": 1}},
    {"model": "documents.customfield", "pk": 9, "fields": {"name": "Total", "data_type": "monetary"}},
    {"model": "documents.customfield", "pk": 8, "fields": {"name": "Meter", "data_type": "string"}},
    {
        "model": "documents.customfieldinstance",
        "pk": 1,
        "fields": {"document": 7, "field": 9, "value_text": None, "value_monetary": "EUR-12.5"},
    },
    {"model": "documents.customfieldinstance", "pk": 2, "fields": {"document": 7, "field": 8, "value_text": "0815"}},
    {"model": "documents.note", "pk": 1, "fields": {"document": 7, "note": "Paid."}},
    {
        "model": "documents.document",
        "pk": 7,
        "fields": {
            "title": "Power bill",
            "created": "2024-05-01",
            "correspondent": 3,
            "document_type": 4,
            "tags": [1, 2, 99],
            "original_filename": "scan7.pdf",
            "archive_serial_number": 12,
        },
        "__exported_file_name__": "2024 Power bill.pdf",
    },
]
HOME = Label("tag", "Home", "#a6cee3")
PAPER = Paper(
    inside="2024 Power bill.pdf",
    file_name="scan7.pdf",
    title="Power bill",
    document_date="2024-05-01",
    amount=-1250,
    currency="EUR",
    sender=Label("sender", "Stadtwerke"),
    kind=Label("kind", "Invoice"),
    tags=(HOME, Label("tag", "Power", None, HOME)),
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "2024 Power bill.pdf").write_bytes(b"%PDF-")
    return tmp_path


def test_folder_of_paperless_is_read_with_all_that_has_a_place(folder):
    archive = read(Source(folder), amount_field="Total")

    assert archive.papers == [PAPER]
    assert +archive.left_out == {
        "values of the custom field Meter": 1,
        "notes": 1,
        "archive serial numbers": 1,
    }


def test_split_manifests_are_read_like_one(folder):
    (folder / "manifest.json").write_text(json.dumps(MANIFEST[:6]))
    (folder / "json").mkdir()
    (folder / "json/2024 Power bill-manifest.json").write_text(json.dumps(MANIFEST[6:]))

    assert read(Source(folder), amount_field="Total").papers == [PAPER]


def test_zip_is_read_like_a_folder(folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("zip") / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)

    source = Source(path)

    assert read(source, amount_field="Total").papers == [PAPER]
    with source.file(PAPER.inside) as file:
        assert file.read_bytes() == b"%PDF-"


def test_damaged_file_in_a_zip_is_one_error_of_that_file(tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.pdf", b"words" * 100)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"words", b"w0rds", 1))

    with pytest.raises(UploadError, match=r"a\.pdf is damaged in the archive"), Source(path).file("a.pdf"):
        pass


@pytest.mark.parametrize("inside", ["../secret.txt", "/etc/passwd", "a/../../b"])
def test_file_outside_of_the_archive_is_never_read(folder, inside):
    with pytest.raises(UploadError, match="outside of itself"), Source(folder).file(inside):
        pass


def test_amount_without_a_currency_is_left_out_unless_one_is_given(folder):
    manifest = json.loads(json.dumps(MANIFEST).replace("EUR-12.5", "99.90"))
    (folder / "manifest.json").write_text(json.dumps(manifest))

    without, with_one = (read(Source(folder), amount_field="Total", currency=currency) for currency in (None, "CHF"))

    assert without.left_out["amounts without a currency (see --currency)"] == 1
    assert (without.papers[0].amount, without.papers[0].currency) == (None, None)
    assert (with_one.papers[0].amount, with_one.papers[0].currency) == (9990, "CHF")


def test_time_in_another_zone_becomes_the_local_day(folder, monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    manifest = json.dumps(MANIFEST).replace('"2024-05-01"', '"2024-04-30T22:00:00Z"')
    (folder / "manifest.json").write_text(manifest)
    try:
        assert read(Source(folder)).papers[0].document_date == "2024-05-01"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_own_export_is_read_with_merged_and_nested_names(tmp_path):
    description = {
        "format": "docloft-export",
        "version": 1,
        "names": [
            {"id": "a", "what": "tag", "name": "Old", "merged_into": "b"},
            {"id": "b", "what": "tag", "name": "Tax", "colour": "#00ff00", "parent_id": "c"},
            {"id": "c", "what": "tag", "name": "Money"},
        ],
        "documents": [
            {"path": "x/Bill.pdf", "file_name": "Bill.pdf", "title": "Bill", "tags": ["a"], "trashed_at": "2025-01-01"},
            {"path": "x/gone.pdf", "problem": "missing"},
        ],
    }
    (tmp_path / "docloft-export.json").write_text(json.dumps(description))

    archive = read(Source(tmp_path))

    tag = Label("tag", "Tax", "#00ff00", Label("tag", "Money"))
    assert archive.papers == [Paper("x/Bill.pdf", "Bill.pdf", title="Bill", tags=(tag,), in_trash=True)]
    assert archive.left_out["documents whose original was missing when they were exported"] == 1


def test_names_in_a_circle_end(tmp_path):
    description = {
        "format": "docloft-export",
        "version": 1,
        "names": [{"id": "a", "what": "tag", "name": "A", "merged_into": "a"}],
        "documents": [{"path": "x.pdf", "tags": ["a"]}],
    }
    (tmp_path / "docloft-export.json").write_text(json.dumps(description))

    assert read(Source(tmp_path)).papers[0].tags == ()


def test_folder_of_something_else_is_refused(tmp_path, capsys):
    assert main(["https://papers.example.org", str(tmp_path)]) == 1
    assert "neither the manifest.json of paperless-ngx nor" in capsys.readouterr().err


def test_dry_run_prints_the_plan_and_sends_nothing(folder, capsys):
    assert main(["https://papers.example.org", str(folder), "--dry-run", "--amount-field", "Total"]) == 0

    printed = capsys.readouterr().out
    assert "1 documents, 1 senders, 1 kinds, 2 tags" in printed
    assert "Power bill | 2024-05-01 | Stadtwerke | Invoice | Home, Power" in printed
    assert "not imported: 1 notes" in printed


class Library:
    """The API of one library, as far as the import uses it."""

    def __init__(self, **document):
        self.document = {"id": "d", "version": 1, "title": "scan7", "tags": [], **document}
        self.names = []
        self.trashed = False
        self.conflicts = 0

    def get(self, _path):
        return self.document

    def request(self, method, path, body=None, headers=None):
        if path == "/v1/names":
            self.names.append(body)
            return Response(201, {"id": f"{body['what']}-{body['name']}"})
        if path.endswith("/trash"):
            self.trashed = True
            return Response(200, {})
        assert headers["If-Match"] == f'"{self.document["version"]}"'
        self.document["version"] += 1
        if self.conflicts:
            self.conflicts -= 1
            return Response(412, {})
        self.document.update(body)
        return Response(200, self.document)


def test_new_document_gets_everything_and_parents_are_created_first():
    library = Library()

    describe(library, Labels(library), "d", PAPER, is_new=True)

    assert library.document["title"] == "Power bill"
    assert library.document["tags"] == ["tag-Home", "tag-Power"]
    assert [name["name"] for name in library.names] == ["Stadtwerke", "Invoice", "Home", "Power"]
    assert library.names[-1]["parent_id"] == "tag-Home"


def test_document_that_was_there_keeps_what_people_gave_it():
    library = Library(title="My bill", sender="mine")

    describe(library, Labels(library), "d", PAPER, is_new=False)

    assert (library.document["title"], library.document["sender"]) == ("My bill", "mine")
    assert library.document["kind"] == "kind-Invoice"


def test_change_that_reading_overtook_is_made_again(monkeypatch):
    monkeypatch.setattr(filing, "time", SimpleNamespace(monotonic=lambda: 0, sleep=lambda _seconds: None))
    library = Library()
    library.conflicts = 2

    describe(library, Labels(library), "d", PAPER, is_new=True)

    assert library.document["title"] == "Power bill"


def test_import_that_was_interrupted_twice_continues_and_describes_the_document_as_new(folder, tmp_path, monkeypatch):
    library, source, sent = Library(), Source(folder), []
    journal = Journal(tmp_path / "journal")

    def send(*_, announced, **__):
        announced(Sent("d", is_new=not sent))
        sent.append(1)
        if len(sent) == 1:
            raise KeyboardInterrupt
        return Sent("d", is_new=False)

    monkeypatch.setattr(filing, "send", send)

    def stop(*_, **__):
        raise KeyboardInterrupt

    # While the bytes are sent, and before it is described
    with pytest.raises(KeyboardInterrupt):
        import_paper(library, Labels(library), source, PAPER, journal)
    with monkeypatch.context() as patch:
        patch.setattr(filing, "describe", stop)
        with pytest.raises(KeyboardInterrupt):
            import_paper(library, Labels(library), source, PAPER, Journal(tmp_path / "journal"))

    outcomes = [import_paper(library, Labels(library), source, PAPER, Journal(tmp_path / "journal")) for _ in range(2)]

    assert outcomes == ["sent", "known"]
    assert len(sent) == 2
    assert library.document["title"] == "Power bill"


def test_trashed_document_is_imported_into_the_trash():
    library = Library()

    describe(library, Labels(library), "d", Paper("a.pdf", "a.pdf", in_trash=True), is_new=True)

    assert library.trashed
