"""Action: request the recognition of a document's remaining pages."""

from docloft.commands import Command
from docloft_worker import recognising


def handle(command: Command, _until: float) -> str:
    assert command.document_id is not None  # noqa: S101 - required by the registry, for mypy
    return recognising.request(command.library_id, command.document_id)
