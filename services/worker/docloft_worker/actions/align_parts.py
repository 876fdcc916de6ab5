"""Action: move the parts of a document into the trash with it, or out of it."""

from docloft.commands import Command
from docloft_worker import family

ALIGNED = "aligned"
UNCHANGED = "already_done"


def handle(command: Command, until: float) -> str:
    assert command.document_id is not None  # noqa: S101 - required by the registry, for mypy
    return ALIGNED if family.align(command.library_id, command.document_id, until) else UNCHANGED
