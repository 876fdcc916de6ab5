"""Sends commands to the work queue, and the ones that can never succeed to the dead-letter queue."""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, cast

from botocore.config import Config

from docloft import aws, correlation
from docloft.commands import chain
from docloft.commands.codec import Command, encode
from docloft.commands.registry import Action
from docloft.settings import required, settings

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


def send(
    action: Action,
    library_id: str,
    *,
    document_id: str | None = None,
    job_id: str | None = None,
    pages: tuple[int, int] | None = None,
    number: int | None = None,
    correlation_id: str | None = None,
) -> Command:
    """Puts one command on the work queue and returns it. Without `correlation_id` it takes the current one. While
    another command is handled, the new one has one hop more and the same correlation id.

    Raises ChainError when the command being handled may send none, ValueError when the action does not carry these ids,
    and ClientError when SQS refuses. The queue is a standard queue: a command may be delivered twice and out of order.
    """
    hop = chain.next_hop()
    parent = chain.handled()
    follows = parent.correlation_id if parent else correlation_id or correlation.current()
    command = Command(action, library_id, document_id, job_id, follows, hop, pages, number)
    client().send_message(QueueUrl=required("WORK_QUEUE_URL"), MessageBody=encode(command))
    return command


def send_to_dead_letters(body: str) -> str:
    """Puts a message into the dead-letter queue as SQS does after its last delivery, and returns the id that it has
    there. Raises ClientError when SQS refuses.
    """
    response = client().send_message(QueueUrl=required("DEAD_LETTER_QUEUE_URL"), MessageBody=body)
    return response["MessageId"]


def send_again(command: Command, *, has_advanced: bool = False) -> None:
    """Sends a command once more, so that it is delivered another five times, with one hop more unless it `has_advanced`
    work that has an end. Raises ChainError when it has been sent again too often, and ClientError when SQS refuses.
    """
    following = command if has_advanced else replace(command, hop=command.hop + 1)
    chain.require(following)
    client().send_message(QueueUrl=required("WORK_QUEUE_URL"), MessageBody=encode(following))


def deliver_again(receipt: str, seconds: int) -> None:
    """Lets the queue deliver a received message again after `seconds`, instead of half an hour after it was received.
    It still counts as one of the message's five deliveries. Raises ClientError when SQS refuses.
    """
    client().change_message_visibility(
        QueueUrl=required("WORK_QUEUE_URL"), ReceiptHandle=receipt, VisibilityTimeout=seconds
    )


@cache
def client() -> "SQSClient":
    """The process's SQS client, made at first use."""
    return cast(
        "SQSClient",
        aws.session().create_client(
            "sqs", region_name=settings().region, config=Config(retries={"mode": "standard", "max_attempts": 4})
        ),
    )
