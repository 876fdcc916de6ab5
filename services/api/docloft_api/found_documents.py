"""Documents that an index found, as they are now: the index may be a moment behind."""

from collections.abc import Collection

from docloft import tables
from docloft.lifecycle import states
from docloft.tables.documents import Document


def current(library_id: str, document_ids: Collection[str], *, in_trash: bool = False) -> list[Document]:
    """The archived documents among these, in the order of the ids: either those in the trash, or the others."""
    found = {
        one.document_id: one
        for one in tables.documents.find_many(library_id, document_ids)
        if states.is_archived(one.state) and bool(one.trashed_at) == in_trash
    }
    return [found[document_id] for document_id in document_ids if document_id in found]
