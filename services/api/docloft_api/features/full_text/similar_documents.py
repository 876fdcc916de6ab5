"""Documents that share words with another one."""

from docloft import index_heads, tables, texts
from docloft.documents import states
from docloft.search import api as search_api
from docloft.tables.documents import Document


def find(document: Document, limit: int) -> list[Document]:
    """Those in the archive that are most like this one, best first; none for a document without text."""
    text = texts.load(document.library_id, document.content_id) if document.has_text else None
    if text is None:
        return []
    library_id = document.library_id
    found = search_api.find_similar(
        library_id, document.document_id, "\n".join(text.pages), limit, index_heads.find(library_id)
    )
    current = {
        one.document_id: one
        for one in tables.documents.find_many(library_id, found)
        if states.is_archived(one.state) and not one.trashed_at
    }
    return [current[document_id] for document_id in found if document_id in current]
