"""Handlers that tests register as actions, like those of a module in docloft_worker/actions."""

from typing import Any

from docloft import commands
from docloft_worker.time_limit import NoTimeLeftError

handled: list[Any] = []
runs_left = 0
has_advanced = False


def handle(command, _until):
    handled.append(command)
    return "handled"


def fan_out(command, _until):
    """Sends the command twice more each time it is delivered."""
    handled.append(command)
    for _ in range(2):
        commands.send(command.action, command.library_id, document_id=command.document_id)
    return "sent"


def needs_time(command, _until):
    """Runs out of time as often as `runs_left` says."""
    global runs_left  # noqa: PLW0603 - set by the test
    handled.append(command)
    if runs_left:
        runs_left -= 1
        error = NoTimeLeftError()
        error.has_advanced = has_advanced
        raise error
    return "done"
