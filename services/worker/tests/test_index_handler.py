import json
import re
import time
from datetime import timedelta
from io import StringIO
from threading import Barrier
from typing import Any

import pytest
from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

from docloft.clock import now, timestamp
from docloft.lifecycle.states import State
from docloft_worker import index_handler, indexing
from tests.fixtures import LIBRARY, OTHER_LIBRARY, metric_lines
from tests.lambda_context import Context


def image(state=State.READY, **values):
    return {"state": {"S": state}, "title": {"S": "Invoice"}, "version": {"N": "3"}, **values}


def record(before, after, document_id="01J", library_id=LIBRARY):
    change = {"Keys": {"library_id": {"S": library_id}, "document_id": {"S": document_id}}}
    if before:
        change["OldImage"] = before
    if after:
        change["NewImage"] = after
    name = "REMOVE" if not after else "MODIFY" if before else "INSERT"
    return {"eventName": name, "dynamodb": change}


def ids_of(records):
    return {library_id: list(changes) for library_id, changes in index_handler.changes(records).items()}


@pytest.mark.parametrize(
    ("before", "after", "concerns"),
    [
        (image(State.WORKING), image(State.READY), True),
        (image(), image(title={"S": "Renamed"}), True),
        (image(), image(trashed_at={"S": "2026-01-01"}), True),
        (image(), image(notes_revision={"N": "1"}), True),
        (image(), image(document_date={"S": "2026-01-01"}), True),
        (None, image(), True),
        (image(), None, True),
        (image(), image(version={"N": "4"}, index_problem={"S": "x"}), False),
        (image(lease_until={"S": "x"}), image(), False),
        (image(State.REJECTED), None, False),
        (None, image(State.AWAITING_UPLOAD), False),
        (None, None, True),
    ],
)
def test_only_changes_the_index_depends_on_are_handled(before, after, concerns):
    assert ids_of([record(before, after)]) == ({LIBRARY: ["01J"]} if concerns else {})


def test_changes_are_grouped_by_library_and_document():
    records = [
        record(None, image(), "a"),
        record(None, image(), "b", OTHER_LIBRARY),
        record(image(), None, "a"),
        record(None, image(), "c"),
    ]

    assert ids_of(records) == {LIBRARY: ["a", "c"], OTHER_LIBRARY: ["b"]}


def test_failure_of_one_library_is_raised_after_the_others_were_indexed(monkeypatch, capsys):
    served, log = [], StringIO()
    monkeypatch.setattr(index_handler, "logger", Logger(service="test-fault", stream=log))

    def update(library_id, _ids):
        if library_id == LIBRARY:
            raise ClientError({"Error": {"Code": "SlowDown", "Message": "CANARY"}}, "PutObject")
        served.append(library_id)
        return indexing.Outcome(indexed=1)

    monkeypatch.setattr(indexing, "update", update)
    event = {"Records": [record(None, image()), record(None, image(), library_id=OTHER_LIBRARY)]}

    with pytest.raises(ClientError):
        index_handler.index(event, Context())
    assert served == [OTHER_LIBRARY]
    (line,) = log.getvalue().strip().splitlines()
    fault = json.loads(line)["libraries"][0]["fault"]
    assert (fault["code"], fault["operation"]) == ("SlowDown", "PutObject")
    assert re.fullmatch(r"docloft_worker\.index_handler:\d+", fault["frames"][-1])
    assert "CANARY" not in line
    failed = [one for one in metric_lines(capsys) if "CommandsFailed" in one]
    assert [(one.get("command"), one.get("reason")) for one in failed] == [(None, None), ("index", "throttled")]


def test_libraries_of_a_batch_are_updated_side_by_side_and_each_in_order(monkeypatch):
    together = Barrier(index_handler.SIDE_BY_SIDE)
    seen = {}

    def update(library_id, document_ids):
        together.wait(timeout=60)
        seen[library_id] = document_ids
        return indexing.Outcome(indexed=len(document_ids))

    monkeypatch.setattr(indexing, "update", update)
    libraries = [f"library-{number}" for number in range(2 * index_handler.SIDE_BY_SIDE)]
    records = [record(None, image(), name, library) for name in ("b", "a", "c", "a") for library in libraries]

    index_handler.index({"Records": records}, Context())

    assert seen == {library: ["b", "a", "c"] for library in libraries}


def test_one_line_is_logged_without_titles(monkeypatch):
    log = StringIO()
    monkeypatch.setattr(index_handler, "logger", Logger(service="test-index", stream=log))
    monkeypatch.setattr(indexing, "update", lambda _library, _ids: indexing.Outcome(indexed=1))

    index_handler.index({"Records": [record(None, image(title={"S": "CANARY"}))]}, Context())

    (line,) = log.getvalue().strip().splitlines()
    assert json.loads(line)["libraries"][0]["indexed"] == 1
    assert "CANARY" not in line


def test_log_line_has_every_correlation_id_and_lag_counts_from_the_first_change(monkeypatch, capsys):
    log = StringIO()
    monkeypatch.setattr(index_handler, "logger", Logger(service="test-clicks", stream=log))
    monkeypatch.setattr(indexing, "update", lambda _library, _ids: indexing.Outcome(indexed=1))
    written = timestamp(now() - timedelta(seconds=40)), timestamp(now() - timedelta(seconds=2))
    dropped = image(correlation_id={"S": "click-of-the-drop"}, updated_at={"S": written[0]})
    renamed = image(title={"S": "Other"}, correlation_id={"S": "click-of-the-name"}, updated_at={"S": written[1]})
    deleted: dict[str, Any] = {**record(image(correlation_id={"S": "click-of-the-trash"}), None, "02J")}
    deleted["dynamodb"]["ApproximateCreationDateTime"] = int(time.time()) - 10

    index_handler.index({"Records": [record(None, dropped), record(dropped, renamed), deleted]}, Context())

    line = json.loads(log.getvalue())
    assert line["libraries"][0]["correlation_ids"] == [
        "click-of-the-drop",
        "click-of-the-name",
        "click-of-the-trash",
    ]
    (metrics,) = metric_lines(capsys)
    assert (metrics["service"], metrics["stage"]) == ("worker", "test")
    assert len(metrics["IndexSeconds"]) == 1
    assert sorted(int(lag) // 5 for lag in metrics["IndexLagSeconds"]) == [2, 8]


def test_batch_that_changes_nothing_in_the_index_writes_no_metric(capsys):
    index_handler.index({"Records": [record(image(), image(lease_until={"S": "x"}))]}, Context())

    assert metric_lines(capsys) == []


def test_library_that_could_not_be_indexed_is_not_timed(monkeypatch, capsys):
    def fail(_library, _ids):
        raise ClientError({"Error": {"Code": "SlowDown"}}, "PutObject")

    monkeypatch.setattr(indexing, "update", fail)

    with pytest.raises(ClientError):
        index_handler.index({"Records": [record(None, image())]}, Context())
    assert [line for line in metric_lines(capsys) if "CommandsFailed" not in line] == []
