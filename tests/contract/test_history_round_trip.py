"""The history of a document goes out with an export and comes back with an import, whatever its entries contain."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft.clock import timestamp
from docloft.ids import is_id, new_id
from docloft.lifecycle import metadata, states
from docloft.lifecycle.names import is_visible, one_line
from docloft.lifecycle.states import State
from docloft.roles import Role
from docloft.tables.history import HistoryEvent
from docloft.tables.records import Member, Name
from docloft_api import handler
from docloft_api.features.document_origin import imported_values
from docloft_import import exported_history
from docloft_import.exported_history import events_of
from docloft_import.filing import Fields, Labels
from docloft_import.imported_archives import Label
from docloft_import.origins import Ids, entry_of
from docloft_worker.exporting import description
from services.api.tests.conftest import Caller
from tests.fixtures import LIBRARY, make_document

pytestmark = pytest.mark.usefixtures("cloud")

TAG, SENDER, GONE = (f"01JDA0ZQ5T8M3N7K2V4W6X8Y{end}" for end in ("91", "92", "93"))

HOSTILE = st.text(min_size=1, max_size=60) | st.sampled_from(
    ["<script>alert(1)</script>", "../../etc/passwd", "\u202egnp.exe", "=1+1", "a\x00b", "CON", "🏳️‍🌈", "İ", "ﷺ" * 20]
)
TITLES = HOSTILE.map(one_line).filter(lambda text: bool(text) and is_visible(text))
DAYS = st.none() | st.dates().map(str)
IDS = st.sampled_from([TAG, GONE])
PAIRS: dict[str, Any] = {
    "title": TITLES,
    "document_date": DAYS,
    "sender": st.none() | st.sampled_from([SENDER, GONE]),
    "tags": st.lists(IDS, unique=True),
    "amount": st.none() | st.integers(-(10**14), 10**14),
    "inbox": st.booleans(),
    "in_trash": st.booleans(),
    "custom_fields": st.fixed_dictionaries({GONE: st.none() | TITLES | st.booleans() | st.integers(-(10**9), 10**9)}),
}
CHANGES = st.fixed_dictionaries(
    {}, optional={name: st.lists(one, min_size=2, max_size=2) for name, one in PAIRS.items()}
)


@pytest.fixture
def library():
    """Returns the API of a library whose only member is its owner, with a tag and a sender."""
    for name_id, what in ((TAG, "tag"), (SENDER, "sender")):
        Name(LIBRARY, Name.key(name_id), created_at=timestamp(), what=what, name=what, name_id=name_id).save()
    key = Member.key(LIBRARY)
    Member(LIBRARY, key, created_at=timestamp(), role=Role.OWNER, user_id=LIBRARY, email="a@b.c").save()
    return Caller(handler.handle)


def exported(document):
    """The history as the file of an export has it."""
    return json.loads(json.dumps(description.of_document(document, "path.pdf", None)))["history"]


def shown(call, document):
    """What the history shows of a document, without who imported it, oldest first. A function of Docloft is shown as
    Docloft.
    """
    found = call("GET", f"/v1/documents/{document.document_id}/history?limit=100").json["entries"]
    left_out = {"imported", "version", "job_id"}
    return [
        {
            **{name: value for name, value in one.items() if name not in left_out},
            "actor": "Docloft" if one["actor"]["kind"] == "program" else one["actor"]["name"],
        }
        for one in reversed(found)
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=st.lists(CHANGES, max_size=4), note=TITLES)
def test_whatever_a_history_contains_comes_back_as_it_was(library, changed, note):
    # Given a document with a history
    document, copy = make_document(State.READY), make_document(State.READY)
    for values in changed:
        line = states.history_line(LIBRARY, document.document_id, "edited", actor=f"user:{LIBRARY}", version=1)
        HistoryEvent(**line, changes=values).save()
    line = states.history_line(LIBRARY, document.document_id, "note_added", actor=f"user:{LIBRARY}", version=1)
    line["facts"] = {"note": {"id": new_id(), "author": f"user:{LIBRARY}", "created_at": timestamp()}}
    HistoryEvent(**line, changes={"note": [None, note]}).save()
    before = shown(library, document)

    # When it is exported, and imported for another document, twice
    ids = Ids(Labels(None), Fields(None), {}, {}, {})  # type: ignore[arg-type]  # nothing has to be found there
    entries = [entry_of(event, ids) for event in events_of(exported(document))]
    entries = [one for one in entries if is_id(one["id"])]
    path = f"/v1/documents/{copy.document_id}/origin"
    first, again = (library("PUT", path, body={"entries": entries}) for _ in range(2))

    # Then the other document has the same history, once
    assert (first.status, first.json["added"], again.json["added"]) == (200, len(before), 0)
    assert [one for one in shown(library, copy) if one["id"] in {each["id"] for each in before}] == before
    # And so it is when that one is exported in turn
    third = make_document(State.READY)
    entries = [entry_of(event, ids) for event in events_of(exported(copy))]
    reply = library("PUT", f"/v1/documents/{third.document_id}/origin", body={"entries": entries})
    assert reply.status == 200
    assert [one for one in shown(library, third) if one["id"] in {each["id"] for each in before}] == before


def test_names_of_another_library_become_those_of_this_one(library):
    document, copy = make_document(State.READY), make_document(State.READY)
    line = states.history_line(LIBRARY, document.document_id, "edited", actor=f"user:{LIBRARY}", version=1)
    HistoryEvent(**line, changes={"tags": [[], [GONE, TAG]], "sender": [None, GONE]}).save()

    class Known(Labels):
        def id_of(self, label: Label) -> str:
            return {"House": TAG, "Telekom": SENDER}[label.name]

    known = {GONE: Label("tag", "House")}
    ids = Ids(Known(None), Fields(None), known, {}, {})  # type: ignore[arg-type]  # nothing has to be found there
    entries = [entry_of(event, ids) for event in events_of(exported(document))]
    library("PUT", f"/v1/documents/{copy.document_id}/origin", body={"entries": entries})

    [edited] = [one for one in shown(library, copy) if one["event"] == "edited"]
    assert edited["changes"][0]["after"] == [TAG]
    undone = library("POST", f"/v1/documents/{copy.document_id}/history/{edited['id']}/revert").json
    assert undone["left"] == []


def test_every_field_of_the_history_is_exported_and_can_be_imported():
    known = {*metadata.FIELDS, metadata.IN_TRASH, metadata.NOTE, metadata.FILE, metadata.ADDED}

    assert known == exported_history.RECORDED
    assert {*imported_values.CHECKS, metadata.CUSTOM_FIELDS} == known == set(imported_values.FIELDS)
