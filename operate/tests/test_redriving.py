"""Redriving with SQS's StartMessageMoveTask. The emulator does not have it, so a fake client replaces SQS."""

import json
import time

import boto3
import pytest
from botocore.exceptions import ClientError

from docloft import tables
from docloft.commands import Command, encode
from docloft.commands.registry import READ
from docloft.errors import Cause
from docloft.ids import new_id
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from operate import messages, redriving, retrying
from operate.stage import client
from tests.fixtures import LIBRARY, make_document, sent_commands
from tools.failure import OperatorError


class MovingQueue:
    """SQS with message move tasks: each is reported as running once, then as done."""

    def __init__(self, real, refusal=None, status="COMPLETED"):
        self.real, self.refusal, self.status = real, refusal, status
        self.sources, self.targets, self.polls = [], [], 0

    def __getattr__(self, name):
        return getattr(self.real, name)

    def start_message_move_task(self, **arguments):
        if self.refusal:
            raise ClientError({"Error": {"Code": self.refusal}}, "StartMessageMoveTask")
        self.sources.append(arguments["SourceArn"])
        self.targets.append(arguments["DestinationArn"])
        return {"TaskHandle": "task"}

    def list_message_move_tasks(self, **_arguments):
        self.polls += 1
        return {"Results": [{"Status": "RUNNING" if self.polls < 2 else self.status, "FailureReason": "AccessDenied"}]}


@pytest.fixture
def moving(monkeypatch):
    def install(**how):
        queue = MovingQueue(boto3.client("sqs", region_name="eu-central-1"), **how)
        monkeypatch.setattr(messages, "client", lambda service: queue if service == "sqs" else client(service))
        monkeypatch.setattr(messages, "_QUIET", 1)
        monkeypatch.setattr(retrying.time, "sleep", lambda _seconds: None)
        return queue

    return install


def letter(stage, body=None):
    command = Command(READ, LIBRARY, new_id(), correlation_id="click-0001")
    sqs = boto3.client("sqs", region_name="eu-central-1")
    return sqs.send_message(QueueUrl=stage.dead_letter_queue_url, MessageBody=body or encode(command))["MessageId"]


def test_everything_is_moved_back_by_one_sqs_task(stage, moving, capsys):
    queue = moving()
    letter(stage)

    assert redriving.redrive(stage, everything=True) == 0

    assert [arn.rsplit(":", 1)[1] for arn in queue.sources] == ["docloft-test-work-dead-letter"]
    # SQS does not know the source queue of messages that the worker moved itself.
    assert [arn.rsplit(":", 1)[1] for arn in queue.targets] == ["docloft-test-work"]
    assert queue.polls == 2
    assert sent_commands() == []
    assert "Moved 1 back" in capsys.readouterr().out


def test_single_message_is_moved_without_a_task_because_a_task_moves_all(stage, moving):
    queue = moving()
    one, _other = letter(stage), letter(stage)

    assert redriving.redrive(stage, one=one) == 0

    assert queue.sources == []
    assert len(sent_commands()) == 1


def test_reason_of_a_message_that_the_worker_moved_is_found(stage, moving, capsys):
    moving()
    moved = letter(stage)
    fault = {"types": ["AssertionError"], "code": None, "operation": None, "resources": [], "frames": ["docloft.x:1"]}
    line = {"message_id": "4a0c2a3e", "dead_letter_id": moved, "receives": "1", "fault": fault, "timestamp": "now"}
    logs = boto3.client("logs", region_name="eu-central-1")
    group = "/aws/lambda/docloft-test-work"
    logs.create_log_stream(logGroupName=group, logStreamName="1")
    moment = int(time.time() * 1000)
    event = {"timestamp": moment, "message": json.dumps({**line, "level": "ERROR"})}
    logs.put_log_events(logGroupName=group, logStreamName="1", logEvents=[event])

    redriving.redrive(stage)

    printed = capsys.readouterr().out
    assert "tried 1 time\n" in printed
    assert "why: AssertionError, now, in docloft.x:1" in printed


def failed(cause):
    """A document whose only attempts to be read ended like this."""
    document = make_document(State.WORKING)
    change = changes.Change("failed", {"state": State.FAILED, "reason": "A sentence."}, facts={"cause": cause})
    return changes.amend(LIBRARY, document.document_id, lambda _: change, actor="work").document


@pytest.mark.parametrize("one_by_one", [False, True])
def test_document_that_was_given_up_is_read_again(stage, moving, capsys, one_by_one):
    moving(refusal="InvalidAction" if one_by_one else None)
    given_up, damaged = failed(Cause.GIVEN_UP), failed(Cause.DAMAGED)
    for document in (given_up, given_up, damaged):
        letter(stage, encode(Command(READ, LIBRARY, document.document_id)))

    redriving.redrive(stage)
    assert tables.documents.find(LIBRARY, given_up.document_id).state == State.FAILED
    assert redriving.redrive(stage, everything=True) == 0

    reopened = tables.documents.find(LIBRARY, given_up.document_id)
    assert (reopened.state, bool(reopened.reason), bool(reopened.due_at)) == (State.RECEIVED, False, True)
    assert tables.documents.find(LIBRARY, damaged.document_id).state == State.FAILED
    assert "1 document that was given up will be read again." in capsys.readouterr().out


def test_document_is_reopened_only_with_its_own_message(stage, moving):
    moving()
    first, second = failed(Cause.GIVEN_UP), failed(Cause.GIVEN_UP)
    one, _ = (letter(stage, encode(Command(READ, LIBRARY, document.document_id))) for document in (first, second))

    redriving.redrive(stage, one=one)

    states = [tables.documents.find(LIBRARY, document.document_id).state for document in (first, second)]
    assert states == [State.RECEIVED, State.FAILED]


def test_task_is_not_used_if_a_message_must_be_kept(stage, moving, capsys):
    queue = moving()
    letter(stage)
    letter(stage, "no command")

    assert redriving.redrive(stage, everything=True) == 1

    assert queue.sources == []
    assert len(sent_commands()) == 1
    assert "FORGET=<id>" in capsys.readouterr().out


def test_messages_are_moved_one_by_one_where_tasks_do_not_exist(stage, moving):
    moving(refusal="InvalidAction")
    letter(stage)
    letter(stage)

    assert redriving.redrive(stage, everything=True) == 0
    assert len(sent_commands()) == 2


def test_task_that_is_not_allowed_is_an_error(stage, moving):
    moving(refusal="AccessDenied")
    letter(stage)

    with pytest.raises(ClientError):
        redriving.redrive(stage, everything=True)
    assert sent_commands() == []


def test_failed_task_is_reported_with_its_reason(stage, moving):
    moving(status="FAILED")
    letter(stage)

    with pytest.raises(OperatorError, match="AccessDenied"):
        redriving.redrive(stage, everything=True)


def test_message_in_neither_queue_is_reported_and_nothing_is_moved(stage, moving):
    moving()
    letter(stage)

    with pytest.raises(OperatorError, match="no message"):
        redriving.redrive(stage, one="4a0c2a3e-0000-4000-8000-000000000000")
    assert sent_commands() == []


def test_listing_removes_and_hides_no_message(stage, moving):
    moving()
    letter(stage)

    for _ in range(3):
        assert redriving.redrive(stage) == 0
    with messages.held(stage.dead_letter_queue_url) as found:
        assert len(found) == 1


def test_letter_whose_record_cannot_be_read_does_not_hide_the_next_one(stage, moving, capsys):
    moving()
    document = make_document(State.READY)
    item = {"library_id": {"S": LIBRARY}, "document_id": {"S": document.document_id}, "version": {"S": "no number"}}
    boto3.client("dynamodb", region_name="eu-central-1").put_item(
        TableName=tables.documents.Document.Meta.table_name, Item=item
    )
    letter(stage, encode(Command(READ, LIBRARY, document.document_id)))
    letter(stage, '{"hello": "world"}')

    redriving.redrive(stage)

    listed = capsys.readouterr().out
    assert "now: this release cannot read the document's record" in listed
    assert "not a command of this release" in listed
