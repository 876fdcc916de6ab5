"""The files of a document: all of them, and one by its number."""

import re
from dataclasses import dataclass

from docloft.errors import NotFoundError
from docloft.ids import content_id
from docloft.lifecycle import files, states
from docloft.tables.documents import Document
from docloft.tables.records import FileVersion
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


@dataclass(frozen=True, slots=True)
class File:
    """One file of a document. `added_by` as in the history; None if no person uploaded it."""

    id: str
    content_id: str
    number: int
    file_name: str
    media_type: str
    size: int
    checksum_sha256: str
    pages: int | None
    added_at: str
    added_by: str | None
    is_current: bool


def listing(person: Person, document_id: str) -> list[File]:
    """Newest first, with the one that is read. Raises NotFoundError, including for a document without an original."""
    document = _archived(person, document_id)
    earlier = files.list_earlier(document.library_id, document.document_id) if document.file_count > 1 else []
    found = [_current(document), *(_earlier(document, one) for one in earlier)]
    return sorted(found, key=lambda one: one.number, reverse=True)


def find(person: Person, document_id: str, number: str) -> File:
    """Raises NotFoundError."""
    document = _archived(person, document_id)
    wanted = parsed(number)
    if wanted == document.file_number:
        return _current(document)
    version = files.find(document, wanted)
    if version is None:
        raise absent()
    return _earlier(document, version)


def parsed(number: str) -> int:
    """The number in a path. Raises NotFoundError for anything else."""
    if not re.fullmatch(r"[1-9][0-9]{0,3}", number):
        raise absent()
    return int(number)


def absent() -> NotFoundError:
    return NotFoundError("This document has no such version. Nothing was changed.")


def _archived(person: Person, document_id: str) -> Document:
    document = documents.find(person, document_id)
    if not states.is_archived(document.state):
        raise NotFoundError("This document has no original, because it has not been received.")
    return document


def _current(document: Document) -> File:
    return File(
        document.file_id or document.document_id,
        document.content_id,
        int(document.file_number),
        document.file_name,
        document.media_type,
        int(document.size),
        document.checksum_sha256,
        int(document.pages) if document.pages else None,
        document.file_at or document.created_at,
        files.added_by(document),
        is_current=True,
    )


def _earlier(document: Document, version: FileVersion) -> File:
    return File(
        version.file_id or document.document_id,
        content_id(document.document_id, version.file_id),
        int(version.number),
        version.file_name,
        version.media_type,
        int(version.size),
        version.checksum_sha256,
        version.reading.get("pages"),
        version.added_at,
        version.added_by,
        is_current=False,
    )
