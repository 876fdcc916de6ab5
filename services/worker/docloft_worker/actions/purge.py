"""Action: delete a document permanently (docloft_worker.removal)."""

import math

from docloft import reasons
from docloft.commands import Command
from docloft_worker import removal
from docloft_worker.job_progress import Progress

PURGED = "purged"
REFUSED = "refused"
OVER = "already_done"


def handle(command: Command, until: float) -> str:
    assert command.document_id is not None  # noqa: S101 - required by the registry, for mypy
    return purge(command.library_id, command.document_id, command.job_id, until)


def purge(library_id: str, document_id: str, job_id: str | None, until: float = math.inf) -> str:
    """Deletes one document and returns PURGED, REFUSED (it is not in the trash) or OVER (the job is done). Idempotent.
    Raises NoTimeLeftError after `until`, and what S3 and DynamoDB raise; the command is then delivered again.
    """
    progress = Progress(library_id, job_id)
    if progress.is_over:
        return OVER
    progress.start()
    if not removal.delete(library_id, document_id, until):
        progress.fail(reasons.NOT_IN_TRASH)
        return REFUSED
    progress.finish()
    return PURGED
