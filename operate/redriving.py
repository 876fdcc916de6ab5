"""Failed work: commands in the dead-letter queue, and events that Lambda failed to handle. Shows each with its reason,
if known, and retries it: commands go to the work queue, uploads to `receive`, and batches of the stream become a
rebuild of the index. Retrying twice does no harm.
"""

from operate import failure_report, failures, messages, retrying
from operate.stage import Stage
from tools.failure import OperatorError


def redrive(stage: Stage, *, one: str = "", everything: bool = False) -> int:
    """Lists both queues, then retries one message, everything, or nothing. Returns the exit status: 1 when a message
    could not be retried; those are kept. Raises OperatorError for an id that is in neither queue.
    """
    with (
        messages.held(stage.dead_letter_queue_url) as all_letters,
        messages.held(stage.failed_events_queue_url) as all_events,
    ):
        failure_report.show_letters(stage, all_letters)
        failure_report.show_events(stage, all_events)
        if one and one not in {message.id for message in (*all_letters, *all_events)}:
            raise OperatorError(
                f"There is no message {one} in either queue. Nothing was changed. "
                f"The ids are in the list: {stage.command('redrive')}"
            )
        if not one and not everything:
            failure_report.show_next_steps(stage, all_letters, all_events)
            return 0
        letters = [letter for letter in all_letters if one in {"", letter.id}]
        events = [event for event in all_events if one in {"", event.id}]
        valid = [letter for letter in letters if failures.command_of(letter) is not None]
        by_task = not one and len(valid) == len(letters)
        left = len(letters) - len(valid)
        if left:
            print(f"\n{left} are not commands and are kept: {stage.command('redrive', FORGET='<id>')} deletes one.")
        retrying.reopen(valid)
        if not by_task:
            retrying.move(stage, valid)
        left += retrying.repeat(stage, events)
    # SQS does not move messages that are held, as these were until now.
    if by_task and letters:
        retrying.move_all(stage, letters)
    return 1 if left else 0


def forget(stage: Stage, message_id: str) -> int:
    """Deletes one message that is not a command. Raises OperatorError for a command, because accepted work is never
    deleted.
    """
    with messages.held(stage.dead_letter_queue_url) as letters:
        letter = next((letter for letter in letters if letter.id == message_id), None)
        if letter is None:
            raise OperatorError(
                f"There is no message {message_id} in the dead-letter queue. Nothing was changed. "
                f"The ids are in the list: {stage.command('redrive')}"
            )
        if failures.command_of(letter) is not None:
            retry = stage.command("redrive", ONE=message_id)
            raise OperatorError(f"This is a command, so it is kept. Nothing was changed. Retry it: {retry}")
        messages.delete(stage.dead_letter_queue_url, letter)
    print(f"Deleted {message_id}.")
    return 0
