"""Metrics and log lines of receiving and sweeping, with the correlation id of the request."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

from docloft import objects, tables
from docloft.clock import now, timestamp
from docloft.lifecycle.states import State
from docloft_storage import handler, sweeping
from services.storage.tests import files
from services.storage.tests.conftest import announced, event_of, key_of, put, receive, reload, sweep
from tests.fixtures import LIBRARY, metric_lines, sent_commands

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture
def lines(monkeypatch, request):
    log = StringIO()
    monkeypatch.setattr(handler, "logger", Logger(service=request.node.name, stream=log))
    return lambda: [json.loads(line) for line in log.getvalue().splitlines()]


def test_upload_is_counted_and_timed_once_when_its_event_is_delivered_twice(capsys):
    document = announced(files.pdf("one"))
    put(document, files.pdf("one"))

    receive(event_of(key_of(document)))
    (written,) = metric_lines(capsys)
    receive(event_of(key_of(document)))

    assert (written["service"], written["stage"], written["DocumentsReceived"]) == ("storage", "test", [1.0])
    assert written["ReceiveSeconds"][0] > 0
    assert metric_lines(capsys) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ" + b"\x90\x00" * 400, "not_taken"),
        (b"PK\x03\x04\x14\x00 and no end", "damaged"),
    ],
)
def test_rejection_is_counted_by_the_code_that_history_records(capsys, content, code):
    document = announced(content)
    put(document, content)

    receive(event_of(key_of(document)))

    counted = [line for line in metric_lines(capsys) if "DocumentsRejected" in line]
    assert [(line["reason"], line["DocumentsRejected"]) for line in counted] == [(code, [1.0])]
    assert tables.history.list_events(LIBRARY, document.document_id)[-1].facts == {"cause": code}
    assert reload(document).reason != code


def test_duplicate_is_counted_by_its_code(capsys):
    content = files.pdf("same")
    first = announced(content)
    put(first, content)
    receive(event_of(key_of(first)))
    second = announced(content)
    put(second, content)
    metric_lines(capsys)

    receive(event_of(key_of(second)))

    assert [line["reason"] for line in metric_lines(capsys) if "reason" in line] == ["duplicate"]


def test_upload_that_never_arrived_is_counted_by_the_sweep(monkeypatch, capsys):
    document = announced(b"never")
    later = now() + sweeping.EXPIRES_AFTER + timedelta(minutes=1)
    monkeypatch.setattr(sweeping, "now", lambda: later)
    monkeypatch.setattr(sweeping, "timestamp", lambda: timestamp(later))

    sweep()

    assert reload(document).state == State.REJECTED
    (written,) = metric_lines(capsys)
    assert (written["reason"], written["DocumentsRejected"]) == ("never_came", [1.0])


def test_log_command_and_history_have_the_correlation_id_of_the_upload(lines):
    document = announced(files.pdf("one"), correlation_id="click-0001")
    put(document, files.pdf("one"))

    receive(event_of(key_of(document)))

    assert [line["correlation_id"] for line in lines()] == ["click-0001"]
    assert [command.correlation_id for command in sent_commands()] == ["click-0001"]
    assert {line.correlation_id for line in tables.history.list_events(LIBRARY, document.document_id)} == {"click-0001"}


def test_failure_is_logged_with_its_own_document_and_correlation_id(monkeypatch, lines):
    troubled, fine = (announced(files.pdf(name), correlation_id=f"click-{name}") for name in ("troubled", "fine"))
    for document, name in ((troubled, "troubled"), (fine, "fine")):
        put(document, files.pdf(name))
    download = objects.download

    def fail(key, path):
        if troubled.document_id in key:
            raise ClientError({"Error": {"Code": "SlowDown", "Message": "CANARY"}}, "GetObject")
        return download(key, path)

    monkeypatch.setattr(objects, "download", fail)
    event = event_of(key_of(troubled))
    event["Records"] += event_of(key_of(fine))["Records"]

    with pytest.raises(ClientError):
        receive(event)

    logged = [(line["document_id"], line["correlation_id"], line["outcome"]) for line in lines()]
    assert logged == [
        (troubled.document_id, "click-troubled", "error"),
        (fine.document_id, "click-fine", "received"),
    ]
    fault = lines()[0]["fault"]
    assert (fault["types"], fault["code"], fault["operation"]) == (["ClientError"], "SlowDown", "GetObject")
    assert re.fullmatch(r"docloft_storage\.receiving:\d+", fault["frames"][-1])
    assert "CANARY" not in json.dumps(lines())


def test_failed_sweep_logs_the_code_and_place_of_the_error(monkeypatch, lines):
    def refuse(*, until):
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": f"CANARY {until}"}}, "Query")

    monkeypatch.setattr(sweeping, "sweep", refuse)

    with pytest.raises(ClientError):
        sweep()

    (line,) = lines()
    assert (line["level"], line["fault"]["code"], line["fault"]["operation"]) == ("ERROR", "AccessDenied", "Query")
    assert re.fullmatch(r"docloft_storage\.handler:\d+", line["fault"]["frames"][-1])
    assert "CANARY" not in json.dumps(line)
