"""A bulk job: changes many documents, continues after a stop, and is undone from the history."""

import math
import time

import pytest

from docloft import commands, tables
from docloft.documents import changes
from docloft.documents.states import State
from docloft.ids import new_id
from docloft.tables.jobs import Job
from docloft.tables.records import BulkPortion, Name
from docloft_worker import many_changes
from docloft_worker.time_limit import NoTimeLeftError
from tests.fixtures import LIBRARY, make_document

pytestmark = pytest.mark.usefixtures("cloud")

TAG, OTHER = "01JDA0ZQ5T8M3N7K2V4W6X8Y91", "01JDA0ZQ5T8M3N7K2V4W6X8Y92"
ME = "user:me"
MOMENT = "2026-01-01T00:00:00.000Z"


@pytest.fixture(autouse=True)
def tags(cloud):
    for tag in (TAG, OTHER):
        Name(LIBRARY, Name.key(tag), created_at=MOMENT, what="tag", name=tag, name_id=tag).save()


def start(ids, wanted=None, undoes=None):
    job = Job(LIBRARY, new_id(), kind="bulk", state="queued", total=len(ids), actor=ME, changes=wanted, undoes=undoes)
    job.created_at, job.updated_at, job.expires_at = MOMENT, MOMENT, 2_000_000_000
    job.save()
    for number, begin in enumerate(range(0, len(ids), 30)):
        key = BulkPortion.key(job.job_id, number)
        part = ids[begin : begin + 30]
        BulkPortion(LIBRARY, key, created_at=MOMENT, document_ids=part, expires_at=2_000_000_000).save()
    return job.job_id


def bulk(ids, wanted=None, undoes=None):
    """Runs a job, and returns it with what it skipped."""
    job_id = start(ids, wanted, undoes)
    assert many_changes.run(LIBRARY, job_id, math.inf) == many_changes.DONE
    return tables.jobs.find(LIBRARY, job_id), skipped(job_id)


def skipped(job_id):
    found = tables.library.list_kind(BulkPortion, LIBRARY, f"{job_id}#")
    return {one: code for portion in found for one, code in (portion.skipped or {}).items()}


def tags_of(document):
    return list(tables.documents.find(LIBRARY, document.document_id).tags)


def edit(document, **values):
    changes.amend(LIBRARY, document.document_id, lambda _: changes.Change("edited", values), actor=ME)


def test_documents_are_changed_and_others_are_skipped_with_the_reason():
    ready, trashed = make_document(State.READY, tags=[OTHER]), make_document(State.READY)
    edit(trashed, trashed_at=MOMENT)
    waiting, gone = make_document(), new_id()

    job, left = bulk(
        [one.document_id for one in (ready, trashed, waiting)] + [gone], {"add_tags": [TAG], "remove_tags": [OTHER]}
    )

    assert tags_of(ready) == [TAG]
    assert left == {trashed.document_id: "in_trash", waiting.document_id: "not_archived", gone: "not_found"}
    assert (job.state, job.done, job.total, job.skipped) == ("done", 4, 4, 3)
    line = tables.history.list_events(LIBRARY, ready.document_id)[-1]
    assert (line.actor, line.job_id, line.changes) == (ME, job.job_id, {"tags": [[OTHER], [TAG]]})


def test_stopped_job_continues_where_it_was_and_a_late_delivery_changes_nothing(monkeypatch):
    documents = [make_document(State.READY) for _ in range(30)]
    job_id = start([one.document_id for one in documents], {"add_tags": [TAG]})
    clock = iter([0.0, 2.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))

    with pytest.raises(NoTimeLeftError):
        many_changes.run(LIBRARY, job_id, 1.0)
    monkeypatch.undo()

    assert tables.jobs.find(LIBRARY, job_id).done == 25
    assert (tags_of(documents[24]), tags_of(documents[25])) == ([TAG], [])
    assert many_changes.run(LIBRARY, job_id, math.inf) == many_changes.DONE
    edit(documents[0], tags=[])
    assert many_changes.run(LIBRARY, job_id, math.inf) == many_changes.OVER
    assert [tags_of(one) for one in documents] == [[], *[[TAG]] * 29]


def test_job_that_was_killed_before_it_recorded_its_batch_changes_each_document_once(monkeypatch):
    document = make_document(State.READY)
    job_id = start([document.document_id], {"add_tags": [TAG]})
    with monkeypatch.context() as patch:
        patch.setattr(tables.library, "replace", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            many_changes.run(LIBRARY, job_id, math.inf)

    many_changes.run(LIBRARY, job_id, math.inf)

    assert tables.documents.find(LIBRARY, document.document_id).version == 2


def test_undo_restores_all_but_what_a_person_changed_since():
    kept, untouched, had_it = (make_document(State.READY) for _ in range(3))
    edit(had_it, tags=[TAG])
    ids = [one.document_id for one in (kept, untouched, had_it)]
    job, _ = bulk(ids, {"add_tags": [TAG]})
    edit(kept, title="Mine")

    undone, left = bulk(ids, job.changes, undoes=job.job_id)

    assert left == {kept.document_id: "changed_since"}
    assert (tags_of(kept), tags_of(untouched), tags_of(had_it)) == ([TAG], [], [TAG])
    bulk(ids, job.changes, undoes=undone.job_id)
    assert tags_of(untouched) == [TAG]


def test_trash_is_undone_and_parts_follow(monkeypatch):
    sent = []
    monkeypatch.setattr(commands, "send", lambda action, *_, document_id: sent.append((action.name, document_id)))
    document = make_document(State.READY, children=1)

    job, _ = bulk([document.document_id], {"in_trash": True})
    assert tables.documents.find(LIBRARY, document.document_id).trashed_by == ME
    bulk([document.document_id], job.changes, undoes=job.job_id)

    assert tables.documents.find(LIBRARY, document.document_id).trashed_at is None
    assert sent == [("align_parts", document.document_id)] * 2


def test_read_again_sends_a_command_and_cannot_be_undone(monkeypatch):
    sent = []
    monkeypatch.setattr(commands, "send", lambda action, *_, document_id: sent.append((action.name, document_id)))
    document = make_document(State.READY)

    job, _ = bulk([document.document_id], {"read_again": True})
    _, left = bulk([document.document_id], job.changes, undoes=job.job_id)

    assert sent == [("read", document.document_id)]
    assert left == {document.document_id: "not_undoable"}
