"""Action: make the searchable PDF of a document."""

from docloft.commands import Command
from docloft_worker import ocr_engines, reading, searchable


def handle(command: Command, _until: float) -> str:
    assert command.document_id is not None  # noqa: S101 - required by the registry, for mypy
    # Two children do not fit into the function's memory.
    reading.sandbox.close()
    ocr_engines.close()
    return searchable.make(command.library_id, command.document_id, command.job_id)
