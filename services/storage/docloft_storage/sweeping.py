"""Use case: recover stuck documents. Handles every document whose `due_at` has passed, over all libraries, longest
overdue first: receives an upload whose event was lost, rejects one that never arrived, and sends the command again for
a document that no worker has read, whose worker died, or whose pages are not all recognised. Idempotent; two concurrent
sweeps only do some work twice.
"""

import time
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from docloft import commands, correlation, metrics, objects, reasons, tables
from docloft.clock import now, timestamp
from docloft.errors import Cause, NotFoundError
from docloft.lifecycle import changes, ocr_progress, states
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.metrics import Metric
from docloft.tables.documents import Document
from docloft_storage import document_commands, receiving
from docloft_storage.receiving import READ_BY, Reception

ACTOR = "sweep"

EXPIRES_AFTER = timedelta(hours=3)
"""The presigned form expires after 15 minutes, but an upload that has started may take much longer: 100 MB in three
hours is 10 kB a second."""

MAX_ADOPTIONS = 4

_PAGE = 100


class Swept(StrEnum):
    """The result for one document."""

    ADOPTED = "adopted"
    EXPIRED = "expired"
    REQUEUED = "requeued"
    LEFT = "left"


def sweep(*, until: float) -> Counter[str]:
    """Runs until nothing is overdue or `until` (time.monotonic) is reached; the next sweep finds the rest. Returns the
    number of documents for each result. If a document fails, the others are handled first, then the errors are raised.
    """
    counts: Counter[str] = Counter()
    errors: list[Exception] = []
    moment = timestamp()
    for shard in states.due_shards():
        seen: set[str] = set()
        while time.monotonic() < until:
            overdue = [
                d for d in tables.documents.list_due(shard, moment, _PAGE + len(seen)) if d.document_id not in seen
            ]
            if not overdue:
                break
            for document in overdue:
                if time.monotonic() >= until:
                    break
                seen.add(document.document_id)
                try:
                    with correlation.scope():
                        counts[_handle(document)] += 1
                except Exception as error:  # noqa: BLE001 - raised below, after the others
                    errors.append(error)
    if errors:
        raise ExceptionGroup("Some documents could not be swept.", errors)
    return counts


def _handle(overdue: Document) -> Swept:
    """The index may be stale, so this decides by the current document."""
    try:
        document = tables.documents.find(overdue.library_id, overdue.document_id)
    except NotFoundError:
        return Swept.LEFT
    if document.due_at is None or document.due_at > timestamp():
        return Swept.LEFT
    match State(document.state):
        case State.AWAITING_UPLOAD:
            return _adopt_or_expire(document)
        case State.RECEIVED | State.WORKING:
            return _requeue(document)
        case State.READY if document.ocr_pending:
            return _recognise_again(document)
        case _:
            return Swept.LEFT


def _adopt_or_expire(document: Document) -> Swept:
    if objects.head(objects.inbox_key(document.library_id, document.document_id)) is not None:
        return _adopt(document)
    expired = datetime.fromisoformat(document.created_at) + EXPIRES_AFTER <= now()

    def decide(current: Document) -> Change | None:
        if current.state != State.AWAITING_UPLOAD:
            return None
        if expired:
            values = {"state": State.REJECTED, **reasons.NEVER_CAME.attributes}
            return Change("rejected", values, facts={"cause": Cause.NEVER_CAME})
        return Change("awaited", due=now() + states.RECHECK)

    _, written = changes.amend(document.library_id, document.document_id, decide, actor=ACTOR)
    if expired and written:
        metrics.count(Metric.DOCUMENTS_REJECTED, cause=Cause.NEVER_CAME)
    return Swept.EXPIRED if expired else Swept.LEFT


def _adopt(document: Document) -> Swept:
    """The attempt is recorded first, so that an upload that kills the process is neither first in every sweep nor tried
    forever. Attempts that end with an exception, such as one of S3, do not count.
    """
    attempts = int(document.attempts) + 1

    def begin(current: Document) -> Change | None:
        if current.state != State.AWAITING_UPLOAD:
            return None
        if attempts > MAX_ADOPTIONS:
            values = {"state": State.REJECTED, **reasons.ATTEMPTS_EXHAUSTED.attributes, "attempts": 0}
            return Change("rejected", values, facts={"cause": Cause.GIVEN_UP})
        return Change("adopting", {"attempts": attempts}, due=now() + states.RECHECK)

    begun, _ = changes.amend(document.library_id, document.document_id, begin, actor=ACTOR)
    if begun.state == State.REJECTED:
        return Swept.EXPIRED
    try:
        outcome = receiving.receive(document.library_id, document.document_id, sequencer=None, actor=ACTOR)
    except Exception:
        _undo_attempt(begun)
        raise
    return Swept.ADOPTED if outcome != Reception.NOT_VISIBLE else Swept.LEFT


def _undo_attempt(begun: Document) -> None:
    def decide(current: Document) -> Change | None:
        if current.state != State.AWAITING_UPLOAD or not current.attempts:
            return None
        return Change("adopting_interrupted", {"attempts": int(current.attempts) - 1}, due=now() + states.RECHECK)

    with suppress(Exception):
        changes.amend(begun.library_id, begun.document_id, decide, actor=ACTOR)


def _requeue(document: Document) -> Swept:
    """The message is sent first: if the write after it fails, the message is only sent once more."""
    document_commands.send(commands.registry.READ, document)

    def decide(current: Document) -> Change | None:
        if current.state not in {State.RECEIVED, State.WORKING} or current.due_at != document.due_at:
            return None
        return Change("requeued", due=now() + READ_BY)

    changes.amend(document.library_id, document.document_id, decide, actor=ACTOR)
    return Swept.REQUEUED


def _recognise_again(document: Document) -> Swept:
    """Also when pages are being recognised right now: each of them is recognised once, unless two workers begin one at
    the same moment.
    """
    document_commands.send(commands.registry.RECOGNISE, document)

    def decide(current: Document) -> Change | None:
        if current.state != State.READY or current.due_at != document.due_at:
            return None
        return ocr_progress.requested_again(current)

    changes.amend(document.library_id, document.document_id, decide, actor=ACTOR)
    return Swept.REQUEUED
