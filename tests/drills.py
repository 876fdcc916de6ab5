"""One drill for each alarm: a test that causes what the alarm is for, and sees its metric, or the quantity from which
AWS derives it where the emulator has no such metric. tests/contract/test_drills.py compares this table with the alarms
in the templates, so that no alarm watches a metric that its cause does not move.
"""

import re
from dataclasses import dataclass

from tests.conftest import ROOT

_DRILLS = "tests/e2e/test_drills.py"


@dataclass(frozen=True)
class Drill:
    """`metric`: namespace and name. `test`: file and function. `derived`: from what AWS derives the metric and what the
    drill therefore looks at; empty when it reads the metric itself.
    """

    metric: str
    test: str
    derived: str = ""


DRILLS = {
    "storage/DeadLetterAlarm": Drill(
        "AWS/SQS ApproximateNumberOfMessagesVisible",
        f"{_DRILLS}::test_poison_is_in_the_dead_letters_at_once_with_its_cause",
        "the queue's attribute ApproximateNumberOfMessages",
    ),
    "storage/FailedEventsAlarm": Drill(
        "AWS/SQS ApproximateNumberOfMessagesVisible",
        "tests/e2e/test_redrive.py::test_upload_with_a_failed_event_is_received_once_the_cause_is_fixed",
        "the queue's attribute ApproximateNumberOfMessages",
    ),
    "storage/WorkAgeAlarm": Drill(
        "AWS/SQS ApproximateAgeOfOldestMessage",
        f"{_DRILLS}::test_command_waits_while_the_worker_is_not_triggered",
        "a message that stays in the queue, whose age grows",
    ),
    "storage/ReceiveErrorsAlarm": Drill(
        "AWS/Lambda Errors", f"{_DRILLS}::test_upload_that_cannot_be_received_is_an_error_of_the_function"
    ),
    "worker/CommandsFailedAlarm": Drill(
        "Docloft CommandsFailed", f"{_DRILLS}::test_worker_without_a_permission_is_counted_by_command_and_cause"
    ),
    "worker/FunctionErrorsAlarm": Drill(
        "Docloft FunctionErrors-${sls:stage}",
        f"{_DRILLS}::test_function_that_cannot_start_is_an_error_of_the_function",
        "AWS/Lambda Errors: the emulator evaluates no filters, and only AWS marks such a line of the log with [ERROR]",
    ),
    "worker/IndexAgeAlarm": Drill(
        "AWS/Lambda IteratorAge",
        f"{_DRILLS}::test_index_without_a_permission_is_counted_and_falls_behind",
        "the age of the records that are delivered again, from our own metric IndexLagSeconds",
    ),
    "api/ApiErrorsAlarm": Drill(
        "AWS/ApiGateway 5XXError",
        f"{_DRILLS}::test_api_without_a_permission_returns_5xx",
        "the status that the gateway returns",
    ),
    "api/ApiLatencyAlarm": Drill(
        "AWS/ApiGateway Latency",
        f"{_DRILLS}::test_slow_table_makes_responses_take_over_five_seconds",
        "the time until the gateway's response",
    ),
    "api/ThrottlesAlarm": Drill(
        "AWS/Lambda Throttles", f"{_DRILLS}::test_throttled_function_that_is_not_the_api_is_counted"
    ),
}
"""By stack and logical id of the alarm."""
MORE_FAILED_COMMANDS = (
    f"{_DRILLS}::test_document_that_cannot_be_unlocked_is_counted_and_another_one_is_unlocked",
    f"{_DRILLS}::test_rebuild_that_cannot_be_requested_is_counted",
    f"{_DRILLS}::test_index_without_a_permission_is_counted_and_falls_behind",
)
"""Failures that are not commands of the queue and move the metric of CommandsFailedAlarm too."""


def usual_causes(section: str) -> dict[str, str]:
    """The causes that a section of the runbook lists, each with the text that it quotes (for the local stage). Raises
    ValueError when there is no such table.
    """
    runbook = (ROOT / "docs/operating.md").read_text()
    text = runbook.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|`]+) \| `([^`]+)` \|", text, re.MULTILINE)
    if not rows:
        raise ValueError(f"docs/operating.md has no causes under {section}.")
    return {cause: quoted.replace("<stage>", "local") for cause, quoted in rows}
