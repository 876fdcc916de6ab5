"""A check of `make doctor`: reads every original in full, including those of earlier versions of a file, and compares
its SHA-256 with the one that was recorded when the document was archived.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from docloft import objects, tables
from docloft.errors import NotFoundError
from docloft.ids import content_id
from docloft.lifecycle import files, states
from docloft.tables.documents import Document
from operate import reindexing
from operate.findings import Finding, fine, problem
from operate.stage import Stage

_SIDE_BY_SIDE = 8
_MOST_PENDING = 1_000
"""Documents that are compared in one go, so that memory stays bounded."""

MISSING = "its original is missing"
CHANGED = "the bytes of its original have changed"
UNKNOWN = "its original is in the bucket, but no table has the document"
_ADVICE = "The bucket keeps earlier versions for 30 days: docs/operating.md, Restore."


def originals(stage: Stage) -> Iterator[Finding]:
    """A problem for each original that is missing, changed or belongs to no document. Each document costs a request to
    S3; outside the stage's region AWS also charges for the transfer of every byte.
    """
    checked = faults = 0
    for library_id in reindexing.every_library(stage):
        documents, found = _verify(library_id)
        checked += documents
        faults += len(found)
        for document_id, what in found:
            yield problem(f"document {document_id} of library {library_id}: {what}", _ADVICE)
    if not faults:
        yield fine(f"{checked} documents have the originals that were archived")


def _verify(library_id: str) -> tuple[int, list[tuple[str, str]]]:
    """The number of documents that have an original, and each problem with the id of its document."""
    faults: list[tuple[str, str]] = []
    known: set[str] = set()
    checked = 0
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as together:
        for documents in _portions(library_id):
            known.update(one.document_id for one in documents)
            archived = [one for one in documents if states.is_archived(one.state)]
            checked += len(archived)
            wrong = together.map(_compare, archived)
            faults += [(one.document_id, what) for one, what in zip(archived, wrong, strict=True) if what]
    for document_id in objects.documents_with_originals(library_id, after=""):
        # A document may have been archived since the table was read.
        if document_id not in known and not tables.documents.find_many(library_id, [document_id]):
            faults.append((document_id, UNKNOWN))
    return checked, faults


def _portions(library_id: str) -> Iterator[list[Document]]:
    portion: list[Document] = []
    for document in tables.documents.list_all(library_id):
        portion.append(document)
        if len(portion) == _MOST_PENDING:
            yield portion
            portion = []
    yield portion


def _compare(document: Document) -> str | None:
    """The problem with the originals of its files; None if there is none."""
    library_id, document_id = document.library_id, document.document_id
    originals = [(document.content_id, document.checksum_sha256)]
    if document.file_count > 1:
        originals += [
            (content_id(document_id, one.file_id), one.checksum_sha256)
            for one in files.list_earlier(library_id, document_id)
        ]
    try:
        checksums = [objects.checksum(objects.original_key(library_id, content)) for content, _ in originals]
    except NotFoundError:
        # It may have been deleted permanently since the table was read.
        return MISSING if tables.documents.find_many(library_id, [document_id]) else None
    return None if checksums == [checksum for _, checksum in originals] else CHANGED
