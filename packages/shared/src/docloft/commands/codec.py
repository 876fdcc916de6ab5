"""Encodes commands as message bodies, and decodes them. A sample of every body ever sent is kept in
tests/events/commands, and must remain readable.
"""

import json
from dataclasses import dataclass
from typing import Any

from docloft.commands.registry import ACTIONS, Action
from docloft.errors import DocloftError
from docloft.ids import is_id, is_library_id

VERSION = 1
MAX_BODY_BYTES = 2048
"""Three times what five ids and a name need. A larger body must contain content, which belongs in S3."""

_IDS = ("document_id", "job_id")
MAX_PAGE = 9_999_999
"""The highest number of a page in a command."""
MAX_NUMBER = 99_999
_NOT_A_COMMAND = "This message is not a command of Docloft."


class InvalidCommandError(DocloftError):
    """A message that no worker of this release understands, however often it is delivered."""


@dataclass(frozen=True, slots=True)
class Command:
    """One request to the worker. `pages`: the first and last page to process, counted from 0. `number`: which piece of
    the job, counted from 1. `hop`: how many commands led to this one; 0 when a person or a schedule caused it.
    """

    action: Action
    library_id: str
    document_id: str | None = None
    job_id: str | None = None
    correlation_id: str = ""
    hop: int = 0
    pages: tuple[int, int] | None = None
    number: int | None = None

    @property
    def ids(self) -> dict[str, str]:
        """The ids that the command carries, by name: document_id, job_id, or both."""
        return {name: value for name in _IDS if (value := getattr(self, name)) is not None}


def encode(command: Command) -> str:
    """Raises ValueError for a body larger than MAX_BODY_BYTES, and for what the action does not carry."""
    if not _fits(command):
        raise ValueError(f"A {command.action.name} command carries other ids.")
    _pages(command.pages)
    _number(command.number)
    fields = {
        "version": VERSION,
        "command": command.action.name,
        "library_id": command.library_id,
        **command.ids,
        **({"pages": list(command.pages)} if command.pages else {}),
        **({"number": command.number} if command.number else {}),
        "correlation_id": command.correlation_id,
        "hop": command.hop,
    }
    body = json.dumps(fields, separators=(",", ":"))
    # json.dumps writes ASCII, so each character is one byte.
    if len(body) > MAX_BODY_BYTES:
        raise ValueError(f"A command is larger than {MAX_BODY_BYTES} bytes: it must carry ids, not content.")
    return body


def decode(body: str) -> Command:
    """Reads a message body. Ids are validated, because they become parts of keys and prefixes; fields this version does
    not know are ignored. Raises InvalidCommandError: report the message as failed, so that it reaches the
    dead-letter queue.
    """
    try:
        fields: dict[str, Any] = json.loads(body)
        if fields["version"] != VERSION:
            raise InvalidCommandError(f"This worker does not understand commands of version {fields['version']}.")
        command = Command(
            action=ACTIONS[fields["command"]],
            library_id=str(fields["library_id"]),
            document_id=fields.get("document_id"),
            job_id=fields.get("job_id"),
            correlation_id=str(fields.get("correlation_id", "")),
            hop=int(fields.get("hop", 0)),
            pages=_pages(fields.get("pages")),
            number=_number(fields.get("number")),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise InvalidCommandError(_NOT_A_COMMAND) from error
    ids = command.ids.values()
    if not is_library_id(command.library_id) or not all(isinstance(value, str) and is_id(value) for value in ids):
        raise InvalidCommandError(_NOT_A_COMMAND)
    if not _fits(command):
        raise InvalidCommandError(f"This {command.action.name} command does not carry what it needs.")
    return command


def _pages(found: Any) -> tuple[int, int] | None:
    if found is None:
        return None
    first, last = found
    if not (type(first) is type(last) is int and 0 <= first <= last <= MAX_PAGE):
        raise ValueError("These are not pages of a document.")
    return first, last


def _number(found: Any) -> int | None:
    if found is None:
        return None
    if not (type(found) is int and 1 <= found <= MAX_NUMBER):
        raise ValueError("This is not a number of a piece.")
    return found


def _fits(command: Command) -> bool:
    action = command.action
    carried = {*command.ids, *(name for name in ("pages", "number") if getattr(command, name) is not None)}
    return set(action.required) <= carried <= {*action.required, *action.optional}
