"""Metrics as log lines, and how many custom metrics are billed."""

import pytest

from docloft import metrics
from docloft.errors import Cause
from docloft.metrics import Metric
from tests.fixtures import metric_lines

LIMIT = 25
"""Custom metrics of one stage in a month in which every reason occurs. docs/cost.md has their price."""


def test_metrics_with_all_their_reasons_stay_within_the_limit():
    assert sum(len(metric.value.causes) or 1 for metric in Metric) <= LIMIT


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
