"""What becomes of a command that failed. It is counted by its cause, for the alarm. If it would fail in the same way
again, it goes to the dead-letter queue at once: by the queue's own retries it would get there after two and a half
hours (five deliveries, each hidden for 30 minutes). Otherwise the queue delivers it again.
"""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from docloft import commands, faults, metrics
from docloft.errors import ConflictError, FaultCause, Refused
from docloft_worker.time_limit import NoTimeLeftError

_POSTPONED = (NoTimeLeftError, ConflictError)
"""The next delivery goes on: nothing is broken, so these are not counted."""


def settle(body: str, command: str, error: Exception) -> dict[str, Any]:
    """Counts the failure and moves what can never succeed. Returns what belongs into the log line: `cause`, and
    `dead_letter_id` when the message was moved, so that its delivery may be acknowledged. Never raises: a message that
    could not be moved is delivered again.
    """
    if isinstance(error, _POSTPONED):
        return {"cause": "postponed"}
    cause = FaultCause.INVALID if _is_invalid(error) else faults.cause_of(error)
    metrics.count_failed_command(command, cause)
    facts: dict[str, Any] = {"cause": cause}
    if _is_invalid(error) or faults.is_bug(error):
        try:
            facts["dead_letter_id"] = commands.send_to_dead_letters(body)
        except (ClientError, BotoCoreError) as refusal:
            facts["not_moved"] = faults.describe(refusal)
    return facts


def _is_invalid(error: Exception) -> bool:
    return isinstance(error, Refused | commands.ChainError)
