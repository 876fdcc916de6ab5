"""Handlers that tests register as actions: what a new module in docloft_worker/actions would hold."""

from docloft import commands

handled = []


def handle(command, _until):
    handled.append(command)
    return "toyed"


def fan_out(command, _until):
    """Sends itself twice, and would for as long as it is delivered."""
    handled.append(command)
    for _ in range(2):
        commands.send(command.action, command.library_id, document_id=command.document_id)
    return "sent"
