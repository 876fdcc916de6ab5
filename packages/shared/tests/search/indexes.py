"""Builds indexes for tests as the worker does."""

from docloft.search import api as search
from docloft.texts import Text
from tests.fixtures import LIBRARY


def entry(document_id: str, title: str = "Paper", **values) -> search.Entry:
    facts = {
        "version": 1,
        "file_name": f"{title}.pdf",
        "media_type": "application/pdf",
        "state": "ready",
        "size": 1000,
        "pages": 1,
        "created_at": "2025-03-14T09:26:53.000Z",
        "document_date": None,
        "trashed_at": None,
        "has_text": True,
    }
    return search.Entry(document_id, title=title, **{**facts, **values})


class Index:
    """The index of one library. Each document is added in its own commit."""

    def __init__(self, library_id: str = LIBRARY) -> None:
        self.shard = search.shards_of(library_id)[0]
        search.Draft(self.shard).publish()

    def add(self, document_id: str, *pages: str, language: str | None = None, **values) -> None:
        self.add_all([search.document_of(entry(document_id, **values), Text(pages, language))])

    def add_all(self, documents) -> None:
        """Adds the documents in one commit."""

        def apply(batch):
            for document in documents:
                batch.put(document)

        search.commit(self.shard, apply)

    def remove(self, document_id: str) -> None:
        search.commit(self.shard, lambda batch: batch.delete(document_id))
