"""How log lines are shown and chosen."""

import json
import re
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

from docloft import commands, faults, objects
from docloft.commands.registry import READ
from docloft_worker import handler
from local import logs, stacks
from services.worker.tests.documents import received, sqs_event
from tests.fixtures import LIBRARY
from tests.lambda_context import Context

AT = 1_795_852_844_089
TIME = datetime.fromtimestamp(AT / 1000, UTC).astimezone().strftime("%H:%M:%S")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("START RequestId: x Version: $LATEST", ""),
        ('{"_aws":{},"DocumentsReady":[1.0]}', ""),
        ('{"level":"INFO","message":"work","service":"work","outcome":"ready"}', "work     work outcome=ready"),
        ('{"level":"ERROR","message":"work","code":null}', "work     ERROR work"),
        ('{"level":"INFO","message":"m","library_id":"l","request_id":"r","count":2}', "work     m count=2"),
        ("Traceback (most recent call last):", "work     Traceback (most recent call last):"),
        ("[1, 2]", "work     [1, 2]"),
    ],
)
def test_line_shows_time_function_and_readable_fields(line, shown):
    assert logs.readable("work", AT, line) == (f"{TIME} {shown}" if shown else "")


def test_fault_is_shown_by_type_code_operation_and_innermost_place():
    fault = {
        "types": ["ClientError"],
        "code": "SlowDown",
        "operation": "GetObject",
        "frames": ["docloft.a:1", "docloft.b:2"],
    }
    line = json.dumps({"level": "ERROR", "message": "work", "fault": fault})

    assert logs.readable("work", AT, line).endswith("ERROR work fault=ClientError SlowDown GetObject docloft.b:2")


def refused_download():
    """The fault of a download that S3 refuses."""
    return ClientError({"Error": {"Code": "SlowDown"}}, "GetObject")


@pytest.fixture
def worker_line(cloud, monkeypatch, request):
    """The line of a command that failed, as the worker writes it, with the ids of its document and its request."""
    log = StringIO()
    monkeypatch.setattr(handler, "logger", Logger(service=request.node.name, stream=log))
    document = received(b"words")

    def refuse(*_arguments):
        raise refused_download()

    monkeypatch.setattr(objects, "download", refuse)
    correlation_id = "c2a8b3de-6f0e-4b8f-9d0c-0a1b2c3d4e5f"
    command = commands.Command(READ, LIBRARY, document.document_id, correlation_id=correlation_id)
    handler.work(sqs_event(commands.encode(command)), Context())
    return log.getvalue(), document.document_id, correlation_id


def test_line_of_a_failed_command_shows_its_fault_and_short_ids(worker_line):
    line, document_id, correlation_id = worker_line
    shown = logs.readable("work", AT, line)

    assert re.search(r"ERROR work fault=ClientError SlowDown GetObject docloft_worker\.reading:\d+ receives=1 ", shown)
    assert f" document_id=…{document_id[-8:]} " in shown
    assert f" correlation_id=…{correlation_id[-8:]}" in shown
    assert len(shown) <= 180


def test_line_of_one_request_is_whole(worker_line, log):
    line, document_id, correlation_id = worker_line
    log.events["api"].append({"logStreamName": "one", "timestamp": AT, "message": line})
    log.write("api", AT + 1, message="x" * 500, correlation_id=correlation_id)

    [failed, long] = logs.Reader(correlation_id=f"…{correlation_id[-8:]}").new_lines()

    assert "ERROR work fault=ClientError SlowDown GetObject docloft_worker.reading:" in failed
    assert f" document_id={document_id} " in failed
    assert f" correlation_id={correlation_id} " in failed
    assert "x" * 500 in long


def test_faults_of_several_libraries_are_shown_first_and_each_once():
    one = {"library_id": "l", "fault": faults.describe(refused_download())}
    line = {"level": "ERROR", "message": "index", "records": 3, "libraries": [one, one, {"indexed": 2}]}

    shown = logs.readable("index", AT, json.dumps(line))

    assert shown.endswith(
        'ERROR index fault=ClientError SlowDown GetObject records=3 libraries=[{"library_id":"l"},'
        '{"library_id":"l"},{"indexed":2}]'
    )


def test_long_line_is_cut():
    shown = logs.readable("work", AT, json.dumps({"level": "INFO", "message": "x" * 500}))

    assert len(shown) == 180
    assert shown.endswith("x…")


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ({"correlation_id": "0123-4567-89ab"}, True),
        ({"libraries": [{"correlation_ids": ["other", "0123-4567-89ab"]}]}, True),
        ({"correlation_id": "0123-4567-0000"}, False),
        ({"document_id": "0123-4567-89ab"}, False),
        ({}, False),
        ([], False),
    ],
)
@pytest.mark.parametrize("wanted", ["0123-4567-89ab", "-89ab"])
def test_line_belongs_to_the_request_it_names(line, chosen, wanted):
    assert logs.belongs_to(json.dumps(line), wanted) is chosen


def test_text_that_is_not_json_belongs_to_no_request():
    assert logs.belongs_to("0123-4567-89ab", "0123-4567-89ab") is False


class Log:
    """Log groups of two functions."""

    def __init__(self):
        self.events: dict[str, list[Any]] = {"api": [], "keys": []}
        self.most: int | None = None

    def get_paginator(self, _):
        return self

    def paginate(self, *, logGroupName, startTime):  # noqa: N803 - boto3's names
        name = logGroupName.rsplit("-", 1)[1]
        found = [event for event in self.events[name] if event["timestamp"] >= startTime]
        return [{"events": found[: self.most]}]

    def write(self, name, moment, stream="one", **fields):
        message = json.dumps({"level": "INFO", **fields})
        self.events[name].append({"logStreamName": stream, "timestamp": moment, "message": message})


@pytest.fixture
def log(monkeypatch):
    made = Log()
    monkeypatch.setattr(stacks, "client", lambda _: made)
    monkeypatch.setattr(stacks, "function_names", lambda: ["docloft-local-api", "docloft-local-keys"])
    return made


def test_lines_of_all_functions_come_in_order_and_once(log):
    reader = logs.Reader(since=(AT - 1) / 1000)
    log.write("keys", AT + 1, message="second")
    log.write("api", AT, message="first")
    log.write("api", AT - 5000, message="before")

    assert [line.split()[-1] for line in reader.new_lines()] == ["first", "second"]
    log.write("keys", AT + 1, message="third")
    assert [line.split()[-1] for line in reader.new_lines()] == ["third"]
    assert reader.new_lines() == []


def test_line_that_can_be_read_later_than_a_newer_one_is_shown(log):
    reader = logs.Reader()
    log.write("api", AT, message="newer")
    reader.new_lines()

    log.write("api", AT - 5000, message="older")

    assert [line.split()[-1] for line in reader.new_lines()] == ["older"]
    assert reader.new_lines() == []


def test_equal_lines_of_one_moment_are_all_shown(log):
    reader = logs.Reader()
    for stream in ("one", "one", "two"):
        log.write("api", AT, stream, message="again")

    assert len(reader.new_lines()) == 3
    log.write("api", AT, "two", message="again")
    assert len(reader.new_lines()) == 1


def test_reader_of_one_request_leaves_out_the_others(log):
    log.write("api", AT, message="mine", correlation_id="click-1")
    log.write("keys", AT + 1, message="other", correlation_id="click-2")

    lines = logs.Reader(correlation_id="click-1").new_lines()

    assert [line.split()[2] for line in lines] == ["mine"]


def test_request_is_found_after_more_events_than_the_emulator_returns_at_once(log):
    log.most = 10_000
    for number in range(25_000):
        log.write("api", AT + number // 3, message="other", correlation_id="click-1")
    log.write("api", AT + 25_000 // 3, message="mine", correlation_id="click-2")

    assert [line.split()[2] for line in logs.Reader(correlation_id="click-2").new_lines()] == ["mine"]
    assert len(logs.Reader(correlation_id="click-1").new_lines()) == 25_000
