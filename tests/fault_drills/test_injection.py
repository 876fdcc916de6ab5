"""A drill that did not inject its faults fails."""

import random
from types import SimpleNamespace

import pytest

from tests.fault_drills import __main__ as command
from tests.fault_drills.drills import Result, deliver, not_killed
from tests.fault_drills.library import Verdict
from tests.fault_drills.plans import AtSteps, Step
from tests.fault_drills.proxy import Call, Fault

CALLS = {"receive": 4, "work": 3, "index": 0}


def test_steps_that_were_not_reached_are_problems():
    plan = AtSteps({"a": Step("work", 1, Fault.KILLED_AFTER), "b": Step("work", 9, Fault.KILLED_BEFORE)})
    plan(Call("work", 1, "s3", "GetObject", "a", 1))

    assert not_killed(CALLS, plan) == [
        "No call of index was seen, so it was never killed.",
        "Not injected: killed before the effect, at call 9 of work.",
    ]


def records(*ids):
    return [{"dynamodb": {"Keys": {"document_id": {"S": name}}}} for name in ids]


def delivered(found, **response):
    functions = SimpleNamespace(invoke=lambda **_: {"StatusCode": 200, **response})
    return deliver(functions, found, {"a", "b"}, random.Random(1))  # noqa: S311 - must be repeatable


def test_every_batch_of_the_stream_is_delivered_three_times():
    assert delivered(records(*"ab" * 20)) == (6, [])


def test_failed_delivery_of_the_stream_is_a_problem():
    batches, problems = delivered(records("a", "b"), FunctionError="Unhandled")

    assert problems == [f"index failed at batch {number}: Unhandled." for number in range(1, batches + 1)]


@pytest.mark.parametrize(("found", "missing"), [((), "ab"), (("a",), "b")])
def test_documents_without_a_record_in_the_stream_are_problems(found, missing):
    _, problems = delivered(records(*found))

    assert problems == [f"The stream has no record of {name}." for name in missing]


@pytest.mark.parametrize(("problems", "status"), [([], 0), (["No call was disturbed."], 1)])
def test_problem_of_a_drill_is_printed_and_fails_the_run(monkeypatch, capsys, problems, status):
    def drill(_stack):
        """Does nothing."""
        return Result(Verdict(1, 1), 0, problems)

    monkeypatch.setattr(command, "DRILLS", {"killed": drill})
    monkeypatch.setattr(command, "start", lambda _port: None)
    monkeypatch.setattr(command, "running", lambda *_: _Running())
    monkeypatch.setattr(command, "stack_of", lambda outputs: outputs)

    assert command.main(["killed"]) == status
    assert [line.strip() for line in capsys.readouterr().out.splitlines()[3:]] == problems


class _Running:
    def __enter__(self):
        return {}

    def __exit__(self, *_):
        pass
