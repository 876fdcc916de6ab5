"""Describes a failed message: the command in a dead letter, or the function and the subject of a failed event."""

from typing import Any
from urllib.parse import unquote_plus

from docloft import commands, objects
from operate.messages import Message


def command_of(letter: Message) -> commands.Command | None:
    """None for a message that is not a command of this release."""
    try:
        return commands.decode(letter.body)
    except commands.InvalidCommandError:
        return None


def function_of(event: Message) -> str:
    """The short name of the function that failed, empty when the event names no function of Docloft."""
    # arn:aws:lambda:<region>:<account>:function:<name>[:<version>] (AWS: Lambda resource types).
    parts = str(event.content.get("requestContext", {}).get("functionArn", "")).split(":")
    name = parts[6] if len(parts) > 6 else ""
    return name.rsplit("-", 1)[-1] if name.startswith("docloft-") else ""


def subject_of(event: Message) -> str:
    """What a failed event was about, for people: ids only."""
    batch = event.content.get("DDBStreamBatchInfo")
    if batch:
        return f"{batch.get('batchSize', '?')} records of the stream: the index is rebuilt instead"
    payload: Any = event.content.get("requestPayload") or {}
    keys = [unquote_plus(record["s3"]["object"]["key"]) for record in payload.get("Records", []) if "s3" in record]
    # Any other key may have any format.
    ours = [f"library {names[0]} document {names[1]}" for key in keys if (names := objects.parse_inbox_key(key))]
    return "; ".join(ours) or ("an upload under an unknown key" if keys else "its schedule")
