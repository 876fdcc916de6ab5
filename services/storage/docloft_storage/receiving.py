"""Use case: take in what was uploaded. Checks the bytes, moves them into the archive, asks for them to be read.

Every step may be repeated: a delivery that died in the middle is simply done again (S3 delivers at least once, late
and out of order; the sweeper adopts what was never delivered). The inbox object goes last, so that nothing is lost.
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
"""When nobody has begun to read a document by then, the sweeper asks again."""

EMPTY = "This file is empty: nothing of it arrived. Check it where it came from, then upload it again."
CHANGED = "This file changed on its way here, so it was not taken. Nothing was lost: upload it again."
DAMAGED = "This file is damaged, so it was not taken. Try to get a whole copy of it, then upload it again."
DUPLICATE = "This file is already in the library."

# Of one look at one file. A photo of 48 million pixels takes 1 s of processor; a PDF's first page 35 ms.
_MEMORY_BYTES = 420 * 1024 * 1024
_CPU_SECONDS = 8
_WALL_SECONDS = 40

sandbox = Sandbox(memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS, wall_seconds=_WALL_SECONDS)


class Outcome(StrEnum):
    """What became of one delivery."""

    RECEIVED = "received"
    REJECTED = "rejected"
    ALREADY_DONE = "already_done"
    UNKNOWN = "unknown"
    NOT_THERE = "not_there"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Looked:
    """What the bytes are."""

    media_type: str
    pages: int | None
    width: int | None
    height: int | None
    thumbnail: Mapping[str, int]


def receive(library_id: str, document_id: str, *, sequencer: str | None, actor: str) -> Outcome:  # noqa: PLR0911
    """Takes in one uploaded object. Idempotent. `sequencer` is the S3 event's; None when the sweeper adopts an upload.
    Raises for trouble with S3, DynamoDB or SQS: the event comes again.
    """
    inbox = objects.inbox_key(library_id, document_id)
    try:
        document = tables.documents.find(library_id, document_id)
    except NotFoundError:
        # Deleted for ever before its bytes came. The bucket's versions keep them for 30 days.
        objects.remove(inbox)
        return Outcome.UNKNOWN
    correlation.follow(document.correlation_id)
    if _is_stale(document, sequencer):
        return Outcome.STALE
    if document.state != State.AWAITING_UPLOAD:
        return _finish(document)
    uploaded = objects.head(inbox)
    if uploaded is None:
        return _finish_if_another_did(library_id, document_id)
    try:
        _check_size(uploaded.size)
        with TemporaryDirectory(prefix="docloft-receive-") as scratch:
            return _take(document, Path(scratch), sequencer, actor)
    except NotFoundError:
        return _finish_if_another_did(library_id, document_id)
    except Refused as refusal:
        return _reject(document, refusal, None, sequencer, actor)


def _take(document: Document, scratch: Path, sequencer: str | None, actor: str) -> Outcome:
    path = scratch / "upload"
    checksum = objects.download(objects.inbox_key(document.library_id, document.document_id), path)
    if checksum != document.checksum_sha256:
        raise Refused(CHANGED, Cause.CHANGED)
    holder = changes.holder_of(document.library_id, checksum)
    if holder not in {None, document.document_id}:
        return _reject(document, Refused(DUPLICATE, Cause.DUPLICATE), holder, sequencer, actor)
    looked = _look(path, scratch / "thumbnail")
    _keep(document, looked, scratch / "thumbnail")
    values = {
        "state": State.RECEIVED,
        "media_type": looked.media_type,
        "size": path.stat().st_size,
        "pages": looked.pages,
        "width": looked.width,
        "height": looked.height,
        "thumbnail_width": looked.thumbnail.get("width"),
        "thumbnail_height": looked.thumbnail.get("height"),
        "reason": None,
        "sequencer": sequencer,
        # The worker counts its own.
        "attempts": 0,
    }

    taken = False

    def decide(current: Document) -> Change | None:
        nonlocal taken
        taken = current.state == State.AWAITING_UPLOAD
        if not taken:
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
    if taken:
        metrics.count(Metric.DOCUMENTS_RECEIVED)
    if received.state == State.REJECTED:
        _discard(document)
    _finish(received)
    return Outcome.RECEIVED


def _look(path: Path, thumbnail: Path) -> Looked:
    """Raises Refused for what is not accepted. A document is accepted without a thumbnail, too."""
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
    return Looked(media_type, facts.get("pages"), facts.get("width"), facts.get("height"), size)


def _facts(found: Format, path: Path) -> Mapping[str, int | None]:
    if not found.facts:
        return {}
    try:
        return sandbox.call(found.facts, {"path": str(path)})
    except ChildFailed as failure:
        # A file that only needs too much memory or time is whole, and kept.
        if found.whole_if_facts and failure.how not in {"memory", "time"}:
            raise Refused(DAMAGED) from None
        return {}


def _keep(document: Document, looked: Looked, thumbnail: Path) -> None:
    """The original carries enough to rebuild its card from the bucket alone."""
    library_id, document_id = document.library_id, document.document_id
    objects.copy(
        objects.inbox_key(library_id, document_id),
        objects.original_key(library_id, document_id),
        content_type=looked.media_type,
        metadata={
            # Metadata is ASCII (AWS: object metadata); 255 characters become at most 1,360.
            "file-name": urlsafe_b64encode(document.file_name.encode()).decode(),
            "checksum-sha256": document.checksum_sha256,
            "created-at": document.created_at,
        },
    )
    if looked.thumbnail:
        objects.write(objects.thumbnail_key(library_id, document_id), thumbnail, "image/webp")


def _discard(document: Document) -> None:
    """Of a document that is not taken after all."""
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
    """What follows the write, whoever made it: the last delivery may have died just after. Sending the command twice
    is harmless.
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


def _finish_if_another_did(library_id: str, document_id: str) -> Outcome:
    """The object is gone: another delivery took it in, or the event came before the object can be seen."""
    try:
        document = tables.documents.find(library_id, document_id)
    except NotFoundError:
        return Outcome.UNKNOWN
    return Outcome.NOT_THERE if document.state == State.AWAITING_UPLOAD else _finish(document)


def _check_size(size: int) -> None:
    most = settings().max_upload_bytes
    if size == 0:
        raise Refused(EMPTY, Cause.EMPTY)
    if size > most:
        raise Refused(
            f"This file is larger than {most // (1024 * 1024)} MB, the most that is taken. Make it smaller.",
            Cause.TOO_LARGE,
        )


def _is_stale(document: Document, sequencer: str | None) -> bool:
    """Sequencers of one key are hexadecimal and compare as text after padding on the right (AWS: S3 event message
    structure). An event of the same number is a repetition: it may finish what the first one began.
    """
    if sequencer is None or document.sequencer is None:
        return False
    width = max(len(sequencer), len(document.sequencer))
    return sequencer.ljust(width, "0") < document.sequencer.ljust(width, "0")
