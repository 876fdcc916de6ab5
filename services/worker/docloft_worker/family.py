"""Use case: keep the parts of a document in the trash exactly while everything that contains them is. Idempotent: it
compares the current state with the required one, so a late or repeated command changes nothing.
"""

import math

from docloft import tables
from docloft.clock import timestamp
from docloft.errors import NotFoundError
from docloft.lifecycle import changes, parts
from docloft.lifecycle.changes import Change
from docloft.tables.documents import Document
from docloft_worker.leases import ACTOR
from docloft_worker.time_limit import require_time


def align(library_id: str, document_id: str, until: float = math.inf) -> int:
    """Moves the parts of a document, and theirs, into the trash or out of it. Returns how many were moved. Raises
    NoTimeLeftError when parts are left after `until` (time.monotonic).
    """
    moved, seen, left = 0, {document_id}, [document_id]
    while left:
        for part in parts.list_parts(library_id, left.pop()):
            require_time(until)
            is_moved = _align_one(library_id, part.document_id)
            moved += is_moved
            # An archive may contain itself, and a part of two mails is checked again when the second one has moved.
            if is_moved or part.document_id not in seen:
                seen.add(part.document_id)
                left.append(part.document_id)
    return moved


def _align_one(library_id: str, document_id: str) -> bool:
    at = timestamp()

    def decide(document: Document) -> Change | None:
        parents = tables.documents.find_many(library_id, parts.parents_of(document))
        return parts.trash_change(document, parents, at)

    try:
        return changes.amend(library_id, document_id, decide, actor=ACTOR).change is not None
    except NotFoundError:
        # Deleted permanently, or no longer a document of its own.
        return False
