"""Commands and events that wait too long or failed permanently."""

import pytest

from operate import backlog
from operate.findings import Level
from operate.tests.clients import Service, found, metric, only


def lambda_with(state="Enabled", result="No records processed"):
    mappings = [{"State": state, "LastProcessingResult": result}]
    return Service(list_event_source_mappings={"EventSourceMappings": mappings})


@pytest.fixture
def waiting(monkeypatch):
    def install(count):
        monkeypatch.setattr(backlog.messages, "waiting", lambda _url: count)

    return install


@pytest.mark.usefixtures("cloud")
def test_dead_letters_and_failed_events_name_the_command_that_lists_them(stage, waiting):
    waiting(3)

    assert [what for _, what, advice in found(backlog.given_up, stage) if "make redrive STAGE=test" in advice] == [
        "3 commands failed permanently.",
        "3 events failed permanently.",
    ]
    waiting(0)
    assert only(backlog.given_up, stage)[0] == Level.OK


@pytest.mark.parametrize(("age", "level"), [((1801,), Level.PROBLEM), ((60, 100), Level.OK), ((), Level.UNKNOWN)])
def test_command_that_waits_too_long_is_a_problem(stage, aws, waiting, age, level):
    waiting(5)
    aws(**{"lambda": lambda_with(), "cloudwatch": metric(*age)})

    assert only(backlog.queue, stage)[0] == level


@pytest.mark.parametrize(("age", "level"), [((600_001,), Level.PROBLEM), ((10,), Level.OK), ((), Level.OK)])
def test_index_that_is_far_behind_is_a_problem(stage, aws, age, level):
    aws(**{"lambda": lambda_with(), "cloudwatch": metric(*age)})

    assert only(backlog.index, stage)[0] == level


def test_trigger_that_is_off_or_has_a_problem_is_reported(stage, aws):
    aws(**{"lambda": lambda_with("Disabled"), "cloudwatch": metric()})
    assert "mapping is Disabled" in found(backlog.index, stage)[0][1]

    aws(**{"lambda": lambda_with(result="PROBLEM: Function call failed"), "cloudwatch": metric()})
    assert "PROBLEM: Function call failed" in found(backlog.index, stage)[0][1]
