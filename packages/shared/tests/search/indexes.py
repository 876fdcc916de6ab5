"""Builds indexes for tests as the worker does."""

from typing import Any

from docloft.search import api as search
from docloft.search.index.publication import published
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


def putting(documents):
    """What commit applies to add these documents."""

    def apply(batch: search.Batch) -> None:
        for document in documents:
            batch.put(document)

    return apply


class Index:
    """The index of one library. Each document is added in its own commit."""

    def __init__(self, library_id: str = LIBRARY) -> None:
        self.location = search.location_of(library_id)
        search.draft_of(self.location).publish()

    def add(self, document_id: str, *pages: str, language: str | None = None, **values) -> None:
        self.add_all([search.document_of(entry(document_id, **values), Text(pages, language))])

    def add_all(self, documents) -> None:
        """Adds the documents, those of each shard in one commit."""
        left = list(documents)
        others: list[Any] = []

        def apply(batch):
            nonlocal others
            others = [one for one in left if not batch.covers(one["id"][0])]
            for document in left:
                if document not in others:
                    batch.put(document)

        while left:
            search.commit(self.location, apply, about=left[0]["id"][0])
            left = others

    def shards(self) -> int:
        """How many shards it has."""
        manifest, _ = published(self.location)
        return len(manifest.shards) if manifest else 0

    def remove(self, document_id: str) -> None:
        search.commit(self.location, lambda batch: batch.delete(document_id), about=document_id)
