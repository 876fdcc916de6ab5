"""Retries failed work: moves commands back to the work queue, and invokes failed functions again with their events.
Retrying twice does no harm.
"""

import json
import time

from docloft.commands.registry import READ
from operate import failures, messages, reindexing, repairs
from operate.messages import Message
from operate.stage import Stage, client

_MOVE_MINUTES = 30
_REINVOKED = ("receive", "sweep")


def reopen(letters: list[Message]) -> None:
    """Lets `work` read the documents again that it gave up; otherwise it would ignore their commands."""
    commands = [command for letter in letters if (command := failures.command_of(letter)) is not None]
    read = {(one.library_id, one.document_id) for one in commands if one.action == READ and one.document_id}
    count = sum(repairs.reopen(library_id, document_id) for library_id, document_id in sorted(read))
    if count:
        print(f"\n{count} document{' that was' if count == 1 else 's that were'} given up will be read again.")


def move(stage: Stage, letters: list[Message]) -> None:
    """Moves held commands back to the work queue, one by one."""
    for letter in letters:
        messages.move(stage.dead_letter_queue_url, stage.work_queue_url, letter)
    _say_moved(letters)


def move_all(stage: Stage, letters: list[Message]) -> None:
    """Moves everything in the dead-letter queue back: `letters`, which must all be commands. They must no longer be
    held, since SQS does not move held messages.
    """
    if messages.move_all(stage.dead_letter_queue_url, stage.work_queue_url) is None:
        with messages.held(stage.dead_letter_queue_url) as again:
            move(stage, [letter for letter in again if failures.command_of(letter) is not None])
        return
    deadline = time.monotonic() + _MOVE_MINUTES * 60
    while messages.is_moving(stage.dead_letter_queue_url):
        if time.monotonic() > deadline:
            print(f"\nSQS is still moving them after {_MOVE_MINUTES} minutes and will finish on its own.")
            return
        time.sleep(1)
    _say_moved(letters)


def repeat(stage: Stage, events: list[Message]) -> int:
    """Repeats failed events: invokes the function again with its event. Batches of the stream are not repeated; every
    index is rebuilt instead. Returns how many failed again and are still in the queue.
    """
    failed = 0
    batches = [event for event in events if failures.function_of(event) == "index"]
    for event in events:
        name = failures.function_of(event)
        payload = event.content.get("requestPayload")
        if name == "index":
            continue
        if name not in _REINVOKED or payload is None:
            print(f"\n{event.id} names no function that can be invoked again. It is kept in the queue.")
            failed += 1
            continue
        response = client("lambda").invoke(FunctionName=stage.function(name), Payload=json.dumps(payload).encode())
        if response.get("FunctionError"):
            print(f"\n{name} failed again with {event.id}, which is kept in the queue. See the log of {name}.")
            failed += 1
            continue
        messages.delete(stage.failed_events_queue_url, event)
        print(f"\n{name} handled {event.id}.")
    if batches:
        # A batch contains only positions in the stream, which are gone after a day. A rebuild reads the tables instead.
        reindexing.reindex(stage)
        for event in batches:
            messages.delete(stage.failed_events_queue_url, event)
        print(f"Rebuilt every index in place of {len(batches)} batches.")
    return failed


def _say_moved(letters: list[Message]) -> None:
    if letters:
        print(f"\nMoved {len(letters)} back to the work queue.")
