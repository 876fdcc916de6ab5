"""Use case: find what fell between. Looks at every document whose `due_at` has passed, over all libraries, longest
overdue first: an upload whose event was lost is adopted, one that never came is rejected, and a document that nobody
reads, or whose reader died, is put on the work queue again. Idempotent; two sweeps at once only do work twice.
"""

import time
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from docloft import commands, correlation, metrics, objects, tables
from docloft.documents import changes, states
from docloft.documents.changes import Change
from docloft.documents.states import State
from docloft.errors import Cause, NotFoundError
from docloft.identity import now, timestamp
from docloft.metrics import Metric
from docloft.tables.documents import Document
from docloft_storage import receiving
from docloft_storage.receiving import READ_BY, Outcome

ACTOR = "sweep"

EXPIRES_AFTER = timedelta(hours=3)
"""The form to upload with is good for 15 minutes, but the bytes may be on their way for long: 100 MB in three hours is
10 kB a second."""

NEVER_CAME = "This file never arrived: its upload was not finished. Upload it again."

MAX_ADOPTIONS = 4

UNTAKEABLE = (
    "This file could not be taken in after several attempts: looking at it stopped the reader each time. Save it anew"
    " in another way, then upload that."
)

_LOOK_AGAIN = timedelta(minutes=20)
_PAGE = 100


class Swept(StrEnum):
    """What a sweep did with one document."""

    ADOPTED = "adopted"
    EXPIRED = "expired"
    REQUEUED = "requeued"
    LEFT = "left"


def sweep(*, until: float) -> Counter[str]:
    """Goes on until nothing is overdue or `until` (time.monotonic) has come; what is left is found next time. Answers
    how many of each. Trouble with one document does not keep the others waiting: they are done first, then it raises.
    """
    done: Counter[str] = Counter()
    trouble: list[Exception] = []
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
                        done[_look_after(document)] += 1
                except Exception as error:  # noqa: BLE001 - raised below, after the others
                    trouble.append(error)
    if trouble:
        raise ExceptionGroup("Some documents could not be looked after.", trouble)
    return done


def _look_after(overdue: Document) -> Swept:
    """The index is read late, so the decision is made on the document itself."""
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
        case _:
            return Swept.LEFT


def _adopt_or_expire(document: Document) -> Swept:
    if objects.head(objects.inbox_key(document.library_id, document.document_id)) is not None:
        return _adopt(document)
    expired = datetime.fromisoformat(document.created_at) + EXPIRES_AFTER <= now()

    waits = False

    def decide(current: Document) -> Change | None:
        nonlocal waits
        waits = current.state == State.AWAITING_UPLOAD
        if not waits:
            return None
        if expired:
            values = {"state": State.REJECTED, "reason": NEVER_CAME}
            return Change("rejected", values, facts={"cause": Cause.NEVER_CAME})
        return Change("awaited", due=now() + _LOOK_AGAIN)

    changes.amend(document.library_id, document.document_id, decide, actor=ACTOR)
    if expired and waits:
        metrics.count(Metric.DOCUMENTS_REJECTED, cause=Cause.NEVER_CAME)
    return Swept.EXPIRED if expired else Swept.LEFT


def _adopt(document: Document) -> Swept:
    """Written down before it is tried: an upload that ends this very process must neither be the first of every sweep
    nor be tried for ever. Trouble that is only raised, such as with S3, does not count.
    """
    attempts = int(document.attempts) + 1

    def begin(current: Document) -> Change | None:
        if current.state != State.AWAITING_UPLOAD:
            return None
        if attempts > MAX_ADOPTIONS:
            return Change("rejected", {"state": State.REJECTED, "reason": UNTAKEABLE, "attempts": 0})
        return Change("adopting", {"attempts": attempts}, due=now() + _LOOK_AGAIN)

    begun = changes.amend(document.library_id, document.document_id, begin, actor=ACTOR)
    if begun.state == State.REJECTED:
        return Swept.EXPIRED
    try:
        outcome = receiving.receive(document.library_id, document.document_id, sequencer=None, actor=ACTOR)
    except Exception:
        _forgive(begun)
        raise
    return Swept.ADOPTED if outcome != Outcome.NOT_THERE else Swept.LEFT


def _forgive(begun: Document) -> None:
    def decide(current: Document) -> Change | None:
        if current.state != State.AWAITING_UPLOAD or not current.attempts:
            return None
        return Change("adopting_interrupted", {"attempts": int(current.attempts) - 1}, due=now() + _LOOK_AGAIN)

    with suppress(Exception):
        changes.amend(begun.library_id, begun.document_id, decide, actor=ACTOR)


def _requeue(document: Document) -> Swept:
    """The message goes first: when the write after it fails, it is only sent once more."""
    commands.send(
        commands.registry.READ,
        document.library_id,
        document_id=document.document_id,
        correlation_id=document.correlation_id,
    )

    def decide(current: Document) -> Change | None:
        if current.state not in {State.RECEIVED, State.WORKING} or current.due_at != document.due_at:
            return None
        return Change("requeued", due=now() + READ_BY)

    changes.amend(document.library_id, document.document_id, decide, actor=ACTOR)
    return Swept.REQUEUED
