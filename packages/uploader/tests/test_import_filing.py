"""What was read from an archive is filed: documents get what they lack, and notes are written once."""

from types import SimpleNamespace
from typing import Any

import pytest

from docloft_import import file_versions, filing
from docloft_import.filing import Fields, Labels, describe, import_paper, link_paper, name_of
from docloft_import.imported_archives import Field, Paper, Source
from docloft_upload import Client, Journal, Response, Sent
from packages.uploader.tests.archives import PAPER


class Library(Client):
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
    library, source = Library(), Source(folder)
    sent: list[Any] = []
    journal = Journal(tmp_path / "journal")

    def send(*_, announced, **__):
        announced(Sent("d", is_new=not sent))
        sent.append(1)
        if len(sent) == 1:
            raise KeyboardInterrupt
        return Sent("d", is_new=False)

    monkeypatch.setattr(file_versions, "send", send)

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
