"""Metrics as log lines, and how many custom metrics are billed."""

import pytest

from docloft import metrics
from docloft.commands import registry
from docloft.errors import Cause, FaultCause
from docloft.metrics import Metric
from tests.fixtures import metric_lines

OF_DOCUMENTS, OF_FAULTS = 23, 86
"""Custom metrics of one stage: in a month in which every reason occurs, and in an hour in which every command fails for
every cause. docs/cost.md has their price.
"""


def test_metrics_with_all_their_reasons_stay_within_the_limit():
    of_documents = [metric for metric in Metric if metric != Metric.COMMANDS_FAILED]

    assert sum(len(metric.value.causes) or 1 for metric in of_documents) <= OF_DOCUMENTS


def test_failed_commands_stay_within_their_limit():
    """One metric without dimensions; one for each command and cause, including `index`; and one for messages that are
    no command.
    """
    assert 1 + (len(registry.ACTIONS) + 1) * len(FaultCause) + 1 <= OF_FAULTS


def test_failed_command_is_counted_for_the_alarm_and_by_command_and_cause(capsys):
    with metrics.invocation():
        metrics.count_failed_command("read", FaultCause.PERMISSION)
        metrics.count_failed_command("read", FaultCause.PERMISSION)
        metrics.count_failed_command("purge", FaultCause.BUG)

    counted = {(line.get("command"), line.get("reason")): sum(line["CommandsFailed"]) for line in metric_lines(capsys)}
    assert counted == {(None, None): 3, ("read", "permission"): 2, ("purge", "bug"): 1}


def test_metrics_are_written_when_the_invocation_fails(capsys):
    def fail():
        with metrics.invocation():
            metrics.count(Metric.DOCUMENTS_READY)
            metrics.count(Metric.DOCUMENTS_READY)
            metrics.observe(Metric.READ_SECONDS, 1.5)
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    (line,) = metric_lines(capsys)
    assert (line["DocumentsReady"], line["ReadSeconds"]) == ([1.0, 1.0], [1.5])


def test_invocation_without_metrics_writes_nothing(capsys):
    with metrics.invocation():
        pass

    assert metric_lines(capsys) == []


def test_more_than_a_hundred_values_are_split_for_cloudwatch(capsys):
    with metrics.invocation():
        for number in range(250):
            metrics.observe(Metric.INDEX_LAG_SECONDS, number)

    assert [len(line["IndexLagSeconds"]) for line in metric_lines(capsys)] == [100, 100, 50]


def test_undeclared_cause_creates_no_new_metric(capsys):
    with metrics.invocation():
        metrics.count(Metric.DOCUMENTS_REJECTED, cause=Cause.GIVEN_UP)
        metrics.count(Metric.DOCUMENTS_READY, cause=Cause.LOCKED)

    assert [line.get("reason") for line in metric_lines(capsys)] == ["damaged", None]
