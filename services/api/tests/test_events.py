"""Each sample event in events/ is served by its function, with the status that its operation declares."""

import json
from typing import Any

import pytest

from docloft import objects, tables, texts
from docloft.lifecycle import states
from docloft.lifecycle.states import State
from docloft.tables.history import HistoryEvent
from docloft.tables.jobs import Job
from docloft.tables.records import DropKey, DropKeyOpening, Name, Note, Rule, SavedView
from docloft.texts import Text
from docloft_api.features import all_operations
from docloft_api.http.operations import find
from services.api import sample_events
from services.api.tests.conftest import function_of
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present

DOCUMENT = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"
OTHER_NAME = "01JDA0ZQ5T8M3N7K2V4W6X8Y9A"
API_KEY = "a1b2c3d4e5"
MOMENT = "2026-01-01T00:00:00.000Z"
OPERATIONS = {one.name: one for one in all_operations()}


@pytest.mark.parametrize("name", OPERATIONS)
def test_sample_event_is_served(call, keys, name):
    document: dict[str, Any] = {"pages": 1, "has_text": True, "thumbnail_width": 1, "thumbnail_height": 1}
    make_document(State.READY, document_id=DOCUMENT, **document)
    job = Job(LIBRARY, DOCUMENT, kind="bulk", state="done", done=1, total=1, document_id=DOCUMENT)
    job.created_at, job.updated_at, job.expires_at = MOMENT, MOMENT, 2_000_000_000
    tables.jobs.save(job)
    line = states.history_line(LIBRARY, DOCUMENT, "edited", actor="test", version=1)
    HistoryEvent(**{**line, "event_id": DOCUMENT}).save()
    texts.store(LIBRARY, DOCUMENT, Text(("words",)))
    objects.write(objects.searchable_key(LIBRARY, DOCUMENT), b"%PDF-", "application/pdf")
    objects.write(objects.rendition_key(LIBRARY, DOCUMENT), b"<p>", "text/html")
    made: dict[str, Any] = {"created_at": MOMENT, "drop_key_id": DOCUMENT}
    DropKey(LIBRARY, f"drop_key#{DOCUMENT}", name="Scanner", api_key_id=API_KEY, **made).save()
    DropKeyOpening(f"key#{API_KEY}", "drop_key#", adds_to=LIBRARY, **made).save()
    for name_id, tag in ((DOCUMENT, "House"), (OTHER_NAME, "Flat")):
        Name(LIBRARY, Name.key(name_id), created_at=MOMENT, what="tag", name=tag, name_id=name_id).save()
    note = Note(LIBRARY, Note.key(DOCUMENT, DOCUMENT), created_at=MOMENT, text="Paid", author="user:someone")
    note.save()
    query: dict[str, Any] = {"created_at": MOMENT, "name": "Bills", "search": "bill"}
    view = SavedView(LIBRARY, SavedView.key(DOCUMENT), is_exact=False, sort_by="relevance", layout="list", **query)
    view.save()
    Rule(LIBRARY, Rule.key(DOCUMENT), actions={"inbox": False}, is_on=True, place=0, **query).save()
    event = json.loads(sample_events.texts()[f"{name}.json"])
    operation = OPERATIONS[name]
    call.handle = function_of(operation)

    reply = call.send(event)

    assert find(all_operations(), event["httpMethod"], event["path"]) is operation
    assert operation.path == event["resource"] == event["requestContext"]["resourcePath"]
    assert reply.status == (present(operation.sample).status or next(iter(operation.responses))), reply.text
