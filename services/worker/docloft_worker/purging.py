"""Use case: delete a document for ever, with every version of its objects.

The card goes first, in one conditional transaction: that is the moment from which nobody can restore the document. Were
the objects removed first, a person who restores it at that moment would keep a card without an original. When the
objects cannot be removed, the command comes again, finds no card and removes them then.
"""

from docloft import objects, tables
from docloft.documents import changes, states
from docloft.errors import ConflictError, NotFoundError
from docloft.tables import transactions
from docloft_worker.jobs import Progress

PURGED = "purged"
REFUSED = "refused"
OVER = "already_done"

IN_USE = "This document is not in the trash any more, so nothing was deleted. Put it there again to delete it for ever."

ACTOR = "work"

_ATTEMPTS = 5


def purge(library_id: str, document_id: str, job_id: str | None) -> str:
    """Carries one purge out and answers what became of it. Idempotent. Raises for trouble with S3 or DynamoDB, which
    the queue tries again.
    """
    progress = Progress(library_id, job_id)
    if progress.is_over:
        return OVER
    progress.start()
    if not _erase_card(library_id, document_id):
        progress.fail(IN_USE)
        return REFUSED
    for prefix in prefixes(library_id, document_id):
        objects.remove_for_ever(prefix)
    progress.finish()
    return PURGED


def prefixes(library_id: str, document_id: str) -> tuple[str, ...]:
    """Below these lies everything of one document and nothing of another: ids have one length, so that no id begins
    with another.
    """
    return (
        objects.inbox_key(library_id, document_id),
        objects.original_key(library_id, document_id).rpartition("/")[0] + "/",
        objects.text_key(library_id, document_id),
        objects.thumbnail_key(library_id, document_id),
    )


def _erase_card(library_id: str, document_id: str) -> bool:
    """Whether the card is gone, by this or an earlier delivery."""
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
            # Somebody changed it this moment, perhaps out of the trash: look again.
            continue
        return True
    raise ConflictError("This document changed too often while it was to be deleted. Nothing was lost; try again.")
