"""Action: delete a document permanently, with every version of its objects.

The record is deleted first, in one conditional transaction: from then on the document cannot be restored. If the
objects went first, a document restored at that moment would have a record and no original. If deleting the objects
fails, the command is delivered again, finds no record, and deletes them then.
"""

from docloft import objects, tables
from docloft.commands import Command
from docloft.documents import changes, states
from docloft.errors import ConflictError, NotFoundError
from docloft.tables import transactions
from docloft_worker.job_progress import Progress

PURGED = "purged"
REFUSED = "refused"
OVER = "already_done"

IN_USE = "This document is no longer in the trash, so nothing was deleted. Move it to the trash again to delete it."

ACTOR = "work"

_ATTEMPTS = 5


def handle(command: Command, _until: float) -> str:
    assert command.document_id is not None  # noqa: S101 - required by the registry, for mypy
    return purge(command.library_id, command.document_id, command.job_id)


def purge(library_id: str, document_id: str, job_id: str | None) -> str:
    """Deletes one document and returns PURGED, REFUSED (it is not in the trash) or OVER (the job is done). Idempotent.
    Raises what S3 and DynamoDB raise, and the command is delivered again.
    """
    progress = Progress(library_id, job_id)
    if progress.is_over:
        return OVER
    progress.start()
    if not _erase_record(library_id, document_id):
        progress.fail(IN_USE)
        return REFUSED
    for prefix in prefixes(library_id, document_id):
        objects.remove_permanently(prefix)
    progress.finish()
    return PURGED


def prefixes(library_id: str, document_id: str) -> tuple[str, ...]:
    """Only objects of this document are stored under these prefixes: all ids have the same length, so no id is a prefix
    of another.
    """
    return (
        objects.inbox_key(library_id, document_id),
        objects.original_key(library_id, document_id).rpartition("/")[0] + "/",
        objects.text_key(library_id, document_id),
        objects.recognised_prefix(library_id, document_id),
        objects.thumbnail_key(library_id, document_id),
    )


def _erase_record(library_id: str, document_id: str) -> bool:
    """Deletes the record. Returns whether it is gone, because of this or an earlier delivery."""
    for _ in range(_ATTEMPTS):
        try:
            document = tables.documents.find(library_id, document_id)
        except NotFoundError:
            return True
        if not states.may_be_purged(document.state, document.trashed_at):
            return False
        try:
            changes.erase(document, actor=ACTOR)
        except transactions.StepRefusedError:
            # It has just been changed, perhaps restored: read it again.
            continue
        return True
    raise ConflictError("This document kept changing while it was being deleted. Nothing was deleted; try again.")
