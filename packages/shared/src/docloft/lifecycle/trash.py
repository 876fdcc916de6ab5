"""Putting one document in the trash, and taking it out. Its parts follow by the command align_parts."""

from docloft import reasons, tables
from docloft.clock import timestamp
from docloft.errors import ConflictError
from docloft.lifecycle import parts, states
from docloft.lifecycle.changes import Change
from docloft.tables.documents import Document


def put(document: Document) -> Change | None:
    """None when it is already there. Raises ConflictError for a document that was never archived."""
    if document.trashed_at:
        return None
    if not states.is_archived(document.state):
        raise ConflictError(reasons.NEVER_ARCHIVED)
    return Change("trashed", {"trashed_at": timestamp()})


def take_out(document: Document) -> Change | None:
    """None when it is not in the trash. Reads the documents that contain it."""
    return parts.restore_change(document, tables.documents.find_many(document.library_id, parts.parents_of(document)))
