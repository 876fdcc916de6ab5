"""Announcing a document: a card that waits for its bytes, and the form to send them with."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from docloft import tables
from docloft.documents import changes
from docloft.documents.names import clean_file_name, title_from
from docloft.documents.states import State
from docloft.errors import ConflictError, NotFoundError, TooLargeError
from docloft.identity import new_id, now
from docloft.settings import settings
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft_api.errors import TryAgainError
from docloft_api.features.uploads.forms import Form, upload_form
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person
from docloft_api.representations.links import LINK_SECONDS

PATIENCE = timedelta(minutes=20)
"""After the link has run out and some minutes for a slow upload, the sweeper asks what became of it."""

_MARGIN = timedelta(minutes=2)
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Announced:
    """The card, and the form for its bytes: None when there is nothing to send."""

    document: Document
    form: Form | None


def announce(
    person: Person,
    *,
    file_name: str,
    media_type: str,
    size: int,
    checksum_sha256: str,
    correlation_id: str,
    ticket: Ticket | None,
    name_held: bool = True,
) -> Announced:
    """Makes a document that awaits its upload, or names the one that has these bytes: with `name_held` only, which
    nobody gets who may not know what the library holds (a duplicate is then found when it is received). The same
    ticket again answers the same document, with a fresh form while it still waits. Raises TooLargeError,
    ConflictError, IdempotencyKeyReusedError, TryAgainError.
    """
    limit = settings().max_upload_bytes
    if size > limit:
        raise TooLargeError(f"The file is larger than {_megabytes(limit)} MB, the limit here. It was not taken.")
    for _ in range(_ATTEMPTS):
        if ticket and (known := ticket.redeemed()):
            return _again(person, known)
        if name_held and (held := _held(person.library_id, checksum_sha256)):
            if ticket is None or _recorded(ticket, held.document_id):
                return Announced(held, None)
            continue
        name = clean_file_name(file_name)
        document = Document(
            person.library_id,
            new_id(),
            state=State.AWAITING_UPLOAD,
            title=title_from(name),
            file_name=name,
            media_type=media_type.lower(),
            size=size,
            checksum_sha256=checksum_sha256,
            created_by=person.user_id,
            correlation_id=correlation_id,
        )
        steps = [ticket.record(document.document_id)] if ticket else []
        try:
            changes.create(document, actor=person.actor, due=now() + PATIENCE, also=steps)
        except transactions.StepRefusedError:
            # An identical request was a moment faster: its document is the answer.
            continue
        return Announced(document, upload_form(document))
    raise TryAgainError("The same request is being carried out at this moment. Try again.")


def _again(person: Person, document_id: str) -> Announced:
    try:
        document = tables.documents.find(person.library_id, document_id)
    except NotFoundError as error:
        raise ConflictError(
            "The document made by this request has been deleted. Take a new Idempotency-Key."
        ) from error
    if document.state != State.AWAITING_UPLOAD:
        return Announced(document, None)
    document, _ = changes.amend(person.library_id, document_id, _patient, actor=person.actor)
    waits = document.state == State.AWAITING_UPLOAD
    return Announced(document, upload_form(document) if waits else None)


def _patient(document: Document) -> changes.Change | None:
    """The sweeper must not expire a document while a form for it is good."""
    needed = now() + timedelta(seconds=LINK_SECONDS) + _MARGIN
    if document.state != State.AWAITING_UPLOAD or (
        document.due_at and datetime.fromisoformat(document.due_at) > needed
    ):
        return None
    return changes.Change("upload_renewed", due=now() + PATIENCE)


def _held(library_id: str, checksum_sha256: str) -> Document | None:
    holder = changes.holder_of(library_id, checksum_sha256)
    if holder is None:
        return None
    try:
        return tables.documents.find(library_id, holder)
    except NotFoundError:
        # Deleted for ever between the two reads; its claim went with it.
        return None


def _recorded(ticket: Ticket, document_id: str) -> bool:
    try:
        transactions.commit(ticket.record(document_id))
    except transactions.StepRefusedError:
        return False
    return True


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):.1f}".removesuffix(".0")
