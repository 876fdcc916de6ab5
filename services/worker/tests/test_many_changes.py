"""A bulk job: changes many documents, continues after a stop, and is undone from the history. The file is long because
edits, deletions and rules are made by the same job, which can be stopped, repeated and undone.
"""

import itertools
import math
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import TransactWriteError

from docloft import commands, tables, texts
from docloft.clock import timestamp
from docloft.ids import new_id
from docloft.lifecycle import bulk_changes, changes, custom_fields
from docloft.lifecycle.states import State
from docloft.suggestions import Fact, Suggestion
from docloft.tables.jobs import Job
from docloft.tables.records import BulkPortion, Name
from docloft.texts import Text
from docloft_worker import many_changes
from docloft_worker.time_limit import NoTimeLeftError
from tests.fixtures import LIBRARY, make_document, sent_commands

pytestmark = pytest.mark.usefixtures("cloud")

TAG, OTHER = "01JDA0ZQ5T8M3N7K2V4W6X8Y91", "01JDA0ZQ5T8M3N7K2V4W6X8Y92"
SENDER, RULE_ID = "01JDA0ZQ5T8M3N7K2V4W6X8Y93", "01JDA0ZQ5T8M3N7K2V4W6X8Y94"
ME = "user:me"
MOMENT = "2026-01-01T00:00:00.000Z"


@pytest.fixture(autouse=True)
def tags(cloud):
    for tag in (TAG, OTHER):
        Name(LIBRARY, Name.key(tag), created_at=MOMENT, what="tag", name=tag, name_id=tag).save()
    Name(LIBRARY, Name.key(SENDER), created_at=MOMENT, what="sender", name="Telekom", name_id=SENDER).save()


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


def load(document_id):
    return tables.documents.find(LIBRARY, document_id)


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


def test_batch_is_written_at_once_and_one_by_one_when_that_is_refused(monkeypatch):
    documents = [make_document(State.READY) for _ in range(30)]
    ids = [one.document_id for one in documents]
    written = []
    commit = changes.transactions.commit

    def commit_after_another(*steps):
        written.append(len(steps))
        if len(written) == 3:
            edit(documents[0], title="Meanwhile")
        commit(*steps)

    monkeypatch.setattr(changes.transactions, "commit", commit_after_another)
    bulk(ids, {"add_tags": [TAG]})
    assert written == [50, 10]

    _, left = bulk(ids, {"add_tags": [OTHER]})

    assert written[2:] == [50, 2, *[2] * 25, 10]
    assert left == {}
    assert [tags_of(one) for one in documents] == [[TAG, OTHER]] * 30
    assert load(ids[0]).title == "Meanwhile"


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
        patch.setattr(BulkPortion, "advance", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            many_changes.run(LIBRARY, job_id, math.inf)

    many_changes.run(LIBRARY, job_id, math.inf)

    assert tables.documents.find(LIBRARY, document.document_id).version == 2


@pytest.mark.parametrize("wanted", [{"in_trash": True}, {"add_tags": [TAG]}])
def test_what_a_person_reverted_is_not_changed_again_by_a_late_delivery(monkeypatch, wanted):
    document = make_document(State.READY)
    job_id = start([document.document_id], wanted)
    with monkeypatch.context() as killed:
        killed.setattr(BulkPortion, "advance", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            many_changes.run(LIBRARY, job_id, math.inf)
    edit(document, trashed_at=None, tags=[])

    assert many_changes.run(LIBRARY, job_id, math.inf) == many_changes.DONE

    found = tables.documents.find(LIBRARY, document.document_id)
    assert list(found.tags) == []
    assert found.trashed_at is None


def test_values_of_fields_are_set_and_cleared_and_undone_one_by_one(monkeypatch):
    one, other = make_fields()
    full, empty = make_document(State.READY, custom_fields={one: "a", other: 1}), make_document(State.READY)
    ids = [full.document_id, empty.document_id]

    job, left = bulk(ids, {"custom_fields": {one: "b", other: None}})

    assert (left, values_of(full), values_of(empty)) == ({}, {one: "b"}, {one: "b"})
    assert bulk(ids, {"custom_fields": {one: "b"}})[1] == {}
    assert tables.documents.find(LIBRARY, full.document_id).version == 2
    bulk(ids, job.changes, undoes=job.job_id)
    assert (values_of(full), values_of(empty)) == ({one: "a", other: 1}, {})
    monkeypatch.setattr(custom_fields, "MOST_BYTES", 10)
    assert bulk(ids, {"custom_fields": {one: "b"}})[1] == dict.fromkeys(ids, "too_many_values")


def make_fields():
    made = [new_id(), new_id()]
    for name_id in made:
        key = Name.key(name_id)
        Name(LIBRARY, key, created_at=MOMENT, what="field", name=name_id, name_id=name_id, value_type="text").save()
    return made


def values_of(document):
    return tables.documents.find(LIBRARY, document.document_id).custom_fields or {}


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


def test_what_is_in_the_trash_is_deleted_and_the_rest_is_kept():
    trashed, kept, gone = make_document(State.READY), make_document(State.READY), new_id()
    edit(trashed, trashed_at=MOMENT)
    wanted = {"delete_permanently": True}

    job, left = bulk([trashed.document_id, kept.document_id, gone], wanted)

    assert left == {kept.document_id: "not_in_trash"}
    assert (int(job.done), int(job.skipped)) == (3, 1)
    assert [one.document_id for one in tables.documents.list_all(LIBRARY)] == [kept.document_id]


def test_deletion_that_was_stopped_continues_with_the_documents_that_are_left(monkeypatch):
    documents = [make_document(State.READY) for _ in range(3)]
    for document in documents:
        edit(document, trashed_at=MOMENT)
    job_id = start([one.document_id for one in documents], {"delete_permanently": True})
    clock = iter([0.0, 0.0, 2.0])
    with monkeypatch.context() as patch:
        patch.setattr(time, "monotonic", lambda: next(clock, 2.0))
        with pytest.raises(NoTimeLeftError):
            many_changes.run(LIBRARY, job_id, 1.0)
    assert len(list(tables.documents.list_all(LIBRARY))) == 2

    assert many_changes.run(LIBRARY, job_id, math.inf) == many_changes.DONE

    assert list(tables.documents.list_all(LIBRARY)) == []
    assert skipped(job_id) == {}


def test_document_that_is_restored_while_the_trash_is_emptied_is_kept():
    document = make_document(State.READY)
    edit(document, trashed_at=MOMENT)
    job_id = start([document.document_id], {"delete_permanently": True})
    edit(document, trashed_at=None)

    many_changes.run(LIBRARY, job_id, math.inf)

    assert skipped(job_id) == {document.document_id: "not_in_trash"}


def rule(**actions):
    return {"rule": {"id": RULE_ID, "name": "Bills", "actions": actions, "zone": None}}


def test_rule_is_applied_by_hand_and_undone():
    plain, filed, decided, trashed = (make_document(State.READY, file_name="scan.txt") for _ in range(4))
    edit(filed, sender=OTHER)
    edit(decided, sender=OTHER)
    edit(decided, sender=None)
    edit(trashed, trashed_at=MOMENT)
    ids = [one.document_id for one in (plain, filed, decided, trashed)]

    job, left = bulk(ids, rule(sender=SENDER))

    assert tables.documents.find(LIBRARY, plain.document_id).sender == SENDER
    assert left == dict(zip(ids[1:], ("already_set", "set_by_person", "in_trash"), strict=True))
    line = tables.history.list_events(LIBRARY, plain.document_id)[-1]
    assert (line.event, line.actor, line.job_id) == ("rule_applied", f"rule:{RULE_ID}", job.job_id)
    assert line.facts == {"rule": "Bills", "by": ME}

    bulk(ids, undoes=job.job_id)
    assert tables.documents.find(LIBRARY, plain.document_id).sender is None
    # Undoing a job is not a person's decision about a document.
    bulk(ids, rule(sender=SENDER))
    assert tables.documents.find(LIBRARY, plain.document_id).sender == SENDER


def test_rule_that_trashed_documents_can_be_applied_again_after_an_undo():
    document = make_document(State.READY)
    job, _ = bulk([document.document_id], rule(in_trash=True))
    bulk([document.document_id], undoes=job.job_id)
    assert tables.documents.find(LIBRARY, document.document_id).trashed_at is None

    _, left = bulk([document.document_id], rule(in_trash=True))

    assert left == {}
    assert tables.documents.find(LIBRARY, document.document_id).trashed_at


def test_rule_uses_the_date_that_reading_found():
    found, empty = make_document(State.READY), make_document(State.READY)
    day = Suggestion(Fact.DOCUMENT_DATE, "2025-02-01", 0.9, "")
    texts.store(LIBRARY, found.document_id, Text(("x",), suggestions=(day,)))

    _, left = bulk([found.document_id, empty.document_id], rule(document_date="found"))

    assert tables.documents.find(LIBRARY, found.document_id).document_date == "2025-02-01"
    assert left == {empty.document_id: "nothing_found"}


def test_empty_attributes_are_filled_with_what_reading_found_and_emptied_again_by_undo():
    found, dated, empty = (make_document(State.READY) for _ in range(3))
    edit(dated, document_date="2020-01-01")
    suggested = (Suggestion(Fact.DOCUMENT_DATE, "2025-02-01", 0.9, ""), Suggestion(Fact.AMOUNT, "12.50 EUR", 0.9, ""))
    for one in (found, dated):
        texts.store(LIBRARY, one.document_id, Text(("x",), suggestions=suggested))
    ids = [one.document_id for one in (found, dated, empty)]

    job, left = bulk(ids, {"use_found": ["document_date", "amount"]})

    values = [(one.document_date, one.amount, one.currency) for one in map(load, ids)]
    assert values == [("2025-02-01", 1250, "EUR"), ("2020-01-01", 1250, "EUR"), (None, None, None)]
    assert left == {empty.document_id: "nothing_found"}

    bulk(ids, job.changes, undoes=job.job_id)
    assert [(one.document_date, one.amount) for one in map(load, ids)] == [
        (None, None),
        ("2020-01-01", None),
        (None,) * 2,
    ]
    bulk(ids, job.changes)
    assert load(found.document_id).document_date == "2025-02-01"


def test_value_that_is_set_at_the_same_time_wins_over_the_one_found():
    document = make_document(State.READY)
    day = Suggestion(Fact.DOCUMENT_DATE, "2025-02-01", 0.9, "")
    texts.store(LIBRARY, document.document_id, Text(("x",), suggestions=(day,)))

    bulk([document.document_id], {"use_found": ["document_date"], "document_date": "2026-06-01"})

    assert load(document.document_id).document_date == "2026-06-01"


def test_rule_that_trashes_a_mail_has_its_parts_follow():
    mail = make_document(State.READY, children=1)

    bulk([mail.document_id], rule(in_trash=True))

    assert tables.documents.find(LIBRARY, mail.document_id).trashed_by == f"rule:{RULE_ID}"
    assert [one.action.name for one in sent_commands()] == ["align_parts"]


def lane(job_id, number, until=math.inf):
    return many_changes.run(LIBRARY, job_id, until, number)


@pytest.fixture
def large():
    """The ids of a job with six portions of a document each, and the documents."""
    documents = [make_document(State.READY) for _ in range(6)]
    job_id = start([], {"add_tags": [TAG]})
    for number, one in enumerate(documents):
        key, ids = BulkPortion.key(job_id, number), [one.document_id]
        BulkPortion(LIBRARY, key, created_at=MOMENT, document_ids=ids, expires_at=2_000_000_000).save()
    return job_id, documents


def test_large_job_is_divided_into_lanes_that_end_it_together(large):
    job_id, documents = large

    assert many_changes.run(LIBRARY, job_id, math.inf) == many_changes.DIVIDED
    assert [(one.number, one.hop) for one in sent_commands()] == [(number, 0) for number in (1, 2, 3, 4)]
    assert [len(tags_of(one)) for one in documents] == [0] * 6

    for number in (2, 1, 4):
        assert lane(job_id, number) == many_changes.DONE
    job = tables.jobs.find(LIBRARY, job_id)
    assert (job.state, job.done, job.total, job.skipped) == ("running", 5, 6, 0)
    assert lane(job_id, 3) == many_changes.DONE

    job = tables.jobs.find(LIBRARY, job_id)
    assert (job.state, job.done, job.total, job.skipped) == ("done", 6, 6, 0)
    assert [tags_of(one) for one in documents] == [[TAG]] * 6
    assert lane(job_id, 3) == many_changes.run(LIBRARY, job_id, math.inf) == many_changes.OVER


@pytest.mark.parametrize(("others", "lanes"), [(1, 2), (2, 1), (9, 1)])
def test_job_has_fewer_lanes_while_other_large_ones_run(large, others, lanes):
    job_id, documents = large
    for _ in range(others):
        running(1_001)
    running(1_000)
    running(50_000, state="done")
    running(50_000, updated_at=MOMENT)

    for _ in range(2):
        assert many_changes.run(LIBRARY, job_id, math.inf) == many_changes.DIVIDED
        assert [one.number for one in sent_commands()] == list(range(1, lanes + 1))
        running(1_001)
    for number in range(1, lanes + 1):
        lane(job_id, number)

    assert tables.jobs.find(LIBRARY, job_id).state == "done"
    assert [tags_of(one) for one in documents] == [[TAG]] * 6


def running(total, state="running", updated_at=None):
    job = Job(LIBRARY, new_id(), kind="bulk", state=state, total=total, actor=ME, changes={})
    job.created_at, job.updated_at, job.expires_at = MOMENT, updated_at or timestamp(), 2_000_000_000
    job.save()


def test_lane_that_ran_out_of_time_continues_and_its_repetition_changes_nothing(large):
    job_id, documents = large
    with pytest.raises(NoTimeLeftError) as caught:
        lane(job_id, 1, until=time.monotonic() - 1)
    assert not caught.value.has_advanced

    for number in (1, 1, 2, 3, 4):
        lane(job_id, number)

    assert [int(tables.documents.find(LIBRARY, one.document_id).version) for one in documents] == [2] * 6
    assert tables.jobs.find(LIBRARY, job_id).state == "done"


def test_lane_whose_last_report_was_lost_ends_the_job_at_its_next_delivery(large, monkeypatch):
    job_id, _ = large
    for number in (1, 2, 3):
        lane(job_id, number)
    with monkeypatch.context() as patch:
        patch.setattr(tables.jobs, "advance", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            lane(job_id, 4)

    assert lane(job_id, 4) == many_changes.DONE
    assert tables.jobs.find(LIBRARY, job_id).state == "done"


def test_lane_returns_to_the_queue_after_a_minute(large, monkeypatch):
    job_id, documents = large
    clock = iter([0.0, 1.0])
    with monkeypatch.context() as patch:
        patch.setattr(time, "monotonic", lambda: next(clock, 61.0))
        with pytest.raises(NoTimeLeftError) as caught:
            lane(job_id, 1)

    assert (caught.value.has_advanced, caught.value.pause) == (True, 10)
    assert (tags_of(documents[0]), tags_of(documents[4])) == ([TAG], [])


def test_batches_wait_so_that_a_partition_can_take_what_they_write(monkeypatch):
    documents = [make_document(State.READY).document_id for _ in range(60)]
    clock = itertools.count(100.0, 0.1)
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(time, "perf_counter", lambda: next(clock))

    bulk(documents, {"add_tags": [TAG]})

    # Two portions in batches of 25 and 5, at 30 documents a second, of which a tenth has passed. The first one does not
    # wait, and nothing waits after the last one.
    assert waited == [0, pytest.approx(25 / 30 - 0.1), pytest.approx(5 / 30 - 0.1), pytest.approx(25 / 30 - 0.1)]


def test_three_large_jobs_stay_below_what_a_partition_can_take():
    lanes = sum(max(1, many_changes.LANES // number) for number in (1, 2, 3))

    # A transaction needs two units for each KB of an item: 2 KB of a document, and a line of its history.
    assert lanes * many_changes._PACE * (2 + 1 + 1) < 1_000


@pytest.mark.parametrize(
    ("code", "expected"), [("ThrottlingError", NoTimeLeftError), ("ValidationError", TransactWriteError)]
)
def test_throttled_job_continues_after_a_pause_and_another_fault_is_raised(monkeypatch, code, expected):
    documents = [make_document(State.READY).document_id for _ in range(30)]
    commit = changes.transactions.commit
    committed: list[object] = []

    def commit_once(*steps):
        if committed:
            reasons = [{"Code": "None"}, {"Code": code, "Message": "Too many requests."}]
            response: Any = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
            raise TransactWriteError("Cancelled.") from ClientError(response, "TransactWriteItems")
        committed.append(steps)
        commit(*steps)

    monkeypatch.setattr(time, "sleep", lambda _: None)
    job_id = start(documents, {"add_tags": [TAG]})
    with monkeypatch.context() as patch:
        patch.setattr(changes.transactions, "commit", commit_once)
        with pytest.raises(expected) as caught:
            many_changes.run(LIBRARY, job_id, math.inf)

    if expected is NoTimeLeftError:
        assert (caught.value.has_advanced, caught.value.pause) == (True, 10)
    assert many_changes.run(LIBRARY, job_id, math.inf) == many_changes.DONE
    assert [tags_of(load(one)) for one in documents] == [[TAG]] * 30


@pytest.mark.parametrize("reading_too", [False, True])
def test_job_that_cannot_do_anything_waits_longer(monkeypatch, reading_too):
    job_id = start([make_document(State.READY).document_id], {"add_tags": [TAG]})
    throttled = ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "TransactWriteItems")

    def refuse(*_):
        if reading_too:
            monkeypatch.setattr(tables.library, "list_kind", refuse)
        raise throttled

    monkeypatch.setattr(changes.transactions, "commit", refuse)
    with pytest.raises(NoTimeLeftError) as caught:
        many_changes.run(LIBRARY, job_id, math.inf)

    assert (caught.value.has_advanced, caught.value.pause) == (False, 120)


def test_end_that_cannot_be_reported_is_reported_by_the_next_delivery(monkeypatch):
    job_id = start([make_document(State.READY).document_id], {"add_tags": [TAG]})
    throttled = ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "UpdateItem")

    def refuse(*_):
        raise throttled

    with monkeypatch.context() as patch:
        patch.setattr(many_changes, "_report_end", refuse)
        with pytest.raises(NoTimeLeftError):
            many_changes.run(LIBRARY, job_id, math.inf)

    assert many_changes.run(LIBRARY, job_id, math.inf) == many_changes.DONE
    assert tables.jobs.find(LIBRARY, job_id).state == "done"


def test_document_that_is_skipped_is_decided_once(monkeypatch):
    documents = [make_document(State.READY) for _ in range(3)]
    decided = []
    change_of = bulk_changes.change_of

    def count(job, document, names):
        decided.append(document.document_id)
        return change_of(job, document, names)

    monkeypatch.setattr(bulk_changes, "change_of", count)

    _, skipped = bulk([one.document_id for one in documents], {"use_found": ["document_date"]})

    assert len(skipped) == 3
    assert sorted(decided) == sorted(one.document_id for one in documents)


def test_slower_duplicate_of_a_lane_does_not_set_it_back(large, monkeypatch):
    job_id, _ = large
    key, ids = BulkPortion.key(job_id, 0), [new_id() for _ in range(30)]
    BulkPortion(LIBRARY, key, created_at=MOMENT, document_ids=ids, expires_at=2_000_000_000).save()
    change = many_changes._change

    def change_while_the_other_finishes(*given):
        killed.setattr(many_changes, "_change", change)
        lane(job_id, 1)
        killed.setattr(tables.jobs, "advance", lambda *_, **__: 1 / 0)
        return change(*given)

    with monkeypatch.context() as killed:
        killed.setattr(many_changes, "_change", change_while_the_other_finishes)
        with pytest.raises(ZeroDivisionError):
            lane(job_id, 1)
    for number in (2, 3, 4):
        lane(job_id, number)

    job = tables.jobs.find(LIBRARY, job_id)
    assert (job.state, job.done, job.skipped) == ("done", 35, 30)


def test_lane_beyond_the_portions_has_nothing_to_do(large):
    job_id, _ = large
    assert lane(job_id, 9) == many_changes.DONE
    assert tables.jobs.find(LIBRARY, job_id).state == "queued"


def test_large_job_is_undone_by_lanes(large):
    job_id, documents = large
    for number in (1, 2, 3, 4):
        lane(job_id, number)
    edit(documents[5], tags=[TAG, OTHER])
    undo = start([], undoes=job_id)
    for number, one in enumerate(documents):
        key, ids = BulkPortion.key(undo, number), [one.document_id]
        BulkPortion(LIBRARY, key, created_at=MOMENT, document_ids=ids, expires_at=2_000_000_000).save()

    for number in (1, 2, 3, 4):
        lane(undo, number)

    assert [tags_of(one) for one in documents] == [*[[]] * 5, [TAG, OTHER]]
    job = tables.jobs.find(LIBRARY, undo)
    assert (job.state, job.done, job.skipped) == ("done", 6, 1)
