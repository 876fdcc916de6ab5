"""The files of a document. A new one replaces the one that is read; all are kept, and each can be read again.

The document has the attributes of the file that is read, and there is a FileVersion for each of the others. Both are
written in the transaction that changes the document's version, so if two changes are made at once, the second one is
decided on the result of the first. The objects of each file have their own keys (docloft.ids.content_id): a worker that
is late with an earlier file cannot overwrite what was read from a newer one.

A file that is going to replace another arrives as a document of its own, with `replaces`. When it is received, that
document is deleted in the transaction in which its file becomes the one that is read; if it is refused, it is kept and
needs attention.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from docloft import objects, reasons, tables
from docloft.clock import now, timestamp
from docloft.errors import WITHOUT_REASON, ConflictError, Refused
from docloft.ids import content_id
from docloft.lifecycle import changes, metadata, states
from docloft.lifecycle.changes import Change
from docloft.lifecycle.metadata import NotReverted
from docloft.lifecycle.states import State
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.records import FileVersion

MOST_FILES = 50
"""The limit for each document. All their checksums are released in the transaction that deletes it, which may have 100
steps."""

READ_BY = timedelta(minutes=10)
"""If no worker has started reading the file by then, the sweeper sends the command again."""

READING = (
    "pages",
    "width",
    "height",
    "language",
    "has_text",
    "partial",
    "embedded",
    "thumbnail_width",
    "thumbnail_height",
    "ocr_pages_total",
    "ocr_pages_done",
    "ocr_pending",
    "ocr_parked",
    "reason",
    "reason_code",
    "reason_values",
    "kept",
    "unlocked",
    "read_by",
)
"""Attributes of Document that say how a file was read, and are kept with it."""

FOUND = frozenset({"media_type", "size", "pages", "width", "height", "partial", "thumbnail_width", "thumbnail_height"})
"""Attributes of Document that receiving a file finds."""

_BECAME = "became"

_UNREAD: Mapping[str, Any] = {**dict.fromkeys(READING), "has_text": False, "partial": []}
_NOT_BEING_READ = {"attempts": 0, "lease_token": None, "lease_until": None, "index_problem": None}


def list_earlier(library_id: str, document_id: str) -> list[FileVersion]:
    """All files of a document but the one that is read, newest first. Strongly consistent."""
    found = tables.library.list_kind(FileVersion, library_id, f"{document_id}#")
    return sorted(found, key=lambda one: int(one.number), reverse=True)


def find(document: Document, number: int) -> FileVersion | None:
    """Also None for the file that is read. Strongly consistent."""
    return tables.library.find(FileVersion, document.library_id, FileVersion.key(document.document_id, number))


def as_version(document: Document) -> FileVersion:
    """The record of the file that is read now, for the time when another one is read. Not yet written."""
    reading = {name: getattr(document, name) for name in READING}
    kept = {name: list(value) if name == "partial" else value for name, value in reading.items() if value is not None}
    return FileVersion(
        document.library_id,
        FileVersion.key(document.document_id, int(document.file_number)),
        created_at=timestamp(),
        file_id=document.file_id,
        number=int(document.file_number),
        file_name=document.file_name,
        media_type=document.media_type,
        size=int(document.size),
        checksum_sha256=document.checksum_sha256,
        added_at=document.file_at or document.created_at,
        added_by=added_by(document),
        reading={**kept, "state": document.state},
    )


def forget(library_id: str, document_id: str) -> None:
    """Deletes the records of all files of a document that was deleted permanently. Idempotent."""
    for one in list_earlier(library_id, document_id):
        tables.library.remove(library_id, one.record_key)


def require_replaceable(document: Document) -> None:
    """Raises ConflictError for a document whose file cannot be replaced: it was never archived, or is in the trash."""
    if not states.is_archived(document.state):
        raise ConflictError(reasons.NEVER_ARCHIVED)
    if document.trashed_at:
        raise ConflictError(reasons.REPLACED_IN_TRASH)


def require_room(document: Document, checksum_sha256: str) -> None:
    """Raises Refused for a file with these bytes that cannot replace the document's: the document already has them, or
    it has MOST_FILES.
    """
    known = [(document.checksum_sha256, document.file_number)]
    if document.file_count > 1:
        known += [(one.checksum_sha256, one.number) for one in list_earlier(document.library_id, document.document_id)]
    for checksum, number in known:
        if checksum == checksum_sha256:
            raise Refused(reasons.SAME_FILE.having(number=int(number)))
    if document.file_count >= MOST_FILES:
        raise Refused(reasons.TOO_MANY_FILES.having(limit=MOST_FILES))


def replaced(document: Document, upload: Document, found: Mapping[str, Any], *, actor: str) -> Change:
    """Makes the file of `upload` the one that is read; `found` has the attributes that receiving it found. Deletes the
    upload's record. Raises Refused (see `require_room`), and ConflictError for a document without an original. What
    people recorded is unchanged, including the title.
    """
    if not states.is_archived(document.state):
        raise ConflictError(reasons.NEVER_ARCHIVED)
    require_room(document, upload.checksum_sha256)
    number = int(document.file_count) + 1
    values = {
        **_UNREAD,
        **_NOT_BEING_READ,
        **WITHOUT_REASON,
        "state": State.RECEIVED,
        "file_id": upload.document_id,
        "file_number": number,
        "file_count": number,
        "file_at": upload.created_at,
        "file_by": _actor_of(upload.created_by),
        "file_name": upload.file_name,
        "checksum_sha256": upload.checksum_sha256,
        "kept": upload.kept,
        **found,
    }
    steps: list[transactions.Step] = [
        transactions.Create(as_version(document)),
        changes.claim(document, upload.checksum_sha256),
        *changes.erasing(upload, actor=actor, facts={_BECAME: {"document_id": document.document_id}}),
    ]
    return _change("file_replaced", document, values, number, steps)


def restored(document: Document, version: FileVersion) -> Change:
    """Makes an earlier file the current one again. Its text is still stored; it is read again only if reading had not
    ended, or had failed.
    """
    values = {**_UNREAD, **_NOT_BEING_READ, **version.reading}
    was_ready = values.pop("state", None) == State.READY
    values |= {
        "state": State.READY if was_ready else State.RECEIVED,
        "file_id": version.file_id,
        "file_number": int(version.number),
        "file_at": version.added_at if version.file_id else None,
        "file_by": version.added_by if version.file_id else None,
        "file_name": version.file_name,
        "media_type": version.media_type,
        "size": int(version.size),
        "checksum_sha256": version.checksum_sha256,
    }
    if not was_ready:
        values |= WITHOUT_REASON
    steps: list[transactions.Step] = [
        transactions.Create(as_version(document)),
        transactions.Release(version, holder="number"),
    ]
    is_waiting = not was_ready or values["ocr_pending"]
    return _change("file_restored", document, values, int(version.number), steps, is_waiting=bool(is_waiting))


def revert(document: Document, changed: metadata.Changes) -> tuple[Change | None, NotReverted | None]:
    """What undoes a change of the file, or why it is left as it is."""
    before, after = changed[metadata.FILE]
    if document.file_number == before:
        return None, None
    version = find(document, before)
    if document.file_number != after or version is None:
        return None, NotReverted.CHANGED_SINCE
    return restored(document, version), None


def became(library_id: str, upload_id: str) -> str | None:
    """The id of the document of which an upload has become a file; None for any other upload."""
    became_file: dict[str, str] = _last_facts(library_id, upload_id).get(_BECAME, {})
    return became_file.get("document_id")


def keys_of_deleted(library_id: str, upload_id: str) -> list[str]:
    """The keys under which receiving may have stored an upload as a file of another document, if the upload was deleted
    before it became one. None for any other document.
    """
    document_id = _last_facts(library_id, upload_id).get(changes.REPLACES)
    if document_id is None:
        return []
    content = content_id(document_id, upload_id)
    return [objects.original_key(library_id, content), objects.thumbnail_key(library_id, content)]


def _last_facts(library_id: str, document_id: str) -> dict[str, Any]:
    last = next(tables.history.list_newest(library_id, document_id, limit=1), None)
    return (last.facts if last else None) or {}


def added_by(document: Document) -> str | None:
    """Who uploaded the file that is read, as in the history; None if no person uploaded it."""
    if document.file_id:
        return document.file_by
    return _actor_of(document.created_by)


def _actor_of(created_by: str | None) -> str | None:
    """If a person created the document, Document.created_by is only the id."""
    return f"user:{created_by}" if created_by and ":" not in created_by else created_by


def _change(
    event: str,
    document: Document,
    values: dict[str, Any],
    number: int,
    steps: list[transactions.Step],
    *,
    is_waiting: bool = True,
) -> Change:
    values["text_revision"] = int(document.text_revision or 0) + 1
    return Change(
        event,
        values,
        due=now() + READ_BY if is_waiting else None,
        also=steps,
        recorded={metadata.FILE: [int(document.file_number), number]},
    )
