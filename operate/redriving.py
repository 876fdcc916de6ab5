"""Failed work: commands in the dead-letter queue, and events that Lambda failed to handle. Shows each with the reason
that is known, and retries it: commands go to the work queue, uploads to `receive`, and batches of the stream become a
rebuild of the index. Retrying twice does no harm.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from botocore.exceptions import ClientError

from docloft import commands, objects, tables
from docloft.errors import NotFoundError, Refused
from docloft.identity import timestamp
from operate import messages, reindexing
from operate.messages import Message
from operate.stage import Stage, client, code
from tools.failure import OperatorError

_MOST_EVENTS = 5_000
_MOVE_MINUTES = 30
_REINVOKED = ("receive", "sweep")


@dataclass(frozen=True, slots=True)
class Fault:
    """The last failure of one message, from the worker's log."""

    text: str
    receives: str


def redrive(stage: Stage, *, one: str = "", everything: bool = False) -> int:
    """Lists both queues, then retries one message, everything, or nothing. Returns the exit status: 1 when a message
    could not be retried, which stays where it is. Raises OperatorError for an id that is in neither queue.
    """
    with (
        messages.held(stage.dead_letter_queue_url) as all_letters,
        messages.held(stage.failed_events_queue_url) as all_events,
    ):
        _show_letters(stage, all_letters)
        _show_events(stage, all_events)
        if one and one not in {message.id for message in (*all_letters, *all_events)}:
            raise OperatorError(f"There is no message {one} in either queue. Nothing was changed.")
        if not one and not everything:
            _say_how(stage, all_letters, all_events)
            return 0
        letters = [letter for letter in all_letters if one in {"", letter.id}]
        events = [event for event in all_events if one in {"", event.id}]
        valid = [letter for letter in letters if _command(letter) is not None]
        by_task = not one and len(valid) == len(letters)
        left = len(letters) - len(valid)
        if left:
            print(f"\n{left} are no commands and stay: {stage.command('redrive', FORGET='<id>')} deletes one.")
        if not by_task:
            for letter in valid:
                messages.move(stage.dead_letter_queue_url, stage.work_queue_url, letter)
            _say_moved(valid)
        left += _repeat(stage, events)
    # SQS does not move messages that are held, and these were until here.
    if by_task and letters:
        _move_all(stage, letters)
    return 1 if left else 0


def forget(stage: Stage, message_id: str) -> int:
    """Deletes one message that is no command. Raises OperatorError for a command, because accepted work is never
    deleted.
    """
    with messages.held(stage.dead_letter_queue_url) as letters:
        letter = next((letter for letter in letters if letter.id == message_id), None)
        if letter is None:
            raise OperatorError(f"There is no message {message_id} in the dead-letter queue. Nothing was changed.")
        if _command(letter) is not None:
            raise OperatorError("This is a command: retry it instead. Nothing was changed.")
        messages.delete(stage.dead_letter_queue_url, letter)
    print(f"Deleted {message_id}.")
    return 0


def _show_letters(stage: Stage, letters: list[Message]) -> None:
    name = stage.dead_letter_queue_url.rsplit("/", 1)[1]
    print(f"Dead letters in {name}: {_number(letters, stage.dead_letter_queue_url)}")
    faults = _faults(stage, min(letter.sent_at for letter in letters)) if letters else {}
    most = json.loads(messages.attributes(stage.work_queue_url)["RedrivePolicy"])["maxReceiveCount"]
    for letter in letters:
        fault = faults.get(letter.id)
        print(f"\n  {letter.id}  sent {timestamp(letter.sent_at)}")
        command = _command(letter)
        if command is None:
            print("    no command of this release: retrying would only fail again")
        else:
            print(f"    {_summary(command)}")
        print(f"    tried {fault.receives if fault else most} times{'' if fault else ', as the queue allows'}")
        print(f"    why: {fault.text if fault else 'not known: the log of `work` has no line about it'}")
        if command is not None and command.document_id:
            print(f"    now: {_card(command.library_id, command.document_id)}")


def _show_events(stage: Stage, events: list[Message]) -> None:
    url = stage.failed_events_queue_url
    print(f"\nFailed events in {url.rsplit('/', 1)[1]}: {_number(events, url)}")
    for event in events:
        context, response = event.content.get("requestContext", {}), event.content.get("responsePayload") or {}
        print(f"\n  {event.id}  failed {timestamp(event.sent_at)}")
        print(f"    {_function(event) or 'unknown function'}: {_subject(event)}")
        tries = context.get("approximateInvokeCount", "?")
        # Not its message, which may hold text of a document.
        error = response.get("errorType", "see the function's log") if isinstance(response, dict) else "see the log"
        print(f"    tried {tries} times; {context.get('condition', 'no condition given')}; why: {error}")


def _number(found: list[Message], queue_url: str) -> str:
    if len(found) < messages.MOST:
        return str(len(found))
    return f"{len(found)} looked at, about {messages.waiting(queue_url)} more"


def _say_how(stage: Stage, letters: list[Message], events: list[Message]) -> None:
    if letters or events:
        print(f"\nNothing was changed. Fix the cause first. Retry one: {stage.command('redrive', ONE='<id>')}")
        print(f"Retry everything: {stage.command('redrive', YES='1')}")
    else:
        print("\nNothing has failed.")


def _say_moved(letters: list[Message]) -> None:
    if letters:
        print(f"\nMoved {len(letters)} back to the work queue.")


def _move_all(stage: Stage, letters: list[Message]) -> None:
    if messages.move_all(stage.dead_letter_queue_url) is None:
        with messages.held(stage.dead_letter_queue_url) as again:
            valid = [letter for letter in again if _command(letter) is not None]
            for letter in valid:
                messages.move(stage.dead_letter_queue_url, stage.work_queue_url, letter)
            _say_moved(valid)
        return
    deadline = time.monotonic() + _MOVE_MINUTES * 60
    while messages.is_moving(stage.dead_letter_queue_url):
        if time.monotonic() > deadline:
            print(f"\nSQS is still moving them after {_MOVE_MINUTES} minutes, and will finish by itself.")
            return
        time.sleep(1)
    _say_moved(letters)


def _repeat(stage: Stage, events: list[Message]) -> int:
    """Returns how many failed again."""
    failed = 0
    batches = [event for event in events if _function(event) == "index"]
    for event in events:
        name = _function(event)
        payload = event.content.get("requestPayload")
        if name == "index":
            continue
        if name not in _REINVOKED or payload is None:
            print(f"\n{event.id} names nothing that can be invoked again, and stays.")
            failed += 1
            continue
        response = client("lambda").invoke(FunctionName=stage.function(name), Payload=json.dumps(payload).encode())
        if response.get("FunctionError"):
            print(f"\n{name} failed again with {event.id}, which stays. Its log says why.")
            failed += 1
            continue
        messages.delete(stage.failed_events_queue_url, event)
        print(f"\n{name} handled {event.id}.")
    if batches:
        # A batch names positions in the stream, which are gone after a day. A rebuild reads the tables instead.
        reindexing.reindex(stage)
        for event in batches:
            messages.delete(stage.failed_events_queue_url, event)
        print(f"Rebuilt every index in place of {len(batches)} batches.")
    return failed


def _command(letter: Message) -> commands.Command | None:
    try:
        return commands.decode(letter.body)
    except Refused:
        return None


def _summary(command: commands.Command) -> str:
    named = [
        ("library", command.library_id),
        ("document", command.document_id),
        ("job", command.job_id),
        ("correlation", command.correlation_id),
    ]
    return " ".join([command.action.name, *(f"{name} {value}" for name, value in named if value)])


def _card(library_id: str, document_id: str) -> str:
    try:
        document = tables.documents.find(library_id, document_id)
    except NotFoundError:
        return "the document is gone: retrying this does nothing"
    return f"the document is {document.state} since {document.updated_at}"


def _function(event: Message) -> str:
    """The short name of the function that failed."""
    # arn:aws:lambda:<region>:<account>:function:<name>[:<version>] (AWS: Lambda resource types).
    parts = str(event.content.get("requestContext", {}).get("functionArn", "")).split(":")
    name = parts[6] if len(parts) > 6 else ""
    return name.rsplit("-", 1)[-1] if name.startswith("docloft-") else ""


def _subject(event: Message) -> str:
    batch = event.content.get("DDBStreamBatchInfo")
    if batch:
        return f"{batch.get('batchSize', '?')} records of the stream: the index is rebuilt instead"
    payload: Any = event.content.get("requestPayload") or {}
    keys = [unquote_plus(record["s3"]["object"]["key"]) for record in payload.get("Records", []) if "s3" in record]
    # A key that is not ours may be anything.
    ours = [f"library {names[0]} document {names[1]}" for key in keys if (names := objects.parse_inbox_key(key))]
    return "; ".join(ours) or ("an upload under a foreign key" if keys else "its schedule")


def _faults(stage: Stage, since: datetime) -> dict[str, Fault]:
    """The last failure of each message, by its id. Empty when the log cannot be read or does not reach back so far."""
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
    found: dict[str, Fault] = {}
    try:
        for page in pages:
            for event in page["events"]:
                if (line := _line(event["message"])) is not None:
                    found[line["message_id"]] = _fault(line)
    except ClientError as error:
        print(f"  (the log of `work` cannot be read: {code(error)})")
    return found


def _line(message: str) -> dict[str, Any] | None:
    try:
        line = json.loads(message)
    except ValueError:
        return None
    return line if isinstance(line, dict) and "message_id" in line and "fault" in line else None


def _fault(line: dict[str, Any]) -> Fault:
    fault = line["fault"]
    # Up to 0.1, `type` was the only one of `types`, and there was no `operation`.
    parts = (*(fault.get("types") or [fault.get("type")]), fault.get("code"), fault.get("operation"))
    what = " ".join(dict.fromkeys(str(part) for part in parts if part))
    where = " < ".join(reversed(fault.get("frames") or ["?"]))
    return Fault(f"{what}, {line.get('timestamp', 'no time')}, in {where}", str(line.get("receives", "?")))
