"""Handles a command that failed. It is counted by its cause, for the alarm. If it would fail in the same way again, it
goes to the dead-letter queue at once: through the queue's own retries it would get there after two and a half hours
(five deliveries, each hidden for 30 minutes). Otherwise the queue delivers it again. A command that ran out of time at
its last delivery is sent again: nothing is broken, so it does not belong in the dead-letter queue.
"""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from botocore.exceptions import BotoCoreError, ClientError

from docloft import commands, faults, metrics
from docloft.errors import ConflictError, FaultCause
from docloft_worker.time_limit import NoTimeLeftError

_POSTPONED = (NoTimeLeftError, ConflictError)
"""The next delivery continues: nothing is broken, so these are not counted, unless AWS throttled a call."""

LAST_DELIVERY = 5
"""After it, the queue moves a message that failed to the dead letters: `maxReceiveCount` of the work queue."""


def settle(record: SQSRecord, command: str, error: Exception) -> dict[str, Any]:
    """Counts the failure, moves what can never succeed, and has a command that ran out of time delivered again soon.
    Returns what belongs in the log line: `cause`, and `dead_letter_id` or `is_sent_again` when the message was moved
    or sent again, so that its delivery may be acknowledged. Never raises: if SQS refuses, the message is delivered
    again half an hour after it was received.
    """
    if isinstance(error, _POSTPONED):
        if faults.cause_of(error) is FaultCause.THROTTLED:
            metrics.count_failed_command(command, FaultCause.THROTTLED)
        return {"cause": "postponed", **_continued(record, error)}
    cause = FaultCause.INVALID if _is_invalid(error) else faults.cause_of(error)
    metrics.count_failed_command(command, cause)
    facts: dict[str, Any] = {"cause": cause}
    if _is_invalid(error) or faults.is_bug(error):
        try:
            facts["dead_letter_id"] = commands.send_to_dead_letters(record.body)
        except (ClientError, BotoCoreError) as refusal:
            facts["not_moved"] = faults.describe(refusal)
    return facts


def _continued(record: SQSRecord, error: Exception) -> dict[str, Any]:
    """Not soon after a conflict: the other work may take minutes."""
    if not isinstance(error, NoTimeLeftError):
        return {}
    try:
        if int(record.attributes.approximate_receive_count) >= LAST_DELIVERY:
            commands.send_again(commands.decode(record.body), has_advanced=error.has_advanced)
            return {"is_sent_again": True}
        commands.deliver_again(record.receipt_handle, error.pause)
    except (ClientError, BotoCoreError, commands.ChainError) as refusal:
        return {"not_moved": faults.describe(refusal)}
    return {}


def _is_invalid(error: Exception) -> bool:
    return isinstance(error, commands.InvalidCommandError | commands.ChainError)
