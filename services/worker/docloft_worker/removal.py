"""Use case: delete a document permanently, with every version of its objects, and its parts.

The record is deleted first, in one conditional transaction: from then on the document cannot be restored. If the
objects went first, a document restored at that moment would have a record and no original. If deleting the objects
fails, the command is delivered again, finds no record, and deletes them then.
"""

import math

from docloft import objects, tables
from docloft.errors import ConflictError, NotFoundError
from docloft.lifecycle import changes, files, notes, parts, states
from docloft.tables import transactions
from docloft_worker import lookalikes
from docloft_worker.leases import ACTOR
from docloft_worker.time_limit import require_time

_ATTEMPTS = 5


def delete(library_id: str, document_id: str, until: float = math.inf) -> bool:
    """Returns whether the document is gone; False when it is not in the trash. Idempotent. Raises NoTimeLeftError when
    parts are left after `until` (time.monotonic), and the next call continues; what S3 and DynamoDB raise; and
    ConflictError for a document that keeps changing.
    """
    return _delete(library_id, document_id, until, {document_id})


def _delete(library_id: str, document_id: str, until: float, seen: set[str]) -> bool:
    """Deletes a document and its parts, except those that another document contains or that were restored on their own.
    The record of a part is removed last, so that the next delivery continues here.
    `seen` are documents that are being deleted: an archive may contain itself.
    """
    if not _erase_record(library_id, document_id):
        return False
    tables.history.remove_values(library_id, document_id)
    for prefix in (*prefixes(library_id, document_id), *files.keys_of_deleted(library_id, document_id)):
        objects.remove_permanently(prefix)
    lookalikes.forget(library_id, document_id)
    notes.forget(library_id, document_id)
    files.forget(library_id, document_id)
    for part in parts.list_parts(library_id, document_id):
        require_time(until)
        is_left = parts.leave(library_id, part.document_id, document_id, actor=ACTOR)
        if is_left and part.document_id not in seen:
            seen.add(part.document_id)
            _delete(library_id, part.document_id, until, seen)
        tables.library.remove(library_id, part.record_key)
    return True


def prefixes(library_id: str, document_id: str) -> tuple[str, ...]:
    """Only objects of this document are stored under these prefixes: all ids have the same length, so no id is a prefix
    of another.
    """
    return (
        objects.inbox_key(library_id, document_id),
        objects.originals_prefix(library_id, document_id),
        objects.text_key(library_id, document_id),
        # Without the slash, so that it includes the objects of files that replaced the first one.
        objects.recognised_prefix(library_id, document_id).removesuffix("/"),
        objects.searchable_key(library_id, document_id),
        objects.rendition_prefix(library_id, document_id).removesuffix("/"),
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
            # It has just been changed, perhaps restored, so it is loaded again.
            continue
        return True
    raise ConflictError("This document kept changing while it was being deleted. Nothing was deleted; try again.")
