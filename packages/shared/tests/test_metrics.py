"""Metrics as lines, and how many of them somebody may have to pay for."""

import pytest

from docloft import metrics
from docloft.errors import Cause
from docloft.metrics import Metric
from tests.fixtures import metric_lines

MOST = 25
"""Custom metrics of one stage in a month in which everything that can happen does: docs/cost.md says what they cost."""


def test_all_metrics_with_all_their_reasons_stay_few():
    assert sum(len(metric.value.causes) or 1 for metric in Metric) <= MOST


def test_metric_is_written_at_the_end_also_of_an_invocation_that_fails(capsys):
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


def test_invocation_without_news_writes_nothing(capsys):
    with metrics.invocation():
        pass

    assert metric_lines(capsys) == []


def test_hundred_and_more_values_are_split_as_cloudwatch_wants_them(capsys):
    with metrics.invocation():
        for number in range(250):
            metrics.observe(Metric.INDEX_LAG_SECONDS, number)

    assert [len(line["IndexLagSeconds"]) for line in metric_lines(capsys)] == [100, 100, 50]


def test_cause_a_metric_does_not_name_makes_no_new_metric(capsys):
    with metrics.invocation():
        metrics.count(Metric.DOCUMENTS_REJECTED, cause=Cause.GIVEN_UP)
        metrics.count(Metric.DOCUMENTS_READY, cause=Cause.LOCKED)

    assert [line.get("reason") for line in metric_lines(capsys)] == ["damaged", None]
