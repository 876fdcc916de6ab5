"""Action: read a document."""

import time

from docloft import metrics
from docloft.commands import Command
from docloft.lifecycle.states import State
from docloft.metrics import Metric
from docloft_worker import reading


def handle(command: Command, until: float) -> str:
    assert command.document_id is not None  # noqa: S101 - required by the registry, for mypy
    started = time.monotonic()
    outcome = reading.read(command.library_id, command.document_id, until=until)
    if outcome in {State.READY, State.FAILED}:
        metrics.observe(Metric.READ_SECONDS, time.monotonic() - started)
    return outcome
