"""Leases on documents. A worker takes a lease before it reads and presents its token when it writes, so a worker whose
lease was taken over can no longer write.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from docloft import metrics, reasons
from docloft.clock import now, timestamp
from docloft.errors import Cause, LeaseLostError, NotFoundError
from docloft.ids import moment_of, new_id
from docloft.lifecycle import attention, changes, parts
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.metrics import Metric
from docloft.tables.documents import Document

ACTOR = "work"

LEASE = timedelta(seconds=360)
"""Longer than the function may run (300 s), so that no running worker loses its lease, and much shorter than the
queue's visibility timeout (1,800 s): when a worker dies, the sweeper queues the document again after six
minutes instead of thirty."""

MAX_ATTEMPTS = 4
"""The most attempts that end because the process was killed, possibly by the document, or because time ran out."""

_RETRY, _LONGEST_RETRY = timedelta(minutes=10), timedelta(hours=6)
_RETRY_SHARE = 6
"""A document is retried after this share of its age."""


class Untaken(StrEnum):
    """Why no lease was taken. The message can be acknowledged."""

    GONE = "gone"
    ALREADY_DONE = "already_done"
    HELD = "held"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Lease:
    """Permission to write the result. `document` is the record as it was when the lease was taken."""

    document: Document
    token: str


def take(library_id: str, document_id: str, *, locked: bool = False) -> Lease | Untaken:
    """Takes the lease of a document that waits to be read, or whose lease has expired. `HELD` may be acknowledged:
    either the holder finishes, or its lease expires and the sweeper sends the command again. After MAX_ATTEMPTS the
    document fails. With `locked`, also takes the lease of a document that waits for its password.
    """
    token = new_id()
    verdict: Untaken | None = None

    def decide(document: Document) -> Change | None:
        nonlocal verdict
        verdict = None
        if document.lease_token == token:
            # An earlier attempt wrote it, but its response was lost.
            return None
        verdict = _reason_not_to(document, locked=locked)
        if verdict is not None:
            return None
        if document.attempts >= MAX_ATTEMPTS:
            verdict = Untaken.GIVEN_UP
            # The attempts may have made documents from its parts.
            children = len(parts.list_parts(library_id, document_id))
            values = {"state": State.FAILED, "children": children, **reasons.GIVEN_UP.attributes}
            return _closed("failed", values, {"cause": Cause.GIVEN_UP})
        until = now() + LEASE
        attempts = int(document.attempts) + 1
        values = {"lease_token": token, "lease_until": timestamp(until), "attempts": attempts}
        return Change("work_started", {"state": State.WORKING, **values}, due=until, facts={"attempt": attempts})

    try:
        document, _ = changes.amend(library_id, document_id, decide, actor=ACTOR)
    except NotFoundError:
        return Untaken.GONE
    if verdict == Untaken.GIVEN_UP:
        metrics.count(Metric.DOCUMENTS_FAILED, cause=Cause.GIVEN_UP)
    return verdict or Lease(document, token)


def close(
    lease: Lease,
    event: str,
    values: Mapping[str, Any],
    facts: Mapping[str, Any],
    due: datetime | None = None,
    extend: Callable[[Change, Document], Change] | None = None,
) -> Document:
    """Writes the result and releases the lease. Edits made in the meantime are kept. `due`: when the sweep must handle
    the document again, if there is more to do for it; `extend` adds to the change. Raises LeaseLostError when another
    worker holds the lease now, NotFoundError when the document was deleted permanently.
    """

    def decide(document: Document) -> Change:
        _require(document, lease)
        change = replace(_closed(event, values, facts), due=due)
        return extend(change, document) if extend else change

    return changes.amend(lease.document.library_id, lease.document.document_id, decide, actor=ACTOR).document


def hand_back(lease: Lease, *, counts: bool = False) -> None:
    """Releases the lease after a failure that the document did not cause: the next message may start immediately, and
    the attempt does not count unless `counts`. If no message arrives, the sweeper sends the command again, in ten
    minutes for a new document, later for an older one: a fault that lasts costs at most 27 commands on the first day
    and 5 on any other. Never raises: if it fails, the lease expires anyway.
    """

    def decide(document: Document) -> Change:
        _require(document, lease)
        attempts = max(int(document.attempts) - (not counts), 0)
        values = {"lease_token": None, "lease_until": timestamp(), "attempts": attempts}
        return Change("work_interrupted", {"state": State.WORKING, **values}, due=now() + _retry_of(document))

    with suppress(Exception):
        changes.amend(lease.document.library_id, lease.document.document_id, decide, actor=ACTOR)


def _retry_of(document: Document) -> timedelta:
    # Not when it was added: for an imported document, that may be long ago.
    age = now() - moment_of(document.file_id or document.document_id)
    return min(max(age / _RETRY_SHARE, _RETRY), _LONGEST_RETRY)


def _reason_not_to(document: Document, *, locked: bool) -> Untaken | None:
    match State(document.state):
        case State.FAILED | State.READY if locked and attention.waits_for_password(attention.facts_of(document)):
            return None
        case State.RECEIVED:
            return None
        case State.WORKING:
            until = document.lease_until
            return Untaken.HELD if until and datetime.fromisoformat(until) > now() else None
        case _:
            return Untaken.ALREADY_DONE


def _require(document: Document, lease: Lease) -> None:
    if document.state != State.WORKING or document.lease_token != lease.token:
        raise LeaseLostError("Another worker has taken over this document, so this result was discarded.")


def _closed(event: str, values: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Change:
    # Attempts count for one reading only: a document that is read again years later starts at zero.
    cleared = {"lease_token": None, "lease_until": None, "attempts": 0, "read_by": attention.generation()}
    return Change(event, {**cleared, **values}, facts=dict(facts) if facts else None)
