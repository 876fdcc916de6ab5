"""The files of a document whose record is lost: its attributes are restored from the originals and their metadata."""

from base64 import urlsafe_b64decode
from typing import Any

from docloft import objects, tables
from docloft.errors import NotFoundError
from docloft.ids import content_id, is_id
from docloft.lifecycle import files, metadata
from docloft.lifecycle.states import State
from docloft.tables.records import FileVersion


def adopt(library_id: str, document_id: str) -> dict[str, Any]:
    """The attributes `file_id`, `file_number`, `file_count` and `file_at` of a document whose record is lost, from its
    originals: the newest one that has no record is the one to read. Writes records for earlier ones that have none.
    Raises NotFoundError when there is no original.
    """
    recorded = {one.file_id: int(one.number) for one in files.list_earlier(library_id, document_id)}
    stored = list(objects.names_under(objects.originals_prefix(library_id, document_id)))
    known = [None, *sorted(name for name in stored if is_id(name))]
    left = [file_id for file_id in known if file_id not in recorded] or [None]
    free = [number for number in range(1, len(known) + 1) if number not in recorded.values()] or [1]
    numbered = list(zip(left, free, strict=False))
    for file_id, number in numbered[:-1]:
        tables.library.replace(_found(library_id, document_id, file_id, number))
    file_id, number = numbered[-1]
    newest = _found(library_id, document_id, file_id, number)
    added_at = newest.added_at if file_id else None
    return {"file_id": file_id, "file_number": number, "file_count": len(known), "file_at": added_at}


def _found(library_id: str, document_id: str, file_id: str | None, number: int) -> FileVersion:
    """The record of an original, from its metadata. It is read when someone restores it."""
    stored = objects.head(objects.original_key(library_id, content_id(document_id, file_id)))
    if stored is None:
        raise NotFoundError("This original is not in the files bucket.")
    moment = stored.metadata["created-at"]
    return FileVersion(
        library_id,
        FileVersion.key(document_id, number),
        created_at=moment,
        file_id=file_id,
        number=number,
        file_name=urlsafe_b64decode(stored.metadata["file-name"]).decode(),
        media_type=stored.content_type or "application/octet-stream",
        size=stored.size,
        checksum_sha256=stored.metadata["checksum-sha256"],
        added_at=moment,
        reading={"state": State.RECEIVED},
    )


def time_added(library_id: str, document_id: str, stored: str) -> str:
    """When a document with a lost record was added: when its original was `stored`, unless the history says that an
    import restored an earlier time.
    """
    changed = [(line.changes or {}).get(metadata.ADDED) for line in tables.history.list_events(library_id, document_id)]
    restored = [pair[1] for pair in changed if pair]
    return str(restored[-1]) if restored else stored
