"""What is counted and timed, written as lines of the embedded metric format (AWS: CloudWatch embedded metric format
specification): no call, no permission, nothing while nothing happens.

Every name with every combination of its dimensions is a custom metric and is billed for each hour in which it is
written (docs/cost.md). Hence this one table, three dimensions at most, and none that grows with what people do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from docloft.errors import Cause
from docloft.settings import settings


@dataclass(frozen=True, slots=True)
class Kind:
    """`service`: the one that writes it. `causes`: the values of its dimension `reason`; empty when it has none."""

    service: str
    name: str
    unit: MetricUnit
    causes: frozenset[Cause] = frozenset()


class Metric(Enum):
    """All there are."""

    DOCUMENTS_RECEIVED = Kind("storage", "DocumentsReceived", MetricUnit.Count)
    DOCUMENTS_REJECTED = Kind(
        "storage",
        "DocumentsRejected",
        MetricUnit.Count,
        frozenset(
            {
                Cause.EMPTY,
                Cause.TOO_LARGE,
                Cause.CHANGED,
                Cause.DAMAGED,
                Cause.DUPLICATE,
                Cause.NOT_TAKEN,
                Cause.LOCKED,
                Cause.NEVER_CAME,
            }
        ),
    )
    RECEIVE_SECONDS = Kind("storage", "ReceiveSeconds", MetricUnit.Seconds)
    """From the event to the decision, of one upload."""
    DOCUMENTS_READY = Kind("worker", "DocumentsReady", MetricUnit.Count)
    DOCUMENTS_FAILED = Kind(
        "worker",
        "DocumentsFailed",
        MetricUnit.Count,
        frozenset(
            {Cause.DAMAGED, Cause.LOCKED, Cause.TOO_LARGE, Cause.TOO_HEAVY, Cause.NOT_TAKEN, Cause.LOST, Cause.GIVEN_UP}
        ),
    )
    PAGES_READ = Kind("worker", "PagesRead", MetricUnit.Count)
    READ_SECONDS = Kind("worker", "ReadSeconds", MetricUnit.Seconds)
    """From the command to ready or failed, of one document."""
    INDEX_SECONDS = Kind("worker", "IndexSeconds", MetricUnit.Seconds)
    """Of one batch of one library."""
    INDEX_LAG_SECONDS = Kind("worker", "IndexLagSeconds", MetricUnit.Seconds)
    """From the change of a card to the commit that search answers from, of one document."""


Collected = dict[tuple[str, Cause | None], EphemeralMetrics]
_collected: ContextVar[Collected | None] = ContextVar("metrics", default=None)


def count(metric: Metric, number: int = 1, *, cause: Cause | None = None) -> None:
    """Adds to what the invocation counted. `cause` is for metrics that have causes, and one they do not name is counted
    as damaged, so that a new refusal never makes a new metric by itself.
    """
    if metric.value.causes and cause not in metric.value.causes:
        cause = Cause.DAMAGED
    _add(metric, number, cause if metric.value.causes else None)


def observe(metric: Metric, seconds: float) -> None:
    """One time that was taken. Every value is kept, so that percentiles can be asked for."""
    _add(metric, seconds, None)


@contextmanager
def invocation() -> Iterator[None]:
    """What is counted inside is written to standard output at the end, where Lambda's log takes it up; also when it
    ends by an exception. What is counted outside of any is dropped.
    """
    collected: Collected = {}
    token = _collected.set(collected)
    try:
        yield
    finally:
        _collected.reset(token)
        for one in collected.values():
            if one.metric_set:
                one.flush_metrics()


def _add(metric: Metric, number: float, cause: Cause | None) -> None:
    collected = _collected.get()
    if collected is None:
        return
    kind = metric.value
    key = (kind.service, cause)
    if key not in collected:
        dimensions = {"service": kind.service, "stage": settings().stage_name}
        if cause is not None:
            dimensions["reason"] = cause.value
        # Powertools reads the namespace (POWERTOOLS_METRICS_NAMESPACE) when this is made.
        collected[key] = EphemeralMetrics(service=kind.service, default_dimensions=dimensions)
    collected[key].add_metric(kind.name, kind.unit, number)
