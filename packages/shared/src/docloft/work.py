"""Commands on the work queue. A body names things by id and never carries content; it stays under 2 KB (practice 10).
Samples of every version that was ever sent are frozen in tests/events/commands: a new worker must read them all.
"""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from docloft.errors import Refused
from docloft.settings import required, settings

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

VERSION = 1
MAX_HOPS = 5
MAX_BODY_BYTES = 2048


class Action(StrEnum):
    """What a worker is asked to do."""

    READ = "read"
    PURGE = "purge"
    REINDEX = "reindex"


@dataclass(frozen=True, slots=True)
class Command:
    """One request to the worker. `hop` counts how many commands led to this one: at MAX_HOPS it is refused, so that
    no chain of functions runs for ever (practice 8).
    """

    action: Action
    library_id: str
    document_id: str | None = None
    job_id: str | None = None
    correlation_id: str = ""
    hop: int = 0

    def next_hop(self, action: Action) -> "Command":
        """The command this one leads to. Raises Refused when the chain is too long."""
        if self.hop + 1 >= MAX_HOPS:
            raise Refused(f"This piece of work led to {MAX_HOPS} others in a row and was stopped.")
        return replace(self, action=action, hop=self.hop + 1)


def encode(command: Command) -> str:
    fields = {"version": VERSION, **asdict(command)}
    fields["command"] = fields.pop("action")
    body = json.dumps({key: value for key, value in fields.items() if value is not None}, separators=(",", ":"))
    if len(body.encode()) > MAX_BODY_BYTES:
        raise ValueError("A command is larger than 2 KB: it must carry ids, not content.")
    return body


def decode(body: str) -> Command:
    """Reads a message body. Raises Refused for what no worker of this version will ever understand: it must go to the
    dead-letter queue by being reported as failed, never be silently dropped.
    """
    try:
        fields = json.loads(body)
        if fields["version"] != VERSION:
            raise Refused(f"A command of version {fields['version']} is not understood by this worker.")
        command = Command(
            action=Action(fields["command"]),
            library_id=str(fields["library_id"]),
            document_id=fields.get("document_id"),
            job_id=fields.get("job_id"),
            correlation_id=str(fields.get("correlation_id", "")),
            hop=int(fields.get("hop", 0)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("This message is not a command of Docloft.") from error
    if command.hop >= MAX_HOPS:
        raise Refused(f"This piece of work led to {MAX_HOPS} others in a row and was stopped.")
    return command


def send(command: Command) -> None:
    """Puts one command on the work queue. Standard queue: it may be delivered twice and out of order, so whatever
    carries it out must be idempotent.
    """
    queue().send_message(QueueUrl=required("WORK_QUEUE_URL"), MessageBody=encode(command))


@cache
def queue() -> "SQSClient":
    """The process's SQS client, made at first use."""
    return boto3.client(
        "sqs", region_name=settings().region, config=Config(retries={"mode": "standard", "max_attempts": 4})
    )
