"""Making indexes in tests, the way the worker makes them."""

from docloft.search import cached_texts, find, writing
from docloft.search.schema import Entry, document_of
from docloft.search.store import Copy, Shard, shards_of
from docloft.texts import Text
from tests.fixtures import LIBRARY


def entry(document_id: str, title: str = "Paper", **values) -> Entry:
    facts = {
        "version": 1,
        "file_name": f"{title}.pdf",
        "media_type": "application/pdf",
        "state": "ready",
        "size": 1000,
        "pages": 1,
        "created_at": "2025-03-14T09:26:53.000Z",
        "document_date": None,
        "trashed": False,
        "has_text": True,
    }
    return Entry(document_id, title=title, **{**facts, **values})


def begin(shard: Shard) -> None:
    """Publishes an empty index."""
    copy = Copy(shard, "test")
    writing.write(writing.new_index(copy), lambda _writer, _versions: ())
    copy.push(None, None, ())


class Index:
    """One library's index, written one commit a document."""

    def __init__(self, library_id: str = LIBRARY) -> None:
        self.shard = shards_of(library_id)[0]
        begin(self.shard)

    def add(self, document_id: str, *pages: str, language: str | None = None, **values) -> None:
        self.add_all([document_of(entry(document_id, **values), Text(pages, language))])

    def add_all(self, documents) -> None:
        """In one commit."""

        def apply(writer, _versions):
            ids = [document.get_first("id") for document in documents]
            for document_id, document in zip(ids, documents, strict=True):
                writer.delete_documents_by_term("id", document_id)
                writer.add_document(document)
            return ids

        writing.commit(self.shard, apply)

    def remove(self, document_id: str) -> None:
        def apply(writer, _versions):
            writer.delete_documents_by_term("id", document_id)
            return [document_id]

        writing.commit(self.shard, apply)


def forget_all() -> None:
    writing.forget()
    find.forget()
    cached_texts.forget()
