"""Handler of the work function, which two kinds of event reach. Batches of the work queue have up to three commands. A
record that fails is reported and delivered again, at most five times, then moved to the dead-letter queue; one that can
never succeed is moved there at once, and one that only needs more time is sent again (failed_commands). The others of
its batch succeed. The api function invokes it directly with the password of a locked document (decision 24).
"""

import time
from pkgutil import resolve_name
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from docloft import commands, correlation, faults, metrics, sandbox
from docloft.settings import settings
from docloft_worker import failed_commands, reading
from docloft_worker.time_limit import require_time

settings()  # validates the environment at the cold start
# Imports all handlers at the cold start, when Lambda gives a function more processor time; a missing one fails
# immediately.
for action in commands.registry.ACTIONS.values():
    resolve_name(action.handler)
logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

_MIN_SECONDS = 60.0
"""A command is started only if one call into the sandbox can reach its own time limit (40 s) before Lambda's."""
_RESERVE_SECONDS = 50.0
"""Seconds reserved at the end for writing the result."""


def work(event: dict[str, Any], context: LambdaContext) -> Any:
    """Handles either kind of event. Never raises for a record or a document."""
    ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000
    if "Records" in event:
        return _work_on_batch(event, context, ends)
    return _unlock(event["unlock"], ends)


def _work_on_batch(event: dict[str, Any], context: LambdaContext, ends: float) -> Any:
    """Returns a partial batch response."""
    if len(event["Records"]) > 1:
        event = {**event, "Records": sorted(event["Records"], key=_can_wait)}

    def handle(record: SQSRecord) -> None:
        with correlation.scope():
            _handle(record, ends)

    with metrics.invocation():
        return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)


def _can_wait(record: dict[str, Any]) -> bool:
    """A change of many documents takes a minute, and people do not wait for it as they do for a new document."""
    try:
        return commands.decode(record["body"]).action is commands.registry.BULK
    except commands.InvalidCommandError:
        return False


def _handle(record: SQSRecord, ends: float) -> None:
    started = time.monotonic()
    line: dict[str, Any] = {"message_id": record.message_id, "receives": record.attributes.approximate_receive_count}
    try:
        command = commands.decode(record.body)
        line |= {"command": command.action.name, "hop": command.hop, "library_id": command.library_id, **command.ids}
        if command.pages:
            line["pages"] = list(command.pages)
        line["correlation_id"] = command.correlation_id
        correlation.follow(command.correlation_id)
        with commands.handling(command):
            require_time(ends, _MIN_SECONDS)
            sandbox.served.library_id = command.library_id
            line["outcome"] = resolve_name(command.action.handler)(command, ends - _RESERVE_SECONDS)
    except Exception as error:
        settled = failed_commands.settle(record, line.get("command", "unknown"), error)
        line |= {**settled, "seconds": _since(started), "fault": faults.describe(error)}
        # Not logger.exception: the message of an error may contain text of a document.
        logger.error("work", extra=line)  # noqa: TRY400
        if {"dead_letter_id", "is_sent_again"} & settled.keys():
            return
        raise
    logger.info("work", extra={**line, "seconds": _since(started)})


def _unlock(request: dict[str, str], ends: float) -> dict[str, str]:
    """The api function invokes this one directly to have a locked document read with its password, because nothing in
    between may keep the password: no queue, no table, no log (docs/decisions/0024-passwords.md).
    """
    line = {name: request[name] for name in ("library_id", "document_id", "correlation_id")}
    with metrics.invocation(), correlation.scope():
        correlation.follow(line["correlation_id"])
        sandbox.served.library_id = line["library_id"]
        try:
            outcome = reading.read(
                line["library_id"], line["document_id"], until=ends - _RESERVE_SECONDS, password=request["password"]
            )
        except Exception as error:  # noqa: BLE001 - the runtime would log the message of an error
            metrics.count_failed_command("unlock", faults.cause_of(error))
            logger.error("unlock", extra={**line, "fault": faults.describe(error)})  # noqa: TRY400
            return {"outcome": "error"}
        logger.info("unlock", extra={**line, "outcome": outcome})
    return {"outcome": outcome}


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)
