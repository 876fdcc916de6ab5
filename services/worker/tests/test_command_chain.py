"""Commands from the queue, delivered to the handler of the work function as Lambda does."""

import json
from collections import Counter
from io import StringIO
from pkgutil import resolve_name

import boto3
import pytest
from aws_lambda_powertools import Logger

from docloft import commands, correlation
from docloft.commands import Action
from docloft.commands.registry import ACTIONS
from docloft.ids import new_id
from docloft.settings import settings
from docloft_worker import failed_commands, handler
from services.worker.tests import toy_actions
from services.worker.tests.documents import deliver_each_message, sqs_event
from tests.conftest import ROOT
from tests.contract.templates import load_yaml
from tests.fixtures import LIBRARY, dead_letters, sent_commands
from tests.lambda_context import Context

pytestmark = pytest.mark.usefixtures("cloud")

HERE = "services.worker.tests.toy_actions"


@pytest.fixture
def declare(monkeypatch):
    """Adds an action whose handler is in toy_actions, for this test only."""
    toy_actions.handled.clear()

    def add(function, **values):
        action = Action("toy", handler=f"{HERE}:{function}", idempotence="Nothing happens.", **values)
        monkeypatch.setitem(ACTIONS, action.name, action)
        return action

    return add


@pytest.fixture
def lines(monkeypatch, request):
    log = StringIO()
    monkeypatch.setattr(handler, "logger", Logger(service=request.node.name, stream=log))
    return lambda: [json.loads(line) for line in log.getvalue().splitlines()]


def deliver():
    """Invokes the function with messages from the queue until it is empty. A failed message is removed, as the queue
    does after the last delivery. Returns the bodies of failed messages and of dead letters.
    """
    sqs = boto3.client("sqs", region_name="eu-central-1")
    url = settings().work_queue_url
    failed = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=5).get("Messages"):
        bodies = [message["Body"] for message in messages]
        response = handler.work(sqs_event(*bodies), Context())
        failed += [bodies[int(one["itemIdentifier"].rpartition("-")[2])] for one in response["batchItemFailures"]]
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        assert len(toy_actions.handled) < 100, "the chain does not end"
    return [*failed, *dead_letters().values()]


@pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
def test_handler_of_every_action_is_in_its_own_module(action):
    assert action.handler == f"docloft_worker.actions.{action.name}:handle"
    assert callable(resolve_name(action.handler))


def test_endless_fan_out_is_stopped_after_five_hops(declare, lines):
    toy = declare("fan_out", required=("document_id",), fan_out=True)
    commands.send(toy, LIBRARY, document_id=new_id(), correlation_id="click")

    failed = deliver()

    hops = Counter(command.hop for command in toy_actions.handled)
    assert hops == {0: 1, 1: 2, 2: 4, 3: 8, 4: 16}
    assert {json.loads(body)["hop"] for body in failed} == {4}
    assert len(failed) == 16
    assert {command.correlation_id for command in toy_actions.handled} == {"click"}
    assert {line["fault"]["types"][0] for line in lines() if line["level"] == "ERROR"} == {"ChainError"}
    assert sent_commands() == []


def test_fan_out_of_a_command_that_may_not_is_refused(declare, lines):
    toy = declare("fan_out", required=("document_id",))
    commands.send(toy, LIBRARY, document_id=new_id())

    assert len(deliver()) == 1
    assert len(toy_actions.handled) == 1
    assert lines()[0]["fault"]["types"] == ["ChainError"]
    assert sent_commands() == []


def test_command_sent_after_another_was_handled_starts_a_new_chain(declare):
    toy = declare("handle", required=("document_id",))
    commands.send(toy, LIBRARY, document_id=new_id(), correlation_id="first")
    deliver()

    with correlation.scope("second"):
        sent = commands.send(toy, LIBRARY, document_id=new_id())

    assert (sent.hop, sent.correlation_id) == (0, "second")


def test_command_beyond_the_hop_limit_is_not_handled(declare):
    declare("handle", required=("document_id",))
    body = {"version": 1, "command": "toy", "library_id": LIBRARY, "document_id": new_id(), "hop": commands.MAX_HOPS}

    response = handler.work(sqs_event(json.dumps(body)), Context())

    assert response["batchItemFailures"] == []
    assert len(dead_letters()) == 1
    assert toy_actions.handled == []


def test_command_that_needs_more_time_than_five_deliveries_is_sent_again(declare, lines):
    toy = declare("needs_time", optional=("job_id",))
    job_id = new_id()
    toy_actions.runs_left = 12
    commands.send(toy, LIBRARY, job_id=job_id, correlation_id="click")

    assert deliver_each_message() == ([5, 5, 3], [])
    assert [(one.hop, one.job_id, one.correlation_id) for one in toy_actions.handled[::5]] == [
        (0, job_id, "click"),
        (1, job_id, "click"),
        (2, job_id, "click"),
    ]
    assert lines()[-1]["outcome"] == "done"


def test_command_that_never_has_enough_time_is_a_dead_letter_after_five_times_five_deliveries(declare):
    toy = declare("needs_time")
    toy_actions.runs_left = 1000
    commands.send(toy, LIBRARY)

    deliveries, dead = deliver_each_message()

    assert deliveries == [5] * commands.MAX_HOPS
    assert [json.loads(body)["hop"] for body in dead] == [commands.MAX_HOPS - 1]


def test_command_that_advances_is_sent_again_until_it_is_done(declare, monkeypatch, lines):
    toy = declare("needs_time")
    toy_actions.runs_left = 33
    monkeypatch.setattr(toy_actions, "has_advanced", True)
    commands.send(toy, LIBRARY)

    assert deliver_each_message() == ([5] * 6 + [4], [])
    assert {one.hop for one in toy_actions.handled} == {0}
    assert lines()[-1]["outcome"] == "done"


def test_last_delivery_is_that_of_the_queue():
    queue = load_yaml(ROOT / "services/storage/resources/queues.yml")["Resources"]["WorkQueue"]["Properties"]

    assert queue["RedrivePolicy"]["maxReceiveCount"] == failed_commands.LAST_DELIVERY
