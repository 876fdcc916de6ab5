"""Action: make new documents from the pages of others."""

from docloft.commands import Command
from docloft_worker import assembling, ocr_engines, reading


def handle(command: Command, until: float) -> str:
    assert command.job_id is not None  # noqa: S101 - required by the registry, for mypy
    # Two children do not fit into the function's memory.
    reading.sandbox.close()
    ocr_engines.close()
    return assembling.run(command.library_id, command.job_id, until)
