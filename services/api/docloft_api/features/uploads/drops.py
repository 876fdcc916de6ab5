"""The drop-only door: what comes in here can be found by the people of the library, never by the key it came with."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from docloft import objects
from docloft.documents.states import State
from docloft.errors import InvalidRequestError
from docloft.identity import now
from docloft.tables.documents import Document
from docloft_api.features.uploads import announcements
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person


def facts_of(content: bytes, file_name: str | None, media_type: str) -> dict[str, Any]:
    """What a body of bytes is announced with. A scanner that gives no name gets one from the clock (UTC). Raises
    InvalidRequestError when there are no bytes.
    """
    if not content:
        raise InvalidRequestError("The file is empty: there is nothing to keep. Nothing was taken.")
    return {
        "file_name": file_name or f"Scan {now():%Y-%m-%d %H-%M-%S}",
        "media_type": media_type,
        "size": len(content),
        "checksum_sha256": b64encode(hashlib.sha256(content).digest()).decode(),
    }


def take(
    person: Person, content: bytes, facts: Mapping[str, Any], *, correlation_id: str, ticket: Ticket | None
) -> Document:
    """Keeps a small file whole, where uploads are kept: it is received as they are. The same ticket again, after a
    lost answer, puts the same bytes to the same place. Raises TooLargeError, ConflictError.
    """
    announced = announcements.announce(person, **facts, correlation_id=correlation_id, ticket=ticket, name_held=False)
    document = announced.document
    if document.state == State.AWAITING_UPLOAD:
        objects.write(
            objects.inbox_key(document.library_id, document.document_id),
            content,
            document.media_type,
            headers={"ChecksumSHA256": document.checksum_sha256},
        )
    return document
