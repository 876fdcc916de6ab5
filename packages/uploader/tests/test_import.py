"""What docloft-import reads of an archive, and how it files it."""

import json
import zipfile
from types import SimpleNamespace

import pytest

from docloft_import import filing
from docloft_import.__main__ import main, read
from docloft_import.custom_field_values import fitting
from docloft_import.filing import Fields, Labels, describe, import_paper, link_paper, name_of
from docloft_import.imported_archives import Field, Label, Paper, Remark, Source
from docloft_import.remarks import LONGEST, remarks_of
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
    {
        "model": "documents.note",
        "pk": 1,
        "fields": {"document": 7, "note": "Paid.", "created": "2024-05-02T10:00:00Z", "user": 2},
    },
    {"model": "auth.user", "pk": 2, "fields": {"username": "anna"}},
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
    notes=(Remark("01HWWBY780HYPK9EXGR7PGJQXZ", "Paid.", "2024-05-02T10:00:00+00:00", "anna"),),
    fields=((Field("Meter", "text"), "0815"),),
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
        "archive serial numbers": 1,
    }


def test_split_manifests_are_read_like_one(folder):
    (folder / "manifest.json").write_text(json.dumps(MANIFEST[:5]))
    (folder / "json").mkdir()
    (folder / "json/2024 Power bill-manifest.json").write_text(json.dumps(MANIFEST[5:]))

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
        "versions": [{"path": "Earlier versions/x/Bill - 1.pdf", "document_id": "d", "number": 1}],
    }
    (tmp_path / "docloft-export.json").write_text(json.dumps(description))

    archive = read(Source(tmp_path))

    tag = Label("tag", "Tax", "#00ff00", Label("tag", "Money"))
    assert archive.papers == [Paper("x/Bill.pdf", "Bill.pdf", title="Bill", tags=(tag,), in_trash=True)]
    assert archive.left_out["documents whose original was missing when they were exported"] == 1
    assert archive.left_out["earlier versions of files, which are in the archive"] == 1


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
    assert "not imported: 1 archive serial numbers" in printed


class Library:
    """The API of one library, as far as the import uses it."""

    def __init__(self, **document):
        self.document = {"id": "d", "version": 1, "title": "scan7", "tags": [], "custom_fields": {}, **document}
        self.names = []
        self.made = {}
        self.notes = {}
        self.trashed = False
        self.conflicts = 0

    def get(self, path):
        return {"notes": [{"id": one} for one in self.notes]} if path.endswith("/notes") else self.document

    def request(self, method, path, body=None, headers=None):
        if path == "/v1/names":
            return self.create(body)
        if path.startswith("/v1/names/"):
            [name] = [one for one in self.made.values() if one["id"] == path.rpartition("/")[2]]
            name["options"] = [{"id": f"option-{one['name']}", **one} for one in body["options"]]
            return Response(200, name)
        if "/notes/" in path:
            self.notes[path.rpartition("/")[2]] = body
            return Response(201, {})
        if path.endswith("/trash"):
            self.trashed = True
            return Response(200, {})
        assert headers["If-Match"] == f'"{self.document["version"]}"'
        self.document["version"] += 1
        if self.conflicts:
            self.conflicts -= 1
            return Response(412, {})
        self.document.update(
            {**body, "custom_fields": {**self.document["custom_fields"], **body.get("custom_fields", {})}}
        )
        return Response(200, self.document)

    def create(self, body):
        self.names.append(body)
        known = self.made.get(body["name"])
        if known and known["type"] != body.get("type"):
            return Response(409, {"reason_code": "field_of_another_type"})
        options = [{"id": f"option-{one['name']}", **one} for one in body.get("options", [])]
        made = {"id": f"{body['what']}-{body['name']}", "type": body.get("type"), "version": 1, "options": options}
        return Response(201, self.made.setdefault(body["name"], made))


def test_new_document_gets_everything_and_parents_are_created_first():
    library = Library()

    describe(library, Labels(library), "d", PAPER, is_new=True)

    assert library.document["title"] == "Power bill"
    assert library.document["tags"] == ["tag-Home", "tag-Power"]
    assert [name["name"] for name in library.names] == ["Stadtwerke", "Invoice", "Home", "Power", "Meter"]
    assert library.names[3]["parent_id"] == "tag-Home"
    assert library.document["custom_fields"] == {"field-Meter": "0815"}


def test_notes_are_written_once_and_not_over_what_people_edited_since():
    library = Library()
    describe(library, Labels(library), "d", PAPER, is_new=True)
    (note_id,) = library.notes
    assert library.notes[note_id] == {"text": "Paid.", "origin_at": "2024-05-02T10:00:00+00:00", "origin_by": "anna"}

    library.notes[note_id] = {"text": "Paid twice."}
    describe(library, Labels(library), "d", PAPER, is_new=False)

    assert library.notes == {note_id: {"text": "Paid twice."}}


def test_long_note_becomes_several_that_are_cut_between_words():
    text = "word " * 2000

    found = remarks_of(text, None, None, "1")

    assert [len(one.text) <= LONGEST for one in found] == [True] * 3
    assert " ".join(one.text for one in found) == text.strip()
    assert len({one.note_id for one in found}) == 3
    assert [one.text for one in remarks_of("x" * (LONGEST + 1), None, None, "1")] == ["x" * LONGEST, "x"]


@pytest.mark.parametrize("written", [None, "yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_note_without_a_moment_that_a_clock_showed_has_none(written):
    (note,) = remarks_of("Paid.", written, "anna", "1")

    assert (note.at, note.note_id[:10]) == (None, "0" * 10)


def test_notes_of_an_own_export_keep_their_ids_and_who_wrote_them(tmp_path):
    note = {"id": "01K", "text": "Paid.", "created_at": "2026-01-01T00:00:00.000Z", "author_name": "a@b.c"}
    older = {**note, "id": "01J", "origin_at": "2024-01-01T00:00:00.000Z", "origin_by": "anna"}
    description = {
        "format": "docloft-export",
        "version": 1,
        "names": [],
        "documents": [{"path": "x.pdf", "notes": [note, older]}],
    }
    (tmp_path / "docloft-export.json").write_text(json.dumps(description))

    assert read(Source(tmp_path)).papers[0].notes == (
        Remark("01K", "Paid.", "2026-01-01T00:00:00.000Z", "a@b.c"),
        Remark("01J", "Paid.", "2024-01-01T00:00:00.000Z", "anna"),
    )


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


def custom(pk, name, kind, value, column, **extra):
    """A custom field of paperless-ngx, and its value for document 7."""
    definition = {"name": name, "data_type": kind, "extra_data": extra or None}
    return [
        {"model": "documents.customfield", "pk": pk, "fields": definition},
        {
            "model": "documents.customfieldinstance",
            "pk": pk,
            "fields": {"document": 7, "field": pk, "value_text": None, f"value_{column}": value},
        },
    ]


def other(pk, inside):
    return {
        "model": "documents.document",
        "pk": pk,
        "fields": {"title": inside, "tags": [], "original_filename": inside},
        "__exported_file_name__": inside,
    }


@pytest.mark.parametrize(
    ("kind", "column", "given", "field", "value"),
    [
        ("string", "text", " a \n b ", Field("X", "text"), "a b"),
        ("url", "url", "https://example.org", Field("X", "link"), "https://example.org"),
        ("date", "date", "2024-05-01", Field("X", "date"), "2024-05-01"),
        ("boolean", "bool", False, Field("X", "boolean"), False),
        ("integer", "int", 0, Field("X", "number"), 0),
        ("float", "float", 1.5, Field("X", "number"), 1.5),
        ("monetary", "monetary", "USD12.50", Field("X", "money"), {"amount": 1250, "currency": "USD"}),
        ("longtext", "long_text", "short", Field("X", "text"), "short"),
    ],
)
def test_custom_field_of_every_type_becomes_a_field_of_the_library(tmp_path, kind, column, given, field, value):
    manifest = [*custom(1, "X", kind, given, column), other(7, "a.pdf")]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    archive = read(Source(tmp_path))

    assert archive.papers[0].fields == ((field, value),)
    assert +archive.left_out == {}


@pytest.mark.parametrize(
    ("options", "given"),
    [([{"id": "ab", "label": "Open"}, {"id": "cd", "label": "Paid"}], "cd"), (["Open", "Paid"], 1)],
)
def test_choice_is_imported_by_the_names_of_its_options(tmp_path, options, given):
    manifest = [*custom(1, "Status", "select", given, "select", select_options=options), other(7, "a.pdf")]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    assert read(Source(tmp_path)).papers[0].fields == ((Field("Status", "choice", ("Open", "Paid")), "Paid"),)


def test_money_takes_the_currency_of_its_field_and_is_left_out_without_any(tmp_path):
    manifest = [
        *custom(1, "A", "monetary", "5", "monetary", default_currency="GBP"),
        *custom(2, "B", "monetary", "5", "monetary"),
        *custom(3, "C", "url", "javascript:alert(1)", "url"),
        *custom(4, "D", "float", 1e300, "float"),
        other(7, "a.pdf"),
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    archive = read(Source(tmp_path))

    assert archive.papers[0].fields == ((Field("A", "money"), {"amount": 500, "currency": "GBP"}),)
    assert +archive.left_out == {f"values of the custom field {name}": 1 for name in "BCD"}


def test_text_that_is_too_long_for_a_field_becomes_a_note(tmp_path):
    manifest = [*custom(1, "Summary", "longtext", "word " * 200, "long_text"), other(7, "a.pdf")]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    [paper] = read(Source(tmp_path)).papers

    assert paper.fields == ()
    assert paper.notes[0].text.startswith("Summary: word word")


def test_values_beyond_the_room_of_a_document_are_left_out():
    values = [(Field(str(number), "text"), "x" * 500) for number in range(20)]

    assert fitting(values) == values[:14]


def test_link_of_paperless_is_the_first_document_of_the_field(tmp_path):
    manifest = [*custom(1, "See", "documentlink", [8, 9, 99], "document_ids"), other(7, "a.pdf"), other(8, "b.pdf")]
    (tmp_path / "manifest.json").write_text(json.dumps([*manifest, other(9, "c.pdf")]))

    archive = read(Source(tmp_path))

    assert archive.papers[0].links == ((Field("See", "document"), "b.pdf"),)
    assert archive.left_out["links of the custom field See after the first one"] == 1
    assert archive.left_out["links of the custom field See to documents outside"] == 1


def test_own_export_is_read_with_its_fields(tmp_path):
    name = {"what": "field", "type": "text", "options": None}
    description = {
        "format": "docloft-export",
        "version": 1,
        "names": [
            {**name, "id": "t", "name": "No"},
            {**name, "id": "c", "name": "Status", "type": "choice", "options": [{"id": "o", "name": "Open"}]},
            {**name, "id": "d", "name": "See", "type": "document"},
        ],
        "documents": [
            {"id": "1", "path": "a.pdf", "custom_fields": {"t": "5", "c": "o", "d": "2", "deleted": "x"}},
            {"id": "2", "path": "b.pdf", "custom_fields": {"c": "deleted"}},
        ],
    }
    (tmp_path / "docloft-export.json").write_text(json.dumps(description))

    first, second = read(Source(tmp_path)).papers

    status = Field("Status", "choice", ("Open",))
    assert (first.fields, first.links) == (
        ((Field("No", "text"), "5"), (status, "Open")),
        ((Field("See", "document"), "2"),),
    )
    assert (first.origin_id, second.fields) == ("1", ())


def test_field_that_the_library_has_with_another_type_or_other_options_is_not_replaced():
    library = Library()
    library.made = {
        "Total": {"id": "mine", "type": "text", "version": 1, "options": []},
        "Status": {"id": "st", "type": "choice", "version": 3, "options": [{"id": "o", "name": "open"}]},
    }
    values = ((Field("Total", "number"), 5), (Field("Status", "choice", ("Open", "Paid")), "Paid"))
    paper = Paper("a.pdf", "a.pdf", fields=values)

    describe(library, Labels(library), "d", paper, is_new=True)

    assert library.document["custom_fields"] == {"field-Total (number)": 5, "st": "option-Paid"}
    assert [one["name"] for one in library.made["Status"]["options"]] == ["open", "Paid"]


def test_value_that_a_person_gave_a_field_is_kept():
    library = Library(custom_fields={"field-Meter": "mine"})

    describe(library, Labels(library), "d", PAPER, is_new=False)

    assert library.document["custom_fields"] == {"field-Meter": "mine"}


def test_documents_are_linked_once_both_are_imported(tmp_path):
    library, source, journal = Library(), Source(tmp_path), Journal(tmp_path / "journal")
    see = Field("See", "document")
    paper, target = Paper("a.pdf", "a.pdf", links=((see, "2"),), origin_id="1"), Paper("b.pdf", "b.pdf", origin_id="2")
    places = {"2": name_of(source, target)}
    journal.record(name_of(source, paper), document_id="d", is_new=True, described=True)

    link_paper(library, Fields(library), source, paper, journal, places)
    assert library.document["custom_fields"] == {}
    journal.record(name_of(source, target), document_id="e", is_new=True)
    for _ in range(2):
        link_paper(library, Fields(library), source, paper, journal, places)

    assert (library.document["custom_fields"], library.document["version"]) == ({"field-See": "e"}, 2)
