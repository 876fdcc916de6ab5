"""Action: change many documents."""

from docloft.commands import Command
from docloft_worker import many_changes


def handle(command: Command, until: float) -> str:
    assert command.job_id is not None  # noqa: S101 - required by the registry, for mypy
    return many_changes.run(command.library_id, command.job_id, until, command.number)
