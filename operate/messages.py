"""Looking into a queue without taking anything out of it."""

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
"""Messages looked at in one go: a queue shows only some of its messages to each call, and those not yet seen."""

_HELD_SECONDS = 900
_QUIET = 2
_NO_MOVE_TASK = {"InvalidAction", "UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"}


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it was shown to us. `receipt`: the right to delete it, while we hold it."""

    id: str
    body: str
    sent_at: datetime
    receipt: str

    @property
    def content(self) -> dict[str, Any]:
        """The body's object; empty when it is none."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return {}
        return content if isinstance(content, dict) else {}


@contextmanager
def held(queue_url: str) -> Iterator[list[Message]]:
    """The messages of a queue, oldest first, at most MOST. Nobody else sees them meanwhile; at the end those that were
    not deleted are given back at once. Nothing is lost if this process dies: then after 15 minutes.
    """
    found = _received(queue_url)
    try:
        yield sorted(found, key=lambda message: (message.sent_at, message.id))
    finally:
        _give_back(queue_url, found)


def delete(queue_url: str, message: Message) -> None:
    client("sqs").delete_message(QueueUrl=queue_url, ReceiptHandle=message.receipt)


def move(source_url: str, target_url: str, message: Message) -> None:
    """Sends, then deletes: when it breaks off in between, the message is there twice, which harms no consumer here."""
    client("sqs").send_message(QueueUrl=target_url, MessageBody=message.body)
    delete(source_url, message)


def move_all(source_url: str) -> str | None:
    """Asks SQS to give everything back to the queue it came from (AWS: StartMessageMoveTask); answers the task, or
    None where there is no such thing.
    """
    sqs = client("sqs")
    arn = arn_of(source_url)
    try:
        return str(sqs.start_message_move_task(SourceArn=arn)["TaskHandle"])
    except ClientError as error:
        if code(error) in _NO_MOVE_TASK:
            return None
        raise


def is_moving(source_url: str) -> bool:
    """Raises OperatorError with what SQS says when the last task failed."""
    (last, *_) = client("sqs").list_message_move_tasks(SourceArn=arn_of(source_url))["Results"]
    if last["Status"] == "FAILED":
        raise OperatorError(f"SQS could not give the messages back: {last.get('FailureReason', 'no reason given')}")
    return last["Status"] in {"RUNNING", "CANCELLING"}


def attributes(queue_url: str) -> dict[str, str]:
    found: dict[str, str] = client("sqs").get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])["Attributes"]
    return found


def arn_of(queue_url: str) -> str:
    return attributes(queue_url)["QueueArn"]


def waiting(queue_url: str) -> int:
    """About how many messages there are (AWS: the numbers are approximate)."""
    return int(attributes(queue_url)["ApproximateNumberOfMessages"])


def _received(queue_url: str) -> list[Message]:
    sqs = client("sqs")
    found: dict[str, Message] = {}
    quiet = 0
    # An empty answer does not mean an empty queue: a call asks only some of SQS's servers, unless it waits.
    while quiet < _QUIET and len(found) < MOST:
        answer = sqs.receive_message(
            QueueUrl=queue_url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=_HELD_SECONDS,
            WaitTimeSeconds=1,
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        messages = answer.get("Messages", [])
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
        # What was deleted meanwhile is answered as failed, entry by entry: nothing is raised.
        sqs.change_message_visibility_batch(QueueUrl=queue_url, Entries=entries)
