"""Announces a file that will replace a document's current file. It arrives as a document of its own, which is deleted
when its file has become the other document's (docloft.lifecycle.files).
"""

from docloft import reasons, tables
from docloft.errors import ConflictError, NotFoundError, Refused
from docloft.ids import new_id
from docloft.lifecycle import announced_uploads, changes, files
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft_api.features.uploads import announcements
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


def announce(
    person: Person,
    document_id: str,
    *,
    file_name: str,
    media_type: str,
    size: int,
    checksum_sha256: str,
    correlation_id: str,
    ticket: Ticket | None,
) -> tuple[str, Document | None]:
    """The id of the upload, and the upload if it awaits its bytes. When called again with the same ticket, returns the
    same one. Raises NotFoundError, TooLargeError, IdempotencyKeyReusedError, TryAgainError, and ConflictError for a
    document that is in the trash or was never archived, and for a file that cannot become a version of it.
    """
    announcements.require_size(size)
    document = documents.find(person, document_id)

    def create() -> tuple[str, Document | None]:
        _require_replaceable(document, checksum_sha256)
        upload_id = new_id()
        upload = announced_uploads.create(
            person.library_id,
            upload_id,
            actor=person.actor,
            also=[ticket.record(upload_id)] if ticket else [],
            file_name=file_name,
            media_type=media_type,
            size=size,
            checksum_sha256=checksum_sha256,
            created_by=person.user_id,
            correlation_id=correlation_id,
            replaces=document.document_id,
        )
        return upload_id, upload

    return announcements.once(ticket, create, lambda upload_id: (upload_id, _again(person, upload_id)))


def _require_replaceable(document: Document, checksum_sha256: str) -> None:
    files.require_replaceable(document)
    try:
        files.require_room(document, checksum_sha256)
    except Refused as refusal:
        raise ConflictError(refusal.reason) from refusal
    if tables.library.holder_of(document.library_id, checksum_sha256) not in {None, document.document_id}:
        raise ConflictError(reasons.FILE_ELSEWHERE)


def _again(person: Person, upload_id: str) -> Document | None:
    """The upload, renewed; None if there is nothing left to upload."""
    try:
        upload, _ = changes.amend(person.library_id, upload_id, announcements.renewal, actor=person.actor)
    except NotFoundError as error:
        if files.became(person.library_id, upload_id) is None:
            raise ConflictError(reasons.UPLOAD_DELETED) from error
        return None
    return upload if upload.state == State.AWAITING_UPLOAD else None
