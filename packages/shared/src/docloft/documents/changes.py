"""Changing a document: the change is decided on a consistent snapshot and written only if the document is still the
same, in one transaction with its history event. So every caller may run twice, late or out of order: a decision made
again finds nothing left to do.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from docloft import correlation, tables
from docloft.documents import states
from docloft.documents.states import State, may_follow
from docloft.errors import ConflictError
from docloft.identity import timestamp
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from docloft.tables.library import LibraryRecord

_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision wants to write. `values` are attributes of Document (None removes one); `due` is when the sweep
    must handle the document unless something happens before; `also` are further steps of the transaction.
    """

    event: str
    values: dict[str, Any] = field(default_factory=dict)
    due: datetime | None = None
    facts: dict[str, Any] | None = None
    also: Sequence[transactions.Step] = ()


Decision = Callable[[Document], Change | None]
"""Receives the document as it is now and returns what to change, None when there is nothing left to do. It may raise,
and it may be called more than once."""


class ClaimTakenError(ConflictError):
    """A step of `also` was refused: another document already has what it claims."""


def create(document: Document, *, actor: str, due: datetime | None, also: Sequence[transactions.Step] = ()) -> Document:
    """Writes a new document and its first history event. Raises transactions.StepRefusedError when the id is taken or a
    step of `also` is refused; its `step` is that one.
    """
    moment = timestamp()
    document.created_at = document.updated_at = moment
    document.version = 1
    for name, value in states.derived(document.library_id, document.document_id, document.state, None, due).items():
        setattr(document, name, value)
    document.correlation_id = correlation.current() or document.correlation_id
    seen = {"version": 1, "correlation_id": document.correlation_id}
    line = _line(document, "created", actor, seen, moment, None)
    transactions.commit(transactions.New(document), transactions.New(line), *also)
    return document


def amend(library_id: str, document_id: str, decide: Decision, *, actor: str) -> Document:
    """Carries out a decision and returns the document as it is afterwards. When another writer was first it decides
    again, up to eight times, then raises ConflictError. Also raises NotFoundError, ClaimTakenError, and what `decide`
    raises.
    """
    for attempt in range(_ATTEMPTS):
        document = tables.documents.find(library_id, document_id)
        change = decide(document)
        if change is None:
            return document
        values, line = _written(document, change, actor)
        try:
            transactions.commit(transactions.Changed(document, values), transactions.New(line), *change.also)
        except transactions.StepRefusedError as refusal:
            if refusal.step in change.also:
                raise ClaimTakenError("Another document already holds this.") from refusal
            time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - jitter, not a secret
            continue
        for name, value in values.items():
            setattr(document, name, value)
        return document
    raise ConflictError("Too many changes at the same moment. Nothing was lost; try again.")


def erase(document: Document, *, actor: str) -> None:
    """Deletes the document and its checksum claim, and appends the last history event. The caller removes the objects
    afterwards: a document without its original would be a broken promise, while objects without a document are removed
    when the job runs again. Raises transactions.StepRefusedError when the document has changed.
    """
    correlation_id = correlation.current() or document.correlation_id
    seen = {"version": int(document.version) + 1, "correlation_id": correlation_id}
    line = _line(document, "purged", actor, seen, timestamp(), None)
    claim = LibraryRecord(document.library_id, checksum_key(document.checksum_sha256))
    transactions.commit(transactions.Removed(document), transactions.New(line), *_release(claim, document.document_id))


def checksum_key(checksum_sha256: str) -> str:
    """The key of the claim "these bytes are in this library". One record, so that of two uploads of the same bytes only
    one succeeds; an index cannot guarantee that, because it is updated late.
    """
    return f"checksum#{checksum_sha256}"


def claim(document: Document) -> transactions.New:
    record = LibraryRecord(
        document.library_id,
        checksum_key(document.checksum_sha256),
        created_at=timestamp(),
        document_id=document.document_id,
    )
    return transactions.New(record)


def holder_of(library_id: str, checksum_sha256: str) -> str | None:
    """The id of the document that has these bytes, None when the library does not have them."""
    record = tables.library.find(library_id, checksum_key(checksum_sha256))
    return record.document_id if record else None


def _release(record: LibraryRecord, document_id: str) -> list[transactions.Step]:
    held = tables.library.find(record.library_id, record.record_key)
    return [transactions.Removed(record, document_id)] if held and held.document_id == document_id else []


def _written(document: Document, change: Change, actor: str) -> tuple[dict[str, Any], HistoryEvent]:
    before, after = State(document.state), State(change.values.get("state", document.state))
    if "state" in change.values and not may_follow(before, after):
        raise ConflictError(f"A document that is {before} cannot become {after}.")
    moment = timestamp()
    trashed_at = change.values.get("trashed_at", document.trashed_at)
    values = dict(change.values)
    due = change.due
    if due is None and "state" not in change.values and document.due_at is not None:
        due = datetime.fromisoformat(document.due_at)
    values |= states.derived(document.library_id, document.document_id, after, trashed_at, due)
    values |= {"version": document.version + 1, "updated_at": moment}
    # The request behind this change: the stream passes it on to the index function.
    values["correlation_id"] = correlation.current() or document.correlation_id
    return values, _line(document, change.event, actor, values, moment, change.facts)


def _line(
    document: Document, event: str, actor: str, values: dict[str, Any], moment: str, facts: dict[str, Any] | None
) -> HistoryEvent:
    line = states.history_line(
        document.library_id,
        document.document_id,
        event,
        actor=actor,
        version=values["version"],
        at=moment,
        facts=facts,
        correlation_id=values["correlation_id"],
    )
    return HistoryEvent(**line)
