"""Entry of the work function: commands from the work queue, a few at a time. A record whose command could not be
carried out is reported and comes again; after five times it lies in the dead-letter queue. The others are done.
"""

import re
import time
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from docloft import correlation, faults, metrics
from docloft import work as commands
from docloft.documents.states import State
from docloft.errors import Refused
from docloft.identity import is_id
from docloft.metrics import Metric
from docloft.work import Action, Command
from docloft_worker import indexing, purging, reading
from docloft_worker.jobs import Progress

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

_LIBRARY = re.compile(r"[0-9A-Za-z-]{1,64}")

# A document is begun only when there is time for one call into the child to run into its limit, and long reading ends
# in time to write the result.
_LEAST_SECONDS = 60.0
_TO_WRITE_SECONDS = 50.0


class NoTimeLeftError(Exception):
    """The function would be stopped in the middle: the record is given back and comes again."""


def work(event: dict[str, Any], context: LambdaContext) -> Any:
    """SQS event in, partial batch response out. Never raises for a record."""
    ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000

    def carry_out(record: SQSRecord) -> None:
        with correlation.scope():
            _carry_out(record, ends)

    with metrics.invocation():
        return process_partial_response(event=event, record_handler=carry_out, processor=processor, context=context)


def _carry_out(record: SQSRecord, ends: float) -> None:
    started = time.monotonic()
    line: dict[str, Any] = {"message_id": record.message_id, "receives": record.attributes.approximate_receive_count}
    try:
        command = _understood(record.body)
        line |= _ids(command)
        correlation.follow(command.correlation_id)
        _require_time(ends, _LEAST_SECONDS)
        line["outcome"] = _act(command, ends - _TO_WRITE_SECONDS)
    except Exception as error:
        # Not logger.exception: a message may hold text of a document.
        logger.error("work", extra={**line, "seconds": _since(started), "fault": faults.describe(error)})  # noqa: TRY400
        raise
    if command.action == Action.READ and line["outcome"] in {State.READY, State.FAILED}:
        metrics.observe(Metric.READ_SECONDS, time.monotonic() - started)
    logger.info("work", extra={**line, "seconds": _since(started)})


def _act(command: Command, until: float) -> str:
    match command:
        case Command(action=Action.READ, document_id=str(document_id)):
            return reading.read(command.library_id, document_id, until=until)
        case Command(action=Action.PURGE, document_id=str(document_id)):
            return purging.purge(command.library_id, document_id, command.job_id)
        case Command(action=Action.REINDEX):
            return _reindex(command, until)
        case _:
            raise Refused("This command names no document.")


def _reindex(command: Command, until: float) -> str:
    """A library too large for one run is given back when the time is over: the next run goes on where it was."""
    progress = Progress(command.library_id, command.job_id)
    if progress.is_over:
        return "already_done"
    progress.start()

    def advance(done: int, total: int) -> None:
        progress.advance(done, total)
        if done < total:
            _require_time(until, 0)

    indexing.rebuild(command.library_id, advance)
    progress.finish()
    return "reindexed"


def _require_time(ends: float, seconds: float) -> None:
    if ends - time.monotonic() < seconds:
        raise NoTimeLeftError


def _understood(body: str) -> Command:
    """Ids become parts of keys and prefixes: what is none must not get that far. Raises Refused."""
    command = commands.decode(body)
    ids = [value for value in (command.document_id, command.job_id) if value is not None]
    if not _LIBRARY.fullmatch(command.library_id) or not all(isinstance(value, str) and is_id(value) for value in ids):
        raise Refused("This message is not a command of Docloft.")
    return command


def _ids(command: Command) -> dict[str, Any]:
    return {
        "command": command.action,
        "library_id": command.library_id,
        "document_id": command.document_id,
        "job_id": command.job_id,
        "correlation_id": command.correlation_id,
    }


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)
