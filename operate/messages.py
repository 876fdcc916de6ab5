"""Messages of a queue: show them without removing any, move them, delete one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from operate.stage import client, code
from tools.failure import OperatorError

MOST = 1_000
"""The most messages shown at once. Each call to a queue returns only some of its messages."""

_HELD_SECONDS = 900
_QUIET = 2
_NO_MOVE_TASK = {"InvalidAction", "UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"}


@dataclass(frozen=True, slots=True)
class Message:
    """One received message. `receipt` allows deleting it while it is held."""

    id: str
    body: str
    sent_at: datetime
    receipt: str

    @property
    def content(self) -> dict[str, Any]:
        """The body as a JSON object; empty when it is not one."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return {}
        return content if isinstance(content, dict) else {}


@contextmanager
def held(queue_url: str) -> Iterator[list[Message]]:
    """The messages of a queue, oldest first, at most MOST. No other consumer sees them until the block ends. Then those
    that were not deleted become visible again; if this process dies, they do so after 15 minutes.
    """
    found = _received(queue_url)
    try:
        yield sorted(found, key=lambda message: (message.sent_at, message.id))
    finally:
        _give_back(queue_url, found)


def delete(queue_url: str, message: Message) -> None:
    client("sqs").delete_message(QueueUrl=queue_url, ReceiptHandle=message.receipt)


def move(source_url: str, target_url: str, message: Message) -> None:
    """Sends, then deletes. An interruption in between leaves two copies, which every consumer here tolerates."""
    client("sqs").send_message(QueueUrl=target_url, MessageBody=message.body)
    delete(source_url, message)


def move_all(source_url: str, target_url: str) -> str | None:
    """Lets SQS move everything to another queue (AWS: StartMessageMoveTask). The target is named, because SQS knows no
    source of messages that the worker itself put into the dead-letter queue. Returns the task's handle, or None when
    this SQS has no such operation.
    """
    sqs = client("sqs")
    try:
        task = sqs.start_message_move_task(SourceArn=arn_of(source_url), DestinationArn=arn_of(target_url))
        return str(task["TaskHandle"])
    except ClientError as error:
        if code(error) in _NO_MOVE_TASK:
            return None
        raise


def is_moving(source_url: str) -> bool:
    """Whether the last task is running. Raises OperatorError with SQS's reason when it failed."""
    (last, *_) = client("sqs").list_message_move_tasks(SourceArn=arn_of(source_url))["Results"]
    if last["Status"] == "FAILED":
        raise OperatorError(f"SQS could not move the messages: {last.get('FailureReason', 'no reason given')}")
    return last["Status"] in {"RUNNING", "CANCELLING"}


def attributes(queue_url: str) -> dict[str, str]:
    found: dict[str, str] = client("sqs").get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])["Attributes"]
    return found


def arn_of(queue_url: str) -> str:
    return attributes(queue_url)["QueueArn"]


def waiting(queue_url: str) -> int:
    """Approximate number of messages."""
    return int(attributes(queue_url)["ApproximateNumberOfMessages"])


def _received(queue_url: str) -> list[Message]:
    sqs = client("sqs")
    found: dict[str, Message] = {}
    quiet = 0
    # An empty response does not mean an empty queue: a call reaches only some of SQS's servers.
    while quiet < _QUIET and len(found) < MOST:
        response = sqs.receive_message(
            QueueUrl=queue_url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=_HELD_SECONDS,
            WaitTimeSeconds=1,
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        messages = response.get("Messages", [])
        quiet = 0 if messages else quiet + 1
        for message in messages:
            sent_at = datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC)
            found[message["MessageId"]] = Message(
                message["MessageId"], message["Body"], sent_at, message["ReceiptHandle"]
            )
    return list(found.values())


def _give_back(queue_url: str, messages: list[Message]) -> None:
    sqs = client("sqs")
    for start in range(0, len(messages), 10):
        entries = [
            {"Id": str(number), "ReceiptHandle": message.receipt, "VisibilityTimeout": 0}
            for number, message in enumerate(messages[start : start + 10])
        ]
        # Entries deleted meanwhile are reported as failed in the response; nothing is raised.
        sqs.change_message_visibility_batch(QueueUrl=queue_url, Entries=entries)
