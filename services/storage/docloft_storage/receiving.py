"""Use case: receive an upload. Reads its record, decides whether it is accepted, then writes the objects, the document,
and the command to read it.

Every step may be repeated: S3 delivers events at least once, late and out of order, and the next delivery completes one
that was interrupted. The sweeper adopts uploads whose event was lost. The inbox object is removed last, so no step can
lose the upload. The file is long because each step is easier to follow next to the code that completes it after an
interruption.
"""

from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docloft import commands, correlation, metrics, objects, reasons, sandbox, tables
from docloft.clock import now, timestamp
from docloft.errors import WITHOUT_REASON, NotFoundError, Reason, Refused
from docloft.lifecycle import attention, changes, files, parts, states
from docloft.lifecycle.changes import Change, ClaimTakenError
from docloft.lifecycle.states import State
from docloft.metrics import Metric
from docloft.settings import settings
from docloft.tables.documents import Document
from docloft_storage import archiving, document_commands, inspection

READ_BY = files.READ_BY


class Reception(StrEnum):
    """The result of one delivery."""

    RECEIVED = "received"
    REJECTED = "rejected"
    ALREADY_DONE = "already_done"
    UNKNOWN = "unknown"
    NOT_VISIBLE = "not_visible"
    STALE = "stale"


class Duplicate(Refused):
    """The library already has the same bytes, as the document `holder`, which may be in the trash."""

    def __init__(self, holder: str | None, reason: Reason) -> None:
        super().__init__(reason)
        self.holder = holder


def receive(library_id: str, document_id: str, *, sequencer: str | None, actor: str) -> Reception:
    """Receives one uploaded object. Idempotent. `sequencer` is the S3 event's; None when the sweeper adopts an upload.
    Raises errors of S3, DynamoDB and SQS, and the event is delivered again.
    """
    try:
        document = tables.documents.find(library_id, document_id)
    except NotFoundError:
        return _without_record(library_id, document_id)
    correlation.follow(document.correlation_id)
    sandbox.served.library_id = library_id
    if _is_stale(document, sequencer):
        return Reception.STALE
    if document.state != State.AWAITING_UPLOAD:
        return _complete(document)
    try:
        with TemporaryDirectory(prefix="docloft-receive-") as scratch:
            change = _examine(document, Path(scratch), sequencer)
    except NotFoundError:
        return _complete_missing(document)
    if document.replaces and change.values["state"] == State.RECEIVED:
        return _replace(document, change, actor)
    return _record(document, change, actor)


def _examine(document: Document, scratch: Path, sequencer: str | None) -> Change:
    """Checks the upload and stores it in the archive if it is accepted. Returns the change to record. Raises
    NotFoundError when the upload is not in the inbox.
    """
    path = scratch / "upload"
    try:
        _download(document, path)
        holder = tables.library.holder_of(document.library_id, document.checksum_sha256)
        if holder not in {None, document.document_id}:
            raise _taken(document, holder)
        # A file that its owner has chosen to keep is not inspected: it may have ended the process before.
        found = inspection.UNKNOWN if document.kept else inspection.inspect(path)
    except Refused as refusal:
        return _rejection(refusal, sequencer)
    archiving.store(document, found)
    return _acceptance(found, path.stat().st_size, sequencer)


def _download(document: Document, path: Path) -> None:
    """Raises NotFoundError, and Refused for a file whose size is wrong or whose bytes are not the announced ones."""
    inbox = objects.inbox_key(document.library_id, document.document_id)
    uploaded = objects.head(inbox)
    if uploaded is None:
        raise NotFoundError("The upload is not in the inbox.")
    if uploaded.size == 0:
        raise Refused(reasons.EMPTY)
    limit = settings().max_upload_bytes
    if uploaded.size > limit and not document.kept:
        raise Refused(reasons.LARGER_THAN_LIMIT.having(limit=limit // (1024 * 1024)))
    if objects.download(inbox, path) != document.checksum_sha256:
        raise Refused(reasons.CHANGED)


def _acceptance(found: inspection.Inspection, size: int, sequencer: str | None) -> Change:
    values = {
        "state": State.RECEIVED,
        **found.attributes,
        "size": size,
        **WITHOUT_REASON,
        "sequencer": sequencer,
        # The worker counts its own attempts.
        "attempts": 0,
    }
    return Change("received", values, due=now() + READ_BY)


def _rejection(refusal: Refused, sequencer: str | None) -> Change:
    values: dict[str, Any] = {
        "state": State.REJECTED,
        **refusal.reason.attributes,
        "duplicate_of": refusal.holder if isinstance(refusal, Duplicate) else None,
        "kept": None,
        "read_by": attention.generation(),
        "sequencer": sequencer,
    }
    return Change("rejected", values, facts={"cause": refusal.cause})


def _taken(document: Document, holder: str | None) -> Duplicate:
    """Why an upload is refused if the document `holder` has its bytes."""
    if document.replaces and holder != document.replaces:
        return Duplicate(holder, reasons.FILE_ELSEWHERE)
    return Duplicate(
        holder, reasons.DUPLICATE_IN_TRASH if _is_in_trash(document.library_id, holder) else reasons.DUPLICATE
    )


def _is_in_trash(library_id: str, document_id: str | None) -> bool:
    try:
        return bool(document_id and tables.documents.find(library_id, document_id).trashed_at)
    except NotFoundError:
        return False


def _record(document: Document, change: Change, actor: str) -> Reception:
    """Records the change unless another delivery was faster, then completes the delivery."""

    def decide(current: Document) -> Change | None:
        if current.state != State.AWAITING_UPLOAD:
            return None
        if change.values["state"] != State.RECEIVED:
            return change
        # The mail that contains it may have been moved to the trash before this part arrived.
        trashed = {"trashed_at": timestamp()} if current.trashed_with else {}
        return replace(change, values={**change.values, **trashed}, also=[changes.claim(document)])

    try:
        recorded, written = changes.amend(document.library_id, document.document_id, decide, actor=actor)
    except ClaimTakenError:
        # The same bytes were received as another document in the meantime.
        archiving.discard(document)
        holder = tables.library.holder_of(document.library_id, document.checksum_sha256)
        return _record(document, _rejection(_taken(document, holder), change.values["sequencer"]), actor)
    except NotFoundError:
        return _without_record(document.library_id, document.document_id)
    if written is None:
        if recorded.state == State.REJECTED:
            archiving.discard(document)
        return _complete(recorded)
    if recorded.state == State.RECEIVED:
        metrics.count(Metric.DOCUMENTS_RECEIVED)
    else:
        metrics.count(Metric.DOCUMENTS_REJECTED, cause=(written.facts or {})["cause"])
    _complete(recorded)
    return Reception(recorded.state)


def _replace(upload: Document, change: Change, actor: str) -> Reception:
    """Gives the uploaded file to the document that it replaces, unless another delivery was faster, then completes the
    delivery. If that is refused, the upload is rejected, and the document is unchanged.
    """
    assert upload.replaces is not None  # noqa: S101 - for mypy
    library_id, sequencer = upload.library_id, change.values["sequencer"]
    found = {name: value for name, value in change.values.items() if name in files.FOUND}

    def decide(current: Document) -> Change | None:
        waiting = _waiting(upload)
        return files.replaced(current, waiting, found, actor=actor) if waiting else None

    try:
        document, written = changes.amend(library_id, upload.replaces, decide, actor=actor)
    except ClaimTakenError:
        refusal: Refused = _taken(upload, tables.library.holder_of(library_id, upload.checksum_sha256))
    except NotFoundError:
        refusal = Refused(reasons.REPLACED_DELETED)
    except Refused as error:
        has_it = error.reason.code == reasons.SAME_FILE.code
        refusal = _taken(upload, upload.replaces) if has_it else error
    else:
        if written is None:
            return _overtaken(upload)
        metrics.count(Metric.DOCUMENTS_RECEIVED)
        _complete_replaced(upload.document_id, document)
        return Reception.RECEIVED
    if _waiting(upload) is None:
        return _overtaken(upload)
    archiving.discard(upload)
    rejection = _rejection(refusal, sequencer)
    if refusal.reason.code == reasons.REPLACED_DELETED.code:
        # Examined again, it becomes a document of its own.
        rejection.values["replaces"] = None
    return _record(upload, rejection, actor)


def _waiting(upload: Document) -> Document | None:
    """The upload as it is now; None if it no longer waits for its bytes."""
    try:
        current = tables.documents.find(upload.library_id, upload.document_id)
    except NotFoundError:
        return None
    return current if current.state == State.AWAITING_UPLOAD else None


def _complete_replaced(upload_id: str, document: Document) -> None:
    """The steps after an upload has become the file of a document. May be repeated."""
    if document.state == State.RECEIVED:
        document_commands.send(commands.registry.READ, document)
    objects.remove(objects.inbox_key(document.library_id, upload_id))


def _overtaken(upload: Document) -> Reception:
    """Another delivery of the upload was faster, or it was deleted or rejected while its bytes were examined. Then no
    document has the original that was stored; after a deletion, the command that follows removes it.
    """
    current = next(iter(tables.documents.find_many(upload.library_id, [upload.document_id])), None)
    if current is not None and current.state == State.REJECTED:
        archiving.discard(upload)
    return _complete_missing(upload)


def _without_record(library_id: str, document_id: str) -> Reception:
    """The upload has become the file of another document, and only the rest is left to do. Or one of the two was
    deleted permanently while its bytes arrived, or its form was used again after that: everything stored since is
    deleted with all versions. If its record is lost instead, the upload is kept for 33 days (the bucket's lifecycle),
    in which `make restore` can bring the record back.
    """
    became = files.became(library_id, document_id)
    with suppress(NotFoundError):
        if became is not None:
            _complete_replaced(document_id, tables.documents.find(library_id, became))
            return Reception.ALREADY_DONE
    for one in (document_id, became):
        if one is not None and tables.history.was_purged(library_id, one):
            commands.send(commands.registry.PURGE, library_id, document_id=one)
    return Reception.UNKNOWN


def _complete(document: Document) -> Reception:
    """Does the steps after the write, even after a duplicate delivery: the first one may have crashed in between.
    Sending the command twice is harmless. The bytes of a rejected upload remain in the inbox as long as its record
    exists, so that its owner can have them examined again or keep them as they are.
    """
    if document.state == State.RECEIVED:
        document_commands.send(commands.registry.READ, document)
    if document.duplicate_of and not document.replaces:
        if document.parent_id:
            parts.replace(document, document.duplicate_of, actor="receive")
        else:
            parts.keep_apart(document.library_id, document.duplicate_of, actor="receive")
    facts = {"state": document.state, "reason_code": document.reason_code}
    if states.is_archived(document.state) or not (
        document.state == State.AWAITING_UPLOAD or attention.has_bytes(facts)
    ):
        objects.remove(objects.inbox_key(document.library_id, document.document_id))
    return Reception.ALREADY_DONE


def _complete_missing(document: Document) -> Reception:
    """The object is missing: another delivery received it, or the event arrived before the object is visible."""
    try:
        current = tables.documents.find(document.library_id, document.document_id)
    except NotFoundError:
        return _without_record(document.library_id, document.document_id)
    return Reception.NOT_VISIBLE if current.state == State.AWAITING_UPLOAD else _complete(current)


def _is_stale(document: Document, sequencer: str | None) -> bool:
    """Sequencers of one key are hexadecimal and compare as text after padding on the right (AWS: S3 event message
    structure). An event with the same number is a duplicate: it may complete what the first one started.
    """
    if sequencer is None or document.sequencer is None:
        return False
    width = max(len(sequencer), len(document.sequencer))
    return sequencer.ljust(width, "0") < document.sequencer.ljust(width, "0")
