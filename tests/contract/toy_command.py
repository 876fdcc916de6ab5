"""A command that does not exist: test_registered_commands.py adds it to a copy of the worker, as its module."""

from docloft.commands import Command


def handle(command: Command, _until: float) -> str:
    return f"handled {command.document_id}"
