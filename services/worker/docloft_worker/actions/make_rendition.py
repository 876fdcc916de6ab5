"""Action: make the page that shows a document with its formatting."""

from docloft.commands import Command
from docloft_worker import reading, rendition


def handle(command: Command, _until: float) -> str:
    assert command.document_id is not None  # noqa: S101 - required by the registry, for mypy
    return rendition.make(command.library_id, command.document_id, command.job_id, reading.sandbox)
