"""A document gets the moment when it was added to its archive, and its history there with the ids of this library."""

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_import.__main__ import read
from docloft_import.exported_history import events_of
from docloft_import.filing import Fields, Labels
from docloft_import.imported_archives import Paper, Source
from docloft_import.origins import LOOKALIKES, NOT_ACCEPTED, NOT_THE_OWNER, Ids, Origins, entry_of, refusal_of
from docloft_upload import Journal, Response

ADDED = "2019-03-01T10:00:00.000Z"
LINE = {
    "id": "01D4VVT6G0T8M3N7K2V4W6X8Y9",
    "event": "edited",
    "actor": "user:ada",
    "actor_name": "ada@example.org",
    "at": ADDED,
    "version": 2,
    "facts": None,
    "changes": {"tags": [[], ["t1", "gone"]], "sender": [None, "s1"], "title": ["a", "b"]},
}
DESCRIPTION = {
    "format": "docloft-export",
    "version": 1,
    "names": [
        {"id": "t1", "what": "tag", "name": "Home"},
        {"id": "s1", "what": "sender", "name": "Power"},
        {"id": "f1", "what": "field", "name": "Status", "type": "choice", "options": [{"id": "o1", "name": "Open"}]},
        {"id": "f2", "what": "field", "name": "About", "type": "document", "options": []},
    ],
    "documents": [
        {
            "id": "old",
            "path": "Lease.txt",
            "created_at": ADDED,
            "refused_suggestions": ["amount:0123456789abcdef"],
            "checksum_sha256": "second",
            "file_at": "2020-01-01T00:00:00.000Z",
            "history": [LINE, {**LINE, "id": "x", "event": "ready", "actor": "work", "changes": None}],
        }
    ],
    "versions": [
        {"document_id": "old", "number": 1, "path": "1.txt", "checksum_sha256": "first", "added_at": ADDED},
    ],
}


class Library:
    """The names and origins of a library, as the API has them. `refuses`: the title of an entry that is invalid."""

    def __init__(self):
        self.origins = []
        self.is_owner = True
        self.refuses = None

    def request(self, method, path, body=None, _headers=None):
        if path == "/v1/names":
            options = [{**one, "id": f"here {one['name']}"} for one in body.get("options", ())]
            return Response(201, {"id": f"here {body['name']}", "options": options})
        assert (method, path) == ("PUT", "/v1/documents/new/origin")
        if not self.is_owner:
            return Response(403, {"detail": "Only owners."})
        if any(one["changes"] and one["changes"][-1]["after"] == self.refuses for one in body["entries"]):
            return Response(400, {"detail": "Invalid."})
        self.origins.append(body)
        return Response(200, {})


@pytest.fixture
def library():
    return Library()


@pytest.fixture
def exported(tmp_path):
    (tmp_path / "docloft-export.json").write_text(json.dumps(DESCRIPTION))
    return Source(tmp_path)


@pytest.fixture
def ids(library, exported):
    archive = read(exported)
    return Ids(Labels(library), Fields(library), archive.labels, archive.fields, {"old": "new"})


@pytest.fixture
def journal(tmp_path, exported):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.record(f"{exported.path.resolve()}!Lease.txt", document_id="new", is_new=True, described=True)
    return journal


@pytest.fixture
def restore(library, exported, journal, ids):
    def restore():
        origins = Origins(library, journal)
        [paper] = read(exported).papers
        origins.restore(exported, paper, ids)
        return +origins.left_out

    return restore


def test_moments_and_history_are_sent_once(restore, library):
    assert restore() == restore() == {}

    [sent] = library.origins
    assert (sent["added_at"], len(sent["entries"])) == (ADDED, 2)
    assert sent["refused_suggestions"] == ["amount:0123456789abcdef"]
    assert sent["files"] == [{"checksum_sha256": "second", "added_at": "2020-01-01T00:00:00.000Z"}]


def test_what_several_threads_leave_out_is_counted(library, exported, journal, ids, monkeypatch):
    library.is_owner = False
    origins = Origins(library, journal)
    [paper] = read(exported).papers

    def wait(*_):
        time.sleep(0.01)
        return 0

    # Another thread may run between reading a count and writing it.
    monkeypatch.setattr(Counter, "__missing__", wait)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: origins.restore(exported, paper, ids), range(4)))

    assert origins.left_out[NOT_THE_OWNER] == 4


def test_refused_near_duplicate_has_the_id_of_this_library(library, exported, journal, ids):
    refused = ("amount:0123456789abcdef", refusal_of("old"), refusal_of("elsewhere"))
    origins = Origins(library, journal)

    origins.restore(exported, Paper("Lease.txt", "Lease.txt", refused_suggestions=refused), ids)

    assert library.origins[0]["refused_suggestions"] == [refused[0], refusal_of("new"), refused[2]]
    assert +origins.left_out == {LOOKALIKES: 1}


def test_entry_has_the_ids_of_this_library_and_who_made_it(ids):
    entry = entry_of(events_of([LINE])[0], ids)

    assert (entry["by_kind"], entry["by_name"], entry["at"]) == ("person", "ada@example.org", ADDED)
    assert entry["changes"] == [
        {"field": "tags", "before": [], "after": ["here Home", "gone"]},
        {"field": "sender", "before": None, "after": "here Power"},
        {"field": "title", "before": "a", "after": "b"},
    ]


def test_values_of_fields_have_the_ids_of_this_library(ids):
    values = [{"f1": None, "f2": None, "gone": 1}, {"f1": "o1", "f2": "old", "gone": None}]

    [change] = entry_of(events_of([{**LINE, "changes": {"custom_fields": values}}])[0], ids)["changes"]

    assert change["before"] == {"here Status": None, "here About": None, "gone": 1}
    assert change["after"] == {"here Status": "here Open", "here About": "new", "gone": None}


def test_entry_that_was_imported_before_still_names_who_made_it():
    origin = {"kind": "rule", "name": "Power"}

    [event] = events_of([{**LINE, "actor": "imported", "facts": {"origin": origin}, "imported": {"at": ADDED}}])

    assert (event.by_kind, event.by_name) == ("rule", "Power")


def test_change_by_a_part_of_the_other_library_is_one_by_docloft():
    [event] = events_of([{**LINE, "actor": "worker"}])

    assert (event.by_kind, event.by_name) == ("program", "Docloft")


def test_changes_of_notes_name_their_note():
    note = {"id": "n1", "author": "user:ada", "created_at": ADDED}

    [event] = events_of([{**LINE, "changes": {"note": [None, "Paid."]}, "facts": {"note": note}}])

    assert event.note == {"id": "n1", "origin_at": ADDED, "origin_by": "ada@example.org"}


def test_changes_without_values_name_their_fields():
    [event] = events_of([{**LINE, "changes": None, "facts": {"fields": ["title", "unknown"], "entry": "e"}}])

    assert (event.without_values, event.reverts) == (("title",), "e")


def test_restoring_as_an_editor_is_reported_as_not_imported(restore, library):
    library.is_owner = False

    assert restore() == {NOT_THE_OWNER: 1}

    library.is_owner = True
    assert restore() == {}


def test_entry_that_is_refused_leaves_the_others(restore, library, exported):
    library.refuses = "b"

    assert restore() == {NOT_ACCEPTED: 1}
    assert [[one["event"] for one in body.get("entries", ())] for body in library.origins] == [["ready"], []]
    assert library.origins[-1]["added_at"] == ADDED


def test_long_history_is_sent_in_portions(library, exported, journal, ids):
    history = events_of([{**LINE, "id": f"{number}"} for number in range(120)])

    Origins(library, journal).restore(exported, Paper("Lease.txt", "Lease.txt", history=history), ids)

    assert [len(body["entries"]) for body in library.origins] == [50, 50, 20]


TEXT = st.text(max_size=30)


@given(st.dictionaries(TEXT, st.none() | TEXT | st.lists(st.none() | TEXT, max_size=3)), TEXT | st.none(), TEXT)
def test_whatever_a_history_names_becomes_an_entry(changed, name, event_id):
    archive = {"changes": changed, "actor_name": name, "id": event_id or "x"}
    library: Any = Library()
    ids = Ids(Labels(library), Fields(library), {}, {}, {})

    for event in events_of([{**LINE, **archive}]):
        body = json.loads(json.dumps(entry_of(event, ids)))
        assert body["by_name"] is None or 0 < len(body["by_name"]) <= 254
        assert all(one["field"] in changed for one in body["changes"])
