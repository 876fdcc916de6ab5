"""The heads of search indexes, kept in the library table: the last published state of each. With the head, readers and
writers recognise an index in S3 that was lost, damaged or replaced by an older one. Also the requests to rebuild it.
"""

from collections.abc import Sequence
from datetime import timedelta

from docloft import commands, tables
from docloft.clock import now, timestamp
from docloft.ids import content_of
from docloft.lifecycle.states import NEVER_ARCHIVED
from docloft.made_once import Derived
from docloft.search import api as search
from docloft.search.api import Candidate, Head, Heads
from docloft.settings import settings
from docloft.tables.documents import Document
from docloft.tables.records import IndexHead, IndexRebuild

REQUEST_AGAIN_AFTER = timedelta(minutes=15)
"""For this long after a request to rebuild an index, no other one is sent. After that, a lost request is repeated."""


def find(library_id: str) -> Heads:
    """The heads of a library's indexes by name; without those never published, or last published by release 0.1.
    Strongly consistent.
    """
    found = {}
    for name in _names():
        record = tables.library.find(IndexHead, library_id, IndexHead.key(name))
        if record is not None:
            found[name] = Head(int(record.generation), record.digest, int(record.documents))
    return found


def _names() -> tuple[str, ...]:
    return search.HEAD_NAMES[settings().search_engine or search.BUILT_IN]


_candidates: Derived[Document, Candidate[Document]] = Derived()


class NewerIndexError(Exception):
    """A search has to be repeated: a newer index was published than the one it read."""


class Reads:
    """What a search reads from the tables. A process that has the indexes open searches them first, then reads
    the documents and, in the same request, whether the indexes are still the newest (see tables.together): most
    searches wait for the tables once instead of twice.
    """

    def __init__(self, library_id: str, opened: Heads | None) -> None:
        """`opened`: see docloft.search.api.opened."""
        self._library_id = library_id
        self._is_current = opened is None
        self.heads = find(library_id) if opened is None else opened

    def find_documents(self, document_ids: Sequence[str]) -> list[Candidate[Document]]:
        """The archived documents among these. Raises NewerIndexError, once, if `heads` were not those of the newest
        indexes; afterwards, they are.
        """
        return [
            _candidates.find(document)
            or _candidates.keep(
                document,
                Candidate(
                    document,
                    document_id=document.document_id,
                    content_id=content_of(document),
                    version=int(document.version),
                    title=document.title,
                    file_name=document.file_name,
                    has_text=bool(document.has_text),
                    in_trash=bool(document.trashed_at),
                ),
            )
            for document in self._read(document_ids)
            if document.state not in NEVER_ARCHIVED
        ]

    def _read(self, document_ids: Sequence[str]) -> list[Document]:
        names = {} if self._is_current else {IndexHead.key(name): name for name in _names()}
        found = tables.together.find(self._library_id, document_ids, list(names))
        if self._is_current:
            return found.documents
        heads = {
            names[record.record_key]: Head(int(record.generation), record.digest, int(record.documents))
            for record in found.records
            if isinstance(record, IndexHead)
        }
        self._is_current = True
        if heads != self.heads:
            self.heads = heads
            raise NewerIndexError
        return found.documents


def advance(library_id: str, name: str, head: Head, known: Head | None) -> None:
    """Replaces the head `known` of an index with that of a new manifest. Idempotent; keeps a newer head."""
    if known is not None and known.generation >= head.generation:
        return
    IndexHead(
        library_id,
        IndexHead.key(name),
        created_at=timestamp(),
        generation=head.generation,
        digest=head.digest,
        documents=head.documents,
    ).advance()


def request_rebuild(library_id: str) -> bool:
    """Sends the command to rebuild the indexes of a library, at most once in fifteen minutes; returns whether it was
    sent now. Raises whatever SQS and DynamoDB raise; if the command could not be sent, a later call sends it.
    """
    moment = now()
    request = IndexRebuild(library_id, IndexRebuild.KEY, created_at=timestamp(moment))
    if not request.save_unless_since(timestamp(moment - REQUEST_AGAIN_AFTER)):
        return False
    commands.send(commands.registry.REINDEX, library_id)
    return True
