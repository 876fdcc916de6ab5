"""Drops: files that machines add with a drop key. Members of the library can find them; the key cannot."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from docloft import objects, reasons
from docloft.clock import now
from docloft.errors import InvalidRequestError, TooLargeError
from docloft.lifecycle.states import State
from docloft.settings import settings
from docloft_api.features.uploads import announcements, refused_drops
from docloft_api.features.uploads.announcements import Announced
from docloft_api.http import bodies
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person


def facts_of(content: bytes, media_type: str, query: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments to announce a file that was sent as bytes. Without a file name it is named after the current time
    (UTC).
    """
    return {
        "file_name": query.get("file_name") or f"Scan {now():%Y-%m-%d %H-%M-%S}",
        "media_type": media_type,
        "size": len(content),
        "checksum_sha256": b64encode(hashlib.sha256(content).digest()).decode(),
    }


def add(
    person: Person,
    facts: Mapping[str, Any],
    content: bytes | None,
    *,
    correlation_id: str,
    ticket: Ticket | None,
) -> Announced:
    """Announces a document. With `content`, also stores it in the inbox like an upload, and returns no form. When
    called again with the same ticket, after a lost response, writes the same bytes to the same key. Raises
    InvalidRequestError for an empty file, TooLargeError, ConflictError.
    """
    if content is not None:
        _require_content(person, facts, content)
    try:
        announced = announcements.announce(
            person, **facts, correlation_id=correlation_id, ticket=ticket, reveal_existing=False
        )
    except TooLargeError:
        limit = settings().max_upload_bytes // (1024 * 1024)
        refused_drops.record(person, reasons.ANNOUNCED_TOO_LARGE.having(limit=limit), **facts)
        raise
    if content is None:
        return announced
    document = announced.document
    if document.state == State.AWAITING_UPLOAD:
        objects.write(
            objects.inbox_key(document.library_id, document.document_id),
            content,
            document.media_type,
            headers={"ChecksumSHA256": document.checksum_sha256},
        )
    return Announced(document, awaits_bytes=False)


def refuse(person: Person, file_name: str | None, media_type: str) -> None:
    """Records a request whose file could not be read from it (Operation.refuse)."""
    refused_drops.record(person, reasons.SENT_WRONGLY, file_name=file_name, media_type=media_type, size=0)


def _require_content(person: Person, facts: Mapping[str, Any], content: bytes) -> None:
    if not content:
        refused_drops.record(person, reasons.EMPTY, **facts)
        raise InvalidRequestError("The file is empty. Nothing was stored.")
    if len(content) > bodies.MAX_FILE_BYTES:
        limit = bodies.MAX_FILE_BYTES // (1024 * 1024)
        refused_drops.record(person, reasons.SENT_TOO_LARGE.having(limit=limit), **facts)
        bodies.require_size(content, bodies.MAX_FILE_BYTES)
