"""What `redrive` prints about failed messages."""

import json

from docloft import commands, tables
from docloft.clock import timestamp
from docloft.errors import NotFoundError
from operate import failure_log, failures, messages
from operate.messages import Message
from operate.stage import Stage


def show_letters(stage: Stage, letters: list[Message]) -> None:
    name = stage.dead_letter_queue_url.rsplit("/", 1)[1]
    print(f"Dead letters in {name}: {_number(letters, stage.dead_letter_queue_url)}")
    reasons = failure_log.last_failures(stage, min(letter.sent_at for letter in letters)) if letters else {}
    most = json.loads(messages.attributes(stage.work_queue_url)["RedrivePolicy"])["maxReceiveCount"]
    for letter in letters:
        failure = reasons.get(letter.id)
        print(f"\n  {letter.id}  sent {timestamp(letter.sent_at)}")
        command = failures.command_of(letter)
        if command is None:
            print("    not a command of this release: retrying would fail again")
        else:
            print(f"    {_summary(command)}")
        tries = failure.receives if failure else str(most)
        print(f"    tried {tries} time{'' if tries == '1' else 's'}{'' if failure else ', as the queue allows'}")
        print(f"    why: {failure.text if failure else 'not known: the log of `work` has no line about it'}")
        if command is not None and command.document_id:
            print(f"    now: {_document(command.library_id, command.document_id)}")


def show_events(stage: Stage, events: list[Message]) -> None:
    url = stage.failed_events_queue_url
    print(f"\nFailed events in {url.rsplit('/', 1)[1]}: {_number(events, url)}")
    for event in events:
        context, response = event.content.get("requestContext", {}), event.content.get("responsePayload") or {}
        print(f"\n  {event.id}  failed {timestamp(event.sent_at)}")
        print(f"    {failures.function_of(event) or 'unknown function'}: {failures.subject_of(event)}")
        tries = context.get("approximateInvokeCount", "?")
        # Not the error's message, which may contain text of a document.
        error = response.get("errorType", "see the function's log") if isinstance(response, dict) else "see the log"
        print(f"    tried {tries} times; {context.get('condition', 'no condition given')}; why: {error}")


def show_next_steps(stage: Stage, letters: list[Message], events: list[Message]) -> None:
    if letters or events:
        print(f"\nNothing was changed. Fix the cause first. Retry one: {stage.command('redrive', ONE='<id>')}")
        print(f"Retry everything: {stage.command('redrive', YES='1')}")
    else:
        print("\nNothing has failed.")


def _number(found: list[Message], queue_url: str) -> str:
    if len(found) < messages.MOST:
        return str(len(found))
    return f"{len(found)} looked at, about {messages.waiting(queue_url)} more"


def _summary(command: commands.Command) -> str:
    named = [
        ("library", command.library_id),
        ("document", command.document_id),
        ("job", command.job_id),
        ("correlation", command.correlation_id),
    ]
    return " ".join([command.action.name, *(f"{name} {value}" for name, value in named if value)])


def _document(library_id: str, document_id: str) -> str:
    try:
        document = tables.documents.find(library_id, document_id)
    except NotFoundError:
        return "the document is gone: retrying this does nothing"
    except (TypeError, ValueError):
        # PynamoDB raises these for an item of another shape, which may be why the command failed.
        return "this release cannot read the document's record"
    return f"the document is {document.state} since {document.updated_at}"
