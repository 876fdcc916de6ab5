"""Entries of the storage service: what S3 and the schedule send in, parsed; the use case called; a line logged."""

import time
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from docloft import correlation, faults, metrics, objects
from docloft.metrics import Metric
from docloft_storage import receiving, sweeping
from docloft_storage.receiving import Outcome

logger = Logger()

_TO_END_SECONDS = 60.0
"""The longest look at one document (two calls into the child) and the writes after it."""


def receive(event: dict[str, Any], _context: LambdaContext) -> None:
    """S3's ObjectCreated event in. Raises when a record could not be done, after all others were: S3's invocation is
    asynchronous and comes again twice, then lies among the failed events (the sweeper still adopts the upload).
    """
    if event.get("Event") == "s3:TestEvent":
        logger.info("receive", extra={"outcome": "test_event"})
        return
    trouble: list[Exception] = []
    with metrics.invocation():
        for record in event.get("Records", []):
            with correlation.scope():
                try:
                    _receive(record)
                except Exception as error:  # noqa: BLE001 - raised below, after the others
                    trouble.append(error)
    if trouble:
        raise trouble[0] if len(trouble) == 1 else ExceptionGroup("Some uploads could not be received.", trouble)


def _receive(record: dict[str, Any]) -> None:
    started = time.monotonic()
    # Keys come as in a query string (AWS: S3 event message structure).
    names = objects.parse_inbox_key(unquote_plus(record["s3"]["object"]["key"]))
    if names is None:
        logger.warning("receive", extra={"outcome": "foreign_key"})
        return
    library_id, document_id = names
    line: dict[str, Any] = {"library_id": library_id, "document_id": document_id}
    sequencer = record["s3"]["object"].get("sequencer")
    try:
        outcome = receiving.receive(library_id, document_id, sequencer=sequencer, actor="receive")
    except Exception as error:
        # Not logger.exception: a message may hold text of a document.
        line |= {"outcome": "error", "fault": faults.describe(error), "correlation_id": correlation.current()}
        logger.error("receive", extra=line)  # noqa: TRY400
        raise
    seconds = time.monotonic() - started
    if outcome in {Outcome.RECEIVED, Outcome.REJECTED}:
        metrics.observe(Metric.RECEIVE_SECONDS, seconds)
    line |= {"outcome": outcome, "seconds": round(seconds, 3), "correlation_id": correlation.current()}
    logger.info("receive", extra=line)


def sweep(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """The schedule's event in; answers how many documents were adopted, expired, requeued or left."""
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _TO_END_SECONDS
    with metrics.invocation():
        try:
            done = dict(sweeping.sweep(until=until))
        except Exception as error:
            logger.error("sweep", extra={"outcome": "error", "fault": faults.describe(error)})  # noqa: TRY400
            raise
    logger.info("sweep", extra={"done": done})
    return done
