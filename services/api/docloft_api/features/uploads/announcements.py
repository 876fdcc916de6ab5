"""Announces a document that is going to be uploaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from docloft import directory, reasons, tables
from docloft.clock import now
from docloft.directory import What
from docloft.errors import ConflictError, InvalidRequestError, NotFoundError, TooLargeError
from docloft.ids import new_id
from docloft.lifecycle import announced_uploads, changes, parts
from docloft.lifecycle.states import State
from docloft.settings import settings
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.records import Profile
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person
from docloft_api.links import LINK_SECONDS
from docloft_api.request_errors import TryAgainError

_Made = TypeVar("_Made")

_MARGIN = timedelta(minutes=2)
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Announced:
    """`awaits_bytes`: false if the library already has the bytes, so that there is nothing to upload."""

    document: Document
    awaits_bytes: bool


def announce(
    person: Person,
    *,
    file_name: str,
    media_type: str,
    size: int,
    checksum_sha256: str,
    correlation_id: str,
    ticket: Ticket | None,
    tags: Sequence[str] = (),
    reveal_existing: bool = True,
) -> Announced:
    """Creates a document that awaits its upload. With `reveal_existing`, returns the document that already has these
    bytes instead. It must not be set for a caller who may not see what the library contains; the duplicate is then
    found when the upload is received. `tags` are the ids of those that a new document has. When called again with the
    same ticket, returns the same document. Raises TooLargeError, ConflictError, IdempotencyKeyReusedError,
    TryAgainError, and InvalidRequestError for an unknown tag.
    """
    require_size(size)
    if tags:
        _require_tags(person.library_id, tags)

    def create() -> Announced:
        if reveal_existing and (existing := _existing(person, checksum_sha256)):
            if ticket:
                transactions.commit(ticket.record(existing.document_id))
            return Announced(existing, awaits_bytes=False)
        profile = tables.library.find(Profile, person.library_id, Profile.KEY)
        document_id = new_id()
        document = announced_uploads.create(
            person.library_id,
            document_id,
            actor=person.actor,
            also=[ticket.record(document_id)] if ticket else [],
            file_name=file_name,
            media_type=media_type,
            size=size,
            checksum_sha256=checksum_sha256,
            created_by=person.user_id,
            correlation_id=correlation_id,
            inbox=None if profile is not None and profile.skips_inbox else True,
            rules_due=True if profile is not None and profile.has_rules else None,
            tags=list(dict.fromkeys(tags)),
        )
        return Announced(document, awaits_bytes=True)

    return once(ticket, create, lambda document_id: _again(person, document_id))


def once(ticket: Ticket | None, create: Callable[[], _Made], again: Callable[[str], _Made]) -> _Made:
    """What `create` returns, or what `again` returns for the id of what an identical request created before. `create`
    records the ticket in its transaction, and raises StepRefusedError if that was refused. Raises TryAgainError,
    IdempotencyKeyReusedError, and what the two functions raise.
    """
    for _ in range(_ATTEMPTS):
        if ticket and ticket.created_id:
            return again(ticket.created_id)
        try:
            return create()
        except transactions.StepRefusedError:
            # An identical request created it first; the next attempt returns it.
            ticket = ticket and ticket.read()
    raise TryAgainError("The same request is already running. Try again in a moment.")


def require_size(size: int) -> None:
    """Raises TooLargeError for a file that is larger than an upload may be."""
    limit = settings().max_upload_bytes
    if size > limit:
        raise TooLargeError(
            f"The file is larger than the limit of {_megabytes(limit)} MB. Nothing was stored: send it in parts."
        )


def _require_tags(library_id: str, tags: Sequence[str]) -> None:
    names = directory.read(library_id)
    found = (names.current(tag) for tag in tags)
    if any(name is None or name.what != What.TAG for name in found):
        raise InvalidRequestError("There is no such tag in this library. Nothing was stored.", "/tags")


def _again(person: Person, document_id: str) -> Announced:
    try:
        document = tables.documents.find(person.library_id, document_id)
    except NotFoundError as error:
        raise ConflictError(reasons.UPLOAD_DELETED) from error
    if document.state != State.AWAITING_UPLOAD:
        return Announced(document, awaits_bytes=False)
    document, _ = changes.amend(person.library_id, document_id, renewal, actor=person.actor)
    return Announced(document, awaits_bytes=document.state == State.AWAITING_UPLOAD)


def renewal(document: Document) -> changes.Change | None:
    """The sweeper must not expire a document while its form is valid."""
    needed = now() + timedelta(seconds=LINK_SECONDS) + _MARGIN
    if document.state != State.AWAITING_UPLOAD or (
        document.due_at and datetime.fromisoformat(document.due_at) > needed
    ):
        return None
    return changes.Change("upload_renewed", due=now() + announced_uploads.UPLOAD_WINDOW)


def _existing(person: Person, checksum_sha256: str) -> Document | None:
    holder = tables.library.holder_of(person.library_id, checksum_sha256)
    if holder is None:
        return None
    parts.keep_apart(person.library_id, holder, actor=person.actor)
    try:
        return tables.documents.find(person.library_id, holder)
    except NotFoundError:
        # Permanently deleted between the two reads, together with its claim.
        return None


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):.1f}".removesuffix(".0")
