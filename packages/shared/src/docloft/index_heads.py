"""The heads of search indexes, kept in the library table: the last published state of each. With the head, readers and
writers recognize an index in S3 that was lost, damaged or replaced by an older one. Also the requests to rebuild it.
"""

from collections.abc import Collection
from datetime import timedelta

from docloft import commands, tables
from docloft.clock import now, timestamp
from docloft.search import api as search
from docloft.search.api import Head, Heads
from docloft.tables.documents import Document
from docloft.tables.records import IndexHead, IndexRebuild

REQUEST_AGAIN_AFTER = timedelta(minutes=15)
"""For this long after a request to rebuild an index, no other one is sent. After that, a lost request is repeated."""


def find(library_id: str) -> Heads:
    """The heads of a library's indexes by name; without those never published, or last published by release 0.1.
    Strongly consistent.
    """
    found = {}
    for name in search.NAMES:
        record = tables.library.find(IndexHead, library_id, IndexHead.key(name))
        if record is not None:
            found[name] = Head(int(record.generation), record.digest, int(record.documents))
    return found


def find_with_documents(library_id: str, document_ids: Collection[str]) -> tuple[Heads, list[Document]]:
    """The heads as in `find`, and the documents with these ids that exist, in one read (see tables.together)."""
    names = {IndexHead.key(name): name for name in search.NAMES}
    found = tables.together.find(library_id, document_ids, list(names))
    heads = {}
    for record in found.records:
        if isinstance(record, IndexHead):
            heads[names[record.record_key]] = Head(int(record.generation), record.digest, int(record.documents))
    return heads, found.documents


def advance(library_id: str, name: str, head: Head, known: Head | None) -> None:
    """Replaces the head `known` of an index with that of a new manifest. Idempotent; keeps a newer head."""
    if known is not None and known.generation >= head.generation:
        return
    tables.library.advance(
        IndexHead(
            library_id,
            IndexHead.key(name),
            created_at=timestamp(),
            generation=head.generation,
            digest=head.digest,
            documents=head.documents,
        )
    )


def request_rebuild(library_id: str) -> bool:
    """Sends the command to rebuild the indexes of a library, at most once in fifteen minutes; returns whether it was
    sent now. Raises what SQS and DynamoDB raise; if the command could not be sent, a later call sends it.
    """
    moment = now()
    request = IndexRebuild(library_id, IndexRebuild.KEY, created_at=timestamp(moment))
    if not tables.library.request_rebuild(request, unless_since=timestamp(moment - REQUEST_AGAIN_AFTER)):
        return False
    commands.send(commands.registry.REINDEX, library_id)
    return True
