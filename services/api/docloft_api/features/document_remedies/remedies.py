"""What people do about a document that was rejected, could not be read, or was read in part."""

from typing import Any

from docloft import commands, objects, reasons
from docloft.clock import now
from docloft.errors import WITHOUT_REASON, ConflictError
from docloft.lifecycle import attention, changes, ocr_progress, states
from docloft.lifecycle.attention import Remedy
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft_api.http import preconditions
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


def retry(person: Person, document_id: str, if_match: str | None) -> Document:
    """Has a rejected upload examined again, or the original read again. Raises NotFoundError, PreconditionFailedError,
    and ConflictError if the document does not offer this.
    """
    return _again(person, document_id, if_match, Remedy.RETRY)


def keep(person: Person, document_id: str, if_match: str | None) -> Document:
    """Keeps a file as it is: the bytes of a rejected upload are archived; a document that failed becomes ready without
    text, and can still be unlocked with its password or read again; one that was read in part no longer needs
    attention. Raises NotFoundError, PreconditionFailedError, and ConflictError for a document that does not offer it.
    """
    return _again(person, document_id, if_match, Remedy.KEEP)


def recognise(person: Person, document_id: str, correlation_id: str) -> Document:
    """Continues to recognise pages that wait because the library's daily limit is used up. Idempotent: without such
    pages, nothing changes. Raises NotFoundError.
    """
    documents.require_id(document_id)
    document, change = changes.amend(person.library_id, document_id, ocr_progress.released, actor=person.actor)
    if change is not None:
        # If it gets lost, the sweep sends it again.
        commands.send(
            commands.registry.RECOGNISE, person.library_id, document_id=document_id, correlation_id=correlation_id
        )
    return document


def require(document: Document, remedy: Remedy) -> None:
    """Raises ConflictError for a document that does not offer it."""
    if remedy not in attention.judged(document)[1]:
        raise ConflictError(reasons.NO_HELP)


def _again(person: Person, document_id: str, if_match: str | None, remedy: Remedy) -> Document:
    inbox = objects.inbox_key(person.library_id, documents.find(person, document_id).document_id)

    def decide(document: Document) -> changes.Change:
        preconditions.require(document, if_match)
        require(document, remedy)
        if document.state == State.REJECTED and objects.head(inbox) is None:
            raise ConflictError(reasons.BYTES_GONE)
        return _change(document, remedy)

    document, _ = changes.amend(person.library_id, document_id, decide, actor=person.actor)
    match State(document.state):
        case State.AWAITING_UPLOAD:
            # S3 then reports it as a new upload (AWS: s3:ObjectCreated:Copy). If this fails, the sweep receives it.
            objects.copy(inbox, inbox, content_type=document.media_type, metadata={"again": remedy.value})
        case State.RECEIVED:
            commands.send(commands.registry.READ, person.library_id, document_id=document_id)
    return document


def _change(document: Document, remedy: Remedy) -> changes.Change:
    values: dict[str, Any] = {"kept": True if remedy == Remedy.KEEP else None}
    if remedy == Remedy.KEEP and document.state == State.FAILED:
        # The reason is kept: it says whether a password or another attempt may still help. Rules are not applied: they
        # are for documents that are read when they arrive.
        return changes.Change("kept", {**values, "state": State.READY, "rules_due": None})
    values |= WITHOUT_REASON
    event = "kept" if remedy == Remedy.KEEP else "retried"
    if document.state == State.REJECTED:
        return changes.Change(event, {**values, "state": State.AWAITING_UPLOAD}, due=now() + states.RECHECK)
    if remedy == Remedy.KEEP:
        return changes.Change(event, values)
    return changes.Change(event, {**values, "state": State.RECEIVED, "attempts": 0}, due=now() + states.RECHECK)
