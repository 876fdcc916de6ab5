"""Handlers that tests register as actions, like those of a module in docloft_worker/actions."""

from docloft import commands

handled = []


def handle(command, _until):
    handled.append(command)
    return "handled"


def fan_out(command, _until):
    """Sends the command twice more each time it is delivered."""
    handled.append(command)
    for _ in range(2):
        commands.send(command.action, command.library_id, document_id=command.document_id)
    return "sent"
