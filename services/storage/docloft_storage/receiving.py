"""Use case: receive an upload. Checks the bytes, moves them into the archive and queues the document for reading.

Every step may be repeated: S3 delivers events at least once, late and out of order, and the next delivery completes one
that was interrupted. The sweeper adopts uploads whose event was lost. The inbox object is removed last, so no step can
lose the upload.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docloft import commands, correlation, formats, metrics, objects, tables
from docloft.documents import changes
from docloft.documents.changes import Change, ClaimTakenError
from docloft.documents.states import REASON_LIMIT, State
from docloft.errors import Cause, NotFoundError, Refused
from docloft.formats.format import Format
from docloft.identity import now
from docloft.metrics import Metric
from docloft.sandbox import ChildFailed, Sandbox
from docloft.settings import settings
from docloft.tables.documents import Document

READ_BY = timedelta(minutes=10)
"""If no worker has started reading the document by then, the sweeper sends the command again."""

EMPTY = "This file is empty. Check the original, then upload it again."
CHANGED = "This file changed during the upload, so it was rejected. Upload it again."
DAMAGED = "This file is damaged, so it was rejected. Get an intact copy, then upload it again."
DUPLICATE = "This file is already in the library."

# Limits for one file. A photo of 48 million pixels takes 1 s of processor time; a PDF's first page takes 35 ms.
_MEMORY_BYTES = 420 * 1024 * 1024
_CPU_SECONDS = 8
_WALL_SECONDS = 40

sandbox = Sandbox(memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS, wall_seconds=_WALL_SECONDS)


class Outcome(StrEnum):
    """The result of one delivery."""

    RECEIVED = "received"
    REJECTED = "rejected"
    ALREADY_DONE = "already_done"
    UNKNOWN = "unknown"
    NOT_VISIBLE = "not_visible"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Inspection:
    """The format of an upload, with its pages, pixels and thumbnail size."""

    media_type: str
    pages: int | None
    width: int | None
    height: int | None
    thumbnail: Mapping[str, int]


def receive(library_id: str, document_id: str, *, sequencer: str | None, actor: str) -> Outcome:  # noqa: PLR0911
    """Receives one uploaded object. Idempotent. `sequencer` is the S3 event's; None when the sweeper adopts an upload.
    Raises errors of S3, DynamoDB and SQS, and the event is delivered again.
    """
    inbox = objects.inbox_key(library_id, document_id)
    try:
        document = tables.documents.find(library_id, document_id)
    except NotFoundError:
        # Deleted permanently before its bytes arrived. The bucket's versions keep them for 30 days.
        objects.remove(inbox)
        return Outcome.UNKNOWN
    correlation.follow(document.correlation_id)
    if _is_stale(document, sequencer):
        return Outcome.STALE
    if document.state != State.AWAITING_UPLOAD:
        return _finish(document)
    uploaded = objects.head(inbox)
    if uploaded is None:
        return _finish_missing(library_id, document_id)
    try:
        _check_size(uploaded.size)
        with TemporaryDirectory(prefix="docloft-receive-") as scratch:
            return _accept(document, Path(scratch), sequencer, actor)
    except NotFoundError:
        return _finish_missing(library_id, document_id)
    except Refused as refusal:
        return _reject(document, refusal, None, sequencer, actor)


def _accept(document: Document, scratch: Path, sequencer: str | None, actor: str) -> Outcome:
    path = scratch / "upload"
    checksum = objects.download(objects.inbox_key(document.library_id, document.document_id), path)
    if checksum != document.checksum_sha256:
        raise Refused(CHANGED, Cause.CHANGED)
    holder = changes.holder_of(document.library_id, checksum)
    if holder not in {None, document.document_id}:
        return _reject(document, Refused(DUPLICATE, Cause.DUPLICATE), holder, sequencer, actor)
    inspection = _inspect(path, scratch / "thumbnail")
    _keep(document, inspection, scratch / "thumbnail")
    values = {
        "state": State.RECEIVED,
        "media_type": inspection.media_type,
        "size": path.stat().st_size,
        "pages": inspection.pages,
        "width": inspection.width,
        "height": inspection.height,
        "thumbnail_width": inspection.thumbnail.get("width"),
        "thumbnail_height": inspection.thumbnail.get("height"),
        "reason": None,
        "sequencer": sequencer,
        # The worker counts its own attempts.
        "attempts": 0,
    }

    accepted = False

    def decide(current: Document) -> Change | None:
        nonlocal accepted
        accepted = current.state == State.AWAITING_UPLOAD
        if not accepted:
            return None
        return Change("received", values, due=now() + READ_BY, also=[changes.claim(current)])

    try:
        received = changes.amend(document.library_id, document.document_id, decide, actor=actor)
    except ClaimTakenError:
        holder = changes.holder_of(document.library_id, checksum)
        _discard(document)
        return _reject(document, Refused(DUPLICATE, Cause.DUPLICATE), holder, sequencer, actor)
    except NotFoundError:
        _discard(document)
        objects.remove(objects.inbox_key(document.library_id, document.document_id))
        return Outcome.UNKNOWN
    if accepted:
        metrics.count(Metric.DOCUMENTS_RECEIVED)
    if received.state == State.REJECTED:
        _discard(document)
    _finish(received)
    return Outcome.RECEIVED


def _inspect(path: Path, thumbnail: Path) -> Inspection:
    """Raises Refused for a file that is not accepted. A missing thumbnail is no reason to refuse a file."""
    try:
        media_type = sandbox.call("docloft_storage.identify:identify", {"path": str(path)})["media_type"]
    except ChildFailed:
        raise Refused(DAMAGED) from None
    found = formats.BY_MEDIA_TYPE[media_type]
    facts = _facts(found, path)
    size: Mapping[str, int] = {}
    if found.picture:
        with suppress(ChildFailed):
            size = sandbox.call(found.picture, {"path": str(path), "target": str(thumbnail)})
    return Inspection(media_type, facts.get("pages"), facts.get("width"), facts.get("height"), size)


def _facts(found: Format, path: Path) -> Mapping[str, int | None]:
    if not found.facts:
        return {}
    try:
        return sandbox.call(found.facts, {"path": str(path)})
    except ChildFailed as failure:
        # A file that only needs too much memory or time is not damaged, so it is kept.
        if found.whole_if_facts and failure.how not in {"memory", "time"}:
            raise Refused(DAMAGED) from None
        return {}


def _keep(document: Document, inspection: Inspection, thumbnail: Path) -> None:
    """Stores original and thumbnail. The original's metadata is enough to rebuild the record from the bucket alone."""
    library_id, document_id = document.library_id, document.document_id
    objects.copy(
        objects.inbox_key(library_id, document_id),
        objects.original_key(library_id, document_id),
        content_type=inspection.media_type,
        metadata={
            # Metadata is ASCII (AWS: object metadata); 255 characters become at most 1,360.
            "file-name": urlsafe_b64encode(document.file_name.encode()).decode(),
            "checksum-sha256": document.checksum_sha256,
            "created-at": document.created_at,
        },
    )
    if inspection.thumbnail:
        objects.write(objects.thumbnail_key(library_id, document_id), thumbnail, "image/webp")


def _discard(document: Document) -> None:
    """Removes the objects of a document that is rejected after all."""
    objects.remove(objects.original_key(document.library_id, document.document_id))
    objects.remove(objects.thumbnail_key(document.library_id, document.document_id))


def _reject(document: Document, refusal: Refused, holder: str | None, sequencer: str | None, actor: str) -> Outcome:
    values: dict[str, Any] = {
        "state": State.REJECTED,
        "reason": str(refusal)[:REASON_LIMIT],
        "duplicate_of": holder,
        "sequencer": sequencer,
    }

    mine = False

    def decide(current: Document) -> Change | None:
        nonlocal mine
        mine = current.state == State.AWAITING_UPLOAD
        return Change("rejected", values, facts={"cause": refusal.cause}) if mine else None

    try:
        rejected = changes.amend(document.library_id, document.document_id, decide, actor=actor)
    except NotFoundError:
        objects.remove(objects.inbox_key(document.library_id, document.document_id))
        return Outcome.UNKNOWN
    if mine:
        metrics.count(Metric.DOCUMENTS_REJECTED, cause=refusal.cause)
    _finish(rejected)
    return Outcome.REJECTED if rejected.state == State.REJECTED else Outcome.ALREADY_DONE


def _finish(document: Document) -> Outcome:
    """Does what follows the write, even if an earlier delivery made it: that one may have died right after. Sending the
    command twice is harmless.
    """
    if document.state == State.RECEIVED:
        commands.send(
            commands.registry.READ,
            document.library_id,
            document_id=document.document_id,
            correlation_id=document.correlation_id,
        )
    if document.state != State.AWAITING_UPLOAD:
        objects.remove(objects.inbox_key(document.library_id, document.document_id))
    return Outcome.ALREADY_DONE


def _finish_missing(library_id: str, document_id: str) -> Outcome:
    """The object is missing: another delivery received it, or the event arrived before the object is visible."""
    try:
        document = tables.documents.find(library_id, document_id)
    except NotFoundError:
        return Outcome.UNKNOWN
    return Outcome.NOT_VISIBLE if document.state == State.AWAITING_UPLOAD else _finish(document)


def _check_size(size: int) -> None:
    limit = settings().max_upload_bytes
    if size == 0:
        raise Refused(EMPTY, Cause.EMPTY)
    if size > limit:
        raise Refused(
            f"This file is larger than the limit of {limit // (1024 * 1024)} MB. Upload a smaller one.",
            Cause.TOO_LARGE,
        )


def _is_stale(document: Document, sequencer: str | None) -> bool:
    """Sequencers of one key are hexadecimal and compare as text after padding on the right (AWS: S3 event message
    structure). An event with the same number is a duplicate: it may finish what the first one started.
    """
    if sequencer is None or document.sequencer is None:
        return False
    width = max(len(sequencer), len(document.sequencer))
    return sequencer.ljust(width, "0") < document.sequencer.ljust(width, "0")
