"""Action: recognise some pages of a document."""

from docloft.commands import Command
from docloft_worker import recognising


def handle(command: Command, until: float) -> str:
    assert command.document_id is not None  # noqa: S101 - required by the registry, for mypy
    assert command.pages is not None  # noqa: S101 - required by the registry, for mypy
    first, last = command.pages
    return recognising.recognise_portion(command.library_id, command.document_id, first, last, until=until)
