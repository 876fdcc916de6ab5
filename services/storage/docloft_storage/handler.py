"""Lambda handlers of the storage service. Each parses its event, calls the use case and logs one line."""

import time
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from docloft import correlation, faults, metrics, objects
from docloft.metrics import Metric
from docloft_storage import adopting, receiving, sweeping
from docloft_storage.receiving import Reception

logger = Logger()

_RESERVE_SECONDS = 60.0
"""Seconds that are enough to finish one document: two calls into the child, and the writes after them."""


def receive(event: dict[str, Any], _context: LambdaContext) -> None:
    """Handles S3's ObjectCreated events. If a record fails, handles the others first, then raises: Lambda retries the
    asynchronous invocation twice, then moves it to the failed events (the sweeper still adopts the upload).
    """
    if event.get("Event") == "s3:TestEvent":
        logger.info("receive", extra={"outcome": "test_event"})
        return
    errors: list[Exception] = []
    with metrics.invocation():
        for record in event.get("Records", []):
            with correlation.scope():
                try:
                    _receive(record)
                except Exception as error:  # noqa: BLE001 - raised below, after the others
                    errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else ExceptionGroup("Some uploads could not be received.", errors)


def _receive(record: dict[str, Any]) -> None:
    started = time.monotonic()
    # Keys are encoded as in a query string (AWS: S3 event message structure).
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
        # Not logger.exception: the message of an error may contain text of a document.
        line |= {"outcome": "error", "fault": faults.describe(error), "correlation_id": correlation.current()}
        logger.error("receive", extra=line)  # noqa: TRY400
        raise
    seconds = time.monotonic() - started
    if outcome in {Reception.RECEIVED, Reception.REJECTED}:
        metrics.observe(Metric.RECEIVE_SECONDS, seconds)
    line |= {"outcome": outcome, "seconds": round(seconds, 3), "correlation_id": correlation.current()}
    logger.info("receive", extra=line)


def sweep(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Runs a sweep, or, for `{"originals": true}`, handles originals without a record. Returns how many documents there
    were for each result.
    """
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _RESERVE_SECONDS
    with metrics.invocation():
        try:
            counts = dict(adopting.adopt(until=until) if event.get("originals") else sweeping.sweep(until=until))
        except Exception as error:
            logger.error("sweep", extra={"outcome": "error", "fault": faults.describe(error)})  # noqa: TRY400
            raise
    logger.info("sweep", extra={"done": counts})
    return counts
