"""The heads of search indexes, kept in the library table: what was published last of each. With the head, readers and
writers recognize an index in S3 that was lost, damaged or replaced by an older one. Also the requests to rebuild it.
"""

from datetime import timedelta

from docloft import commands, tables
from docloft.clock import now, timestamp
from docloft.search import api as search
from docloft.search.api import Head, Heads
from docloft.tables.records import IndexHead, IndexRebuild

REQUEST_AGAIN_AFTER = timedelta(minutes=15)
"""How long after a request to rebuild an index no other one is sent. A request that was lost is repeated then."""


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


def advance(library_id: str, name: str, head: Head, known: Head | None) -> None:
    """Replaces the head `known` of an index by that of a manifest just published. Idempotent; keeps a newer head."""
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
    sent now. Raises what SQS and DynamoDB raise; a command that could not be sent is sent by a later call.
    """
    moment = now()
    request = IndexRebuild(library_id, IndexRebuild.KEY, created_at=timestamp(moment))
    if not tables.library.request_rebuild(request, unless_since=timestamp(moment - REQUEST_AGAIN_AFTER)):
        return False
    commands.send(commands.registry.REINDEX, library_id)
    return True
