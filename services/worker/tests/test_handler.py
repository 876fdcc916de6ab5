"""Commands are delivered to the worker: acknowledged, delivered again or moved to the dead letters, and counted. The
file is long because it has every way in which a delivery can end.
"""

import json
import re
from io import StringIO

import pytest
from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

from docloft import commands, objects, tables
from docloft.commands import Command, encode
from docloft.commands.registry import BULK, PURGE, REINDEX
from docloft.errors import ConflictError
from docloft.ids import new_id
from docloft.lifecycle import changes
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.settings import settings
from docloft_worker import handler, indexing, language, leases
from docloft_worker.time_limit import NoTimeLeftError
from services.worker.tests.documents import (
    EVENTS,
    LETTER,
    PAST,
    events_of,
    make_job,
    read_command,
    received,
    reload,
    sqs_event,
)
from tests.fixtures import LIBRARY, dead_letters, make_document, metric_lines
from tests.lambda_context import Context

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture
def lines(monkeypatch, request):
    log = StringIO()
    monkeypatch.setattr(handler, "logger", Logger(service=request.node.name, stream=log))
    return lambda: [json.loads(line) for line in log.getvalue().splitlines()]


def work(*bodies, seconds=300.0):
    """Ids of the messages that were reported as failed."""
    response = handler.work(sqs_event(*bodies), Context(seconds))
    return [failure["itemIdentifier"] for failure in response["batchItemFailures"]]


def test_poison_message_is_the_only_one_of_its_batch_that_is_moved(lines):
    documents = [received(f"{LETTER} {number}".encode()) for number in range(9)]
    bodies = [read_command(document) for document in documents]
    bodies.insert(4, '{"hello":"world"}')

    assert work(*bodies) == []

    assert list(dead_letters().values()) == ['{"hello":"world"}']
    assert [reload(document).state for document in documents] == [State.READY] * 9
    assert [events_of(document) for document in documents] == [["created", "work_started", "ready"]] * 9
    assert [line["message_id"] for line in lines()] == [f"message-{number}" for number in range(10)]


def test_same_message_twice_in_a_batch_is_handled_once():
    document = received(b"words")

    assert work(read_command(document), read_command(document)) == []
    assert events_of(document) == ["created", "work_started", "ready"]


def test_document_that_cannot_be_read_is_acknowledged():
    document = received(b"no PDF", "application/pdf")

    assert work(read_command(document)) == []
    assert reload(document).state == State.FAILED


def test_batch_that_fails_completely_is_reported_not_raised(monkeypatch):
    monkeypatch.setattr(objects, "download", raising(ClientError({"Error": {"Code": "SlowDown"}}, "GetObject")))

    assert work(read_command(received(b"one")), read_command(received(b"two"))) == ["message-0", "message-1"]


def test_failure_of_s3_is_reported_and_the_next_delivery_succeeds(monkeypatch, lines):
    troubled, fine = received(b"words"), received(b"words")
    download = objects.download

    def fail(key, path):
        if troubled.document_id in key:
            raise ClientError({"Error": {"Code": "SlowDown", "Message": "CANARY"}}, "GetObject")
        return download(key, path)

    with monkeypatch.context() as patch:
        patch.setattr(objects, "download", fail)
        assert work(read_command(troubled), read_command(fine)) == ["message-0"]

    assert reload(fine).state == State.READY
    assert lines()[0]["level"] == "ERROR"
    fault = lines()[0]["fault"]
    assert (fault["code"], fault["operation"]) == ("SlowDown", "GetObject")
    assert re.fullmatch(r"docloft_worker\.reading:\d+", fault["frames"][-1])
    assert "CANARY" not in json.dumps(lines())
    assert work(read_command(troubled)) == []
    assert reload(troubled).state == State.READY


def raising(error):
    def act(*_args, **_named):
        raise error

    return act


def failed_commands(capsys):
    """Counted failures by command and reason, without the sum over all of them, which is returned first."""
    lines = [line for line in metric_lines(capsys) if "CommandsFailed" in line]
    counted = {(line.get("command"), line.get("reason")): sum(line["CommandsFailed"]) for line in lines}
    return counted.pop((None, None), 0), counted


def test_command_refused_by_aws_is_counted_at_once_and_delivered_again(monkeypatch, capsys):
    """A partial batch failure is not an error of the function, so nothing else would show it for half an hour."""
    refused = ClientError({"Error": {"Code": "AccessDenied"}}, "GetObject")
    monkeypatch.setattr(objects, "download", raising(refused))

    assert work(read_command(received(b"words"))) == ["message-0"]

    assert failed_commands(capsys) == (1, {("read", "permission"): 1})
    assert dead_letters() == {}


def test_command_that_meets_a_bug_is_moved_at_its_first_delivery(monkeypatch, capsys, lines):
    document = received(b"words")
    monkeypatch.setattr(objects, "download", raising(TypeError("CANARY")))

    assert work(read_command(document)) == []

    [(moved, body)] = dead_letters().items()
    assert body == read_command(document)
    assert failed_commands(capsys) == (1, {("read", "bug"): 1})
    [line] = lines()
    assert (line["dead_letter_id"], line["message_id"], line["cause"]) == (moved, "message-0", "bug")
    assert "CANARY" not in json.dumps(line)


def test_bug_at_night_costs_no_document(monkeypatch):
    # Given a bug that every document meets, and more deliveries than a document has attempts
    expired = Change("clock", {"lease_until": PAST})
    documents = [received(LETTER.encode()), received(b"words")]
    with monkeypatch.context() as patch:
        patch.setattr(language, "detect", raising(TypeError("a bug")))
        for _ in range(leases.MAX_ATTEMPTS + 2):
            assert work(*(read_command(document) for document in documents)) == []
            for document in documents:
                changes.amend(LIBRARY, document.document_id, lambda _: expired, actor="test")
    assert [reload(document).state for document in documents] == [State.WORKING] * 2
    letters = dead_letters()
    assert len(letters) == 2 * (leases.MAX_ATTEMPTS + 2)

    # When it is fixed and the dead letters are sent back
    assert work(*letters.values()) == []

    assert [reload(document).state for document in documents] == [State.READY] * 2


def test_poison_that_cannot_be_moved_is_delivered_again(monkeypatch, lines):
    refused = ClientError({"Error": {"Code": "AccessDenied"}}, "SendMessage")
    monkeypatch.setattr(commands, "send_to_dead_letters", raising(refused))

    assert work("no command") == ["message-0"]

    assert lines()[0]["not_moved"]["code"] == "AccessDenied"


def test_postponed_command_is_not_counted_as_failed(capsys):
    assert work(read_command(received(b"words")), seconds=20) == ["message-0"]

    assert failed_commands(capsys) == (0, {})


def test_postponed_command_that_was_throttled_is_counted(monkeypatch, capsys):
    stopped = NoTimeLeftError()
    stopped.__cause__ = ClientError({"Error": {"Code": "ThrottlingException"}}, "PutItem")
    monkeypatch.setattr(objects, "download", raising(stopped))

    assert work(read_command(received(b"words"))) == ["message-0"]

    assert failed_commands(capsys) == (1, {("read", "throttled"): 1})


def test_message_that_is_not_a_command_is_counted_as_invalid(capsys):
    work("no command")

    assert failed_commands(capsys) == (1, {("unknown", "invalid"): 1})


WRONG_PARTS: list[dict[str, object]] = [
    {"version": 99},
    {"command": "dance"},
    {"library_id": ""},
    {"library_id": "../../secret"},
    {"library_id": "a/b"},
    {"document_id": ""},
    {"document_id": "01JDDRKX3W"},
    {"document_id": None},
    {"document_id": ["01JDDRKX3W8F5V2N6Q4T7Z9B1C"]},
    {"job_id": "../x"},
    {"hop": 5},
    {"hop": "many"},
]


def test_invalid_commands_go_to_the_dead_letters_at_once_and_change_nothing():
    document = received(b"words", state=State.READY, trashed_at=PAST)
    right = {"version": 1, "library_id": LIBRARY, "document_id": document.document_id, "correlation_id": "x", "hop": 0}
    bodies = [json.dumps({**right, "command": name, **wrong}) for name in ("read", "purge") for wrong in WRONG_PARTS]

    assert work(*bodies) == []
    assert sorted(dead_letters().values()) == sorted(bodies)
    assert reload(document).version == 1
    assert objects.head(objects.original_key(LIBRARY, document.document_id)) is not None


def test_log_contains_ids_and_times_but_nothing_a_person_wrote(lines):
    document = received(b"CANARY in the text", title="CANARY title", file_name="CANARY.txt")

    work(read_command(document), '{"CANARY": 1}')

    first, second = lines()
    assert first["document_id"] == document.document_id
    assert first["library_id"] == LIBRARY
    assert first["correlation_id"] == "correlation"
    assert first["outcome"] == "ready"
    assert first["seconds"] >= 0
    assert second["level"] == "ERROR"
    assert second["fault"]["types"][0] == "InvalidCommandError"
    assert "CANARY" not in json.dumps([first, second])


def test_record_is_not_started_when_too_little_time_is_left():
    document = received(b"words")

    assert work(read_command(document), seconds=20) == ["message-0"]
    assert events_of(document) == ["created"]


def test_change_of_many_documents_is_the_last_of_its_batch(lines):
    read = read_command(received(b"words"))
    bulk = json.dumps(json.loads(encode(Command(BULK, LIBRARY, job_id=new_id()))), indent=1)

    assert work(bulk, "[" * 100_000, read) == []
    assert [line["command"] for line in lines() if line["level"] == "INFO"] == ["read", "bulk"]


def test_purge_deletes_the_document_and_finishes_its_job():
    document = make_document(State.READY, trashed_at=PAST)
    job = make_job(document_id=document.document_id)

    assert work(encode(Command(PURGE, LIBRARY, document.document_id, job.job_id))) == []
    assert tables.jobs.find(LIBRARY, job.job_id).state == "done"
    assert events_of(document) == ["created", "purged"]


def test_reindex_rebuilds_the_library_and_reports_progress(monkeypatch):
    job = make_job("reindex")
    seen = []

    def rebuild(library_id, progress):
        for done in (100, 200, 250):
            progress(done, 250)
            found = tables.jobs.find(library_id, job.job_id)
            seen.append((found.state, int(found.done), int(found.total)))
        return 250

    monkeypatch.setattr(indexing, "rebuild", rebuild)
    command = encode(Command(REINDEX, LIBRARY, job_id=job.job_id))

    assert work(command) == []
    assert seen == [("running", 100, 250), ("running", 200, 250), ("running", 250, 250)]
    assert tables.jobs.find(LIBRARY, job.job_id).state == "done"
    assert work(command) == []
    assert len(seen) == 3


def test_reindex_that_takes_too_long_is_reported_for_another_delivery(monkeypatch):
    job = make_job("reindex")
    monkeypatch.setattr(handler, "_RESERVE_SECONDS", 1_000.0)
    monkeypatch.setattr(indexing, "rebuild", lambda _library, progress: progress(100, 250))
    again = []
    monkeypatch.setattr(commands, "deliver_again", lambda receipt, seconds: again.append((receipt, seconds)))

    assert work(encode(Command(REINDEX, LIBRARY, job_id=job.job_id))) == ["message-0"]
    assert tables.jobs.find(LIBRARY, job.job_id).state == "running"
    assert again == [(sqs_event("")["Records"][0]["receiptHandle"], 10)]


def test_command_that_was_not_started_is_delivered_again_at_once():
    sqs = commands.client()
    url = settings().work_queue_url
    sqs.send_message(QueueUrl=url, MessageBody=read_command(received(b"words")))
    [message] = sqs.receive_message(QueueUrl=url, VisibilityTimeout=1800)["Messages"]
    event = sqs_event(message["Body"])
    event["Records"][0]["receiptHandle"] = message["ReceiptHandle"]
    assert "Messages" not in sqs.receive_message(QueueUrl=url)

    assert handler.work(event, Context(20))["batchItemFailures"]

    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1


def test_command_that_met_a_conflict_waits_for_its_next_delivery(monkeypatch, lines):
    monkeypatch.setattr(indexing, "rebuild", raising(ConflictError("It is rebuilt already.")))
    again = []
    monkeypatch.setattr(commands, "deliver_again", lambda *call: again.append(call))

    assert work(encode(Command(REINDEX, LIBRARY))) == ["message-0"]
    assert again == []
    assert lines()[0]["cause"] == "postponed"


def test_reindex_without_a_job_succeeds(monkeypatch):
    seen = []
    monkeypatch.setattr(indexing, "rebuild", lambda library_id, _progress: seen.append(library_id))

    assert work(encode(Command(REINDEX, LIBRARY))) == []
    assert seen == [LIBRARY]


def test_sample_events_are_accepted(monkeypatch):
    monkeypatch.setattr(indexing, "rebuild", lambda _library, _progress: 0)

    for name, moved in (("read", 0), ("purge", 0), ("reindex", 0), ("not_a_command", 1)):
        event = json.loads((EVENTS / f"{name}.json").read_text())
        assert handler.work(event, Context())["batchItemFailures"] == []
        assert len(dead_letters()) == moved


def test_reading_is_counted_and_timed_once(capsys):
    documents = [received(b"one"), received(b"two"), received(b"no PDF", "application/pdf")]

    work(*(read_command(document) for document in documents))
    written = metric_lines(capsys)
    work(*(read_command(document) for document in documents))

    (whole,) = [line for line in written if "reason" not in line]
    assert (whole["service"], whole["stage"]) == ("worker", "test")
    assert (sum(whole["DocumentsReady"]), sum(whole["PagesRead"]), len(whole["ReadSeconds"])) == (2, 2, 3)
    assert [(line["reason"], line["DocumentsFailed"]) for line in written if "reason" in line] == [("damaged", [1.0])]
    assert tables.history.list_events(LIBRARY, documents[2].document_id)[-1].facts["cause"] == "damaged"
    assert metric_lines(capsys) == []


def test_failed_documents_are_counted_by_cause(capsys):
    exhausted = received(b"words", state=State.WORKING, lease_until=PAST, attempts=4)
    lost = received(b"words")
    objects.remove(objects.original_key(LIBRARY, lost.document_id))

    work(read_command(exhausted), read_command(lost))

    assert sorted(line["reason"] for line in metric_lines(capsys) if "reason" in line) == ["given_up", "lost"]


def test_purge_records_the_correlation_id_in_history():
    document = make_document(State.READY, trashed_at=PAST, correlation_id="click-of-the-drop")
    job = make_job(document_id=document.document_id)

    work(encode(Command(PURGE, LIBRARY, document.document_id, job.job_id, correlation_id="click-to-delete")))

    lines = tables.history.list_events(LIBRARY, document.document_id)
    assert [line.correlation_id for line in lines] == ["click-of-the-drop", "click-to-delete"]
