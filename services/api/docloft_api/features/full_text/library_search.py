"""Searches a library and returns the current documents."""

from collections.abc import Sequence

from docloft import tables
from docloft.documents import states
from docloft.search import api as search_api
from docloft.search.api import Candidate, DamagedIndexError, Results
from docloft.tables.documents import Document
from docloft_api.request_errors import TryAgainError


def search(library_id: str, text: str, limit: int, after: int | None) -> Results[Document]:
    """One page of hits, after the first `after` ones (see docloft.search.results.run). Any text is a valid query.
    Raises TryAgainError for a damaged index.
    """

    def find_documents(document_ids: Sequence[str]) -> list[Candidate[Document]]:
        found = tables.documents.find_many(library_id, document_ids)
        return [
            Candidate(
                document,
                document_id=document.document_id,
                version=int(document.version),
                title=document.title,
                file_name=document.file_name,
                has_text=bool(document.has_text),
                in_trash=bool(document.trashed_at),
            )
            for document in found
            if states.is_archived(document.state)
        ]

    try:
        return search_api.run(library_id, text, limit=limit, after=after, find_documents=find_documents)
    except DamagedIndexError as error:
        raise TryAgainError(str(error)) from error
