"""Action: put the parts of a document in the trash with it, or take them out."""

from docloft.commands import Command
from docloft_worker import family

ALIGNED = "aligned"
UNCHANGED = "already_done"


def handle(command: Command, until: float) -> str:
    assert command.document_id is not None  # noqa: S101 - required by the registry, for mypy
    return ALIGNED if family.align(command.library_id, command.document_id, until) else UNCHANGED
