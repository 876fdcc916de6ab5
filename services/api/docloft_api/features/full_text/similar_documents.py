"""Documents that share words with another one."""

from docloft import index_heads, texts
from docloft.search import api as search_api
from docloft.tables.documents import Document
from docloft_api import found_documents


def find(document: Document, limit: int) -> list[Document]:
    """Those in the archive that are most like this one, best first; none for a document without text."""
    text = texts.load(document.library_id, document.content_id) if document.has_text else None
    if text is None:
        return []
    library_id = document.library_id
    found = search_api.find_similar(
        library_id, document.document_id, "\n".join(text.pages), limit, index_heads.find(library_id)
    )
    return found_documents.current(library_id, found)
