"""Metrics, written as log lines in CloudWatch's embedded metric format: no API call, no permission, and no cost while
idle.

Every name with every combination of dimensions is a custom metric, billed for each hour in which it is written
(docs/cost.md). Therefore all metrics are declared here, with three dimensions at most and no unbounded values.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum, StrEnum

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from docloft.errors import Cause, FaultCause
from docloft.settings import settings


@dataclass(frozen=True, slots=True)
class Kind:
    """`service`: the service that writes it. `causes`: values of the dimension `reason`; empty when it has none."""

    service: str
    name: str
    unit: MetricUnit
    causes: frozenset[StrEnum] = frozenset()


class Metric(Enum):
    """All metrics."""

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
    """From the event until the upload is accepted or refused."""
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
    PAGES_RECOGNISED = Kind("worker", "PagesRecognised", MetricUnit.Count)
    """Pages recognised (OCR), including those whose result was lost."""
    READ_SECONDS = Kind("worker", "ReadSeconds", MetricUnit.Seconds)
    """From the command to ready or failed, for one document."""
    INDEX_SECONDS = Kind("worker", "IndexSeconds", MetricUnit.Seconds)
    """For one batch of one library."""
    INDEX_LAG_SECONDS = Kind("worker", "IndexLagSeconds", MetricUnit.Seconds)
    """From the change of a document to the commit that makes it visible in search."""
    COMMANDS_FAILED = Kind("worker", "CommandsFailed", MetricUnit.Count, frozenset(FaultCause))
    """Written by `count_failed_command` only."""


Collected = dict[tuple[tuple[str, str], ...], EphemeralMetrics]
"""By dimensions."""
_collected: ContextVar[Collected | None] = ContextVar("metrics", default=None)


def count(metric: Metric, number: int = 1, *, cause: Cause | None = None) -> None:
    """Adds to a counter of this invocation. `cause`: only for metrics with causes. A cause that the metric does not
    declare is counted as `damaged`, so that a new refusal does not silently create a new metric.
    """
    if metric.value.causes and cause not in metric.value.causes:
        cause = Cause.DAMAGED
    _add(metric, number, {"reason": cause.value} if cause and metric.value.causes else {})


def count_failed_command(command: str, cause: FaultCause) -> None:
    """Counts one command that failed: without further dimensions, for the alarm, and by command and cause. An alarm
    cannot add up the values of a dimension (AWS: alarms do not support SEARCH expressions). `command` is a name from
    the registry, `index` for a library whose index could not be updated, `unlock`, or `unknown`. The search function
    counts a `reindex` that it could not send.
    """
    _add(Metric.COMMANDS_FAILED, 1, {})
    _add(Metric.COMMANDS_FAILED, 1, {"command": command, "reason": cause.value})


def observe(metric: Metric, seconds: float) -> None:
    """Adds one measured time. Every value is kept, so percentiles are available."""
    _add(metric, seconds, {})


@contextmanager
def invocation() -> Iterator[None]:
    """Writes the metrics counted inside the block to standard output (Lambda's log) when it ends, even after an
    exception. Metrics counted outside are dropped.
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


def _add(metric: Metric, number: float, more: dict[str, str]) -> None:
    collected = _collected.get()
    if collected is None:
        return
    kind = metric.value
    dimensions = {"service": kind.service, "stage": settings().stage_name, **more}
    key = tuple(dimensions.items())
    if key not in collected:
        # Powertools reads the namespace (POWERTOOLS_METRICS_NAMESPACE) when this is made.
        collected[key] = EphemeralMetrics(service=kind.service, default_dimensions=dimensions)
    collected[key].add_metric(kind.name, kind.unit, number)
