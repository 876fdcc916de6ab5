"""Use case: handle recent originals that have no document record. If the document was deleted permanently, the deletion
was interrupted and is started again. Otherwise its record is lost, for example because a table was restored to an
earlier time, and it gets a new one. Idempotent; two concurrent runs only do some work twice.
"""

import time
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from docloft import commands, correlation, objects, sandbox, tables
from docloft.clock import now
from docloft.errors import ConflictError, NotFoundError, Refused
from docloft.ids import content_id, first_id
from docloft.lifecycle import changes, lost_files
from docloft.lifecycle.names import title_from
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft_storage import archiving, inspection
from docloft_storage.receiving import READ_BY

ACTOR = "sweep"

RECENT = timedelta(days=7)
"""The greatest age of documents that are handled. Ids begin with their time, so older keys are not listed. `make
restore` shows older originals without a record."""

SETTLED = timedelta(hours=1)
"""Younger documents are left alone: an upload or a deletion may still be running."""

_GROUP = 100


class Adopted(StrEnum):
    """The result for one original without a record."""

    ADOPTED = "originals_adopted"
    DELETED = "deletions_resumed"
    LEFT = "originals_left"


def adopt(*, until: float) -> Counter[str]:
    """Handles all libraries, or as many as are possible until `until` (time.monotonic). Returns the number of originals
    for each result. If one fails, the others are handled first, then the errors are raised.
    """
    counts: Counter[str] = Counter()
    errors: list[Exception] = []
    for library_id in objects.libraries_with_originals():
        for document_id in _without_record(library_id):
            if time.monotonic() >= until:
                return counts
            try:
                with correlation.scope():
                    counts[_handle(library_id, document_id)] += 1
            except Exception as error:  # noqa: BLE001 - raised below, after the others
                errors.append(error)
    if errors:
        raise ExceptionGroup("Some originals could not be adopted.", errors)
    return counts


def _without_record(library_id: str) -> Iterator[str]:
    oldest, newest = first_id(now() - RECENT), first_id(now() - SETTLED)
    group: list[str] = []
    for document_id in objects.documents_with_originals(library_id, after=oldest):
        if document_id >= newest:
            break
        group.append(document_id)
        if len(group) == _GROUP:
            yield from _missing(library_id, group)
            group = []
    yield from _missing(library_id, group)


def _missing(library_id: str, document_ids: Sequence[str]) -> list[str]:
    existing = {document.document_id for document in tables.documents.find_many(library_id, document_ids)}
    return [document_id for document_id in document_ids if document_id not in existing]


def _handle(library_id: str, document_id: str) -> Adopted:
    if tables.history.was_purged(library_id, document_id):
        commands.send(commands.registry.PURGE, library_id, document_id=document_id)
        return Adopted.DELETED
    try:
        with TemporaryDirectory(prefix="docloft-adopt-") as scratch:
            document = _document(library_id, document_id, Path(scratch))
        changes.recreate(document, "adopted", actor=ACTOR, due=now() + READ_BY)
    except (NotFoundError, ConflictError, Refused, KeyError):
        # It is gone or has a record by now, the library has the same bytes as another document, or it is not ours.
        return Adopted.LEFT
    commands.send(commands.registry.READ, library_id, document_id=document_id)
    return Adopted.ADOPTED


def _document(library_id: str, document_id: str, scratch: Path) -> Document:
    """The record of an original, from its bytes and metadata; stores its thumbnail. Raises NotFoundError, Refused, and
    KeyError for an original without our metadata.
    """
    adopted = lost_files.adopt(library_id, document_id)
    content = content_id(document_id, adopted["file_id"])
    key, path = objects.original_key(library_id, content), scratch / "original"
    stored = objects.head(key)
    if stored is None:
        raise NotFoundError("The original was deleted in the meantime.")
    name = urlsafe_b64decode(stored.metadata["file-name"]).decode()
    objects.download(key, path)
    sandbox.served.library_id = library_id
    found = inspection.inspect(path)
    archiving.store_thumbnail(library_id, content, found)
    return Document(
        library_id,
        document_id,
        state=State.RECEIVED,
        title=title_from(name),
        file_name=name,
        size=stored.size,
        checksum_sha256=stored.metadata["checksum-sha256"],
        **adopted,
        created_at=lost_files.time_added(library_id, document_id, stored.metadata["created-at"]),
        **found.attributes,
    )
