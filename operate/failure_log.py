"""Why commands failed, from the log of `work`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from docloft.errors import FaultCause
from operate import messages
from operate.stage import Stage, client, code

_MOST_EVENTS = 5_000
_PASSING = {"postponed", FaultCause.THROTTLED, FaultCause.UNAVAILABLE}
"""Causes after which the next delivery succeeds (docloft_worker.failed_commands)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The last failure of one message."""

    text: str
    receives: str


def last_failures(stage: Stage, since: datetime) -> dict[str, Failure]:
    """The last failure of each message, by its id in the work queue and in the dead-letter queue: they differ when the
    worker moved it there itself (docloft_worker.failed_commands). Empty when the log cannot be read or does not reach
    back that far.
    """
    found: dict[str, Failure] = {}
    for line in _lines(stage, since):
        for name in ("message_id", "dead_letter_id"):
            if name in line:
                found[line[name]] = _failure(line)
    return found


def failures_of_jobs(stage: Stage, since: datetime) -> dict[str, Failure]:
    """The last failure of each job's command, by the job's id, without those after which the command is delivered again
    and succeeds: work that was postponed, and AWS being overloaded. Empty when the log cannot be read.
    """
    deliveries = int(json.loads(messages.attributes(stage.work_queue_url)["RedrivePolicy"])["maxReceiveCount"])
    return {
        line["job_id"]: _failure(line)
        for line in _lines(stage, since)
        if "job_id" in line and not _passes(line, deliveries)
    }


def _passes(line: dict[str, Any], deliveries: int) -> bool:
    is_last = int(line.get("receives", 1)) >= deliveries and not line.get("is_sent_again")
    return line.get("cause") in _PASSING and not is_last


def _lines(stage: Stage, since: datetime) -> Iterator[dict[str, Any]]:
    """The lines about failures, oldest first."""
    pages = (
        client("logs")
        .get_paginator("filter_log_events")
        .paginate(
            logGroupName=f"/aws/lambda/{stage.function('work')}",
            startTime=int(since.timestamp() * 1000),
            filterPattern="ERROR",
            PaginationConfig={"MaxItems": _MOST_EVENTS},
        )
    )
    try:
        for page in pages:
            yield from (line for event in page["events"] if (line := _line(event["message"])) is not None)
    except ClientError as error:
        print(f"  (the log of `work` cannot be read: {code(error)})")


def _line(message: str) -> dict[str, Any] | None:
    try:
        line = json.loads(message)
    except ValueError:
        return None
    return line if isinstance(line, dict) and "message_id" in line and "fault" in line else None


def _failure(line: dict[str, Any]) -> Failure:
    fault = line["fault"]
    # Up to release 0.1, lines have a single `type` instead of `types`, no `operation` and no `resources`.
    parts = (
        *(fault.get("types") or [fault.get("type")]),
        fault.get("code"),
        fault.get("operation"),
        *fault.get("resources", []),
    )
    what = " ".join(dict.fromkeys(str(part) for part in parts if part))
    where = " < ".join(reversed(fault.get("frames") or ["?"]))
    return Failure(f"{what}, {line.get('timestamp', 'no time')}, in {where}", str(line.get("receives", "?")))
