"""Changes of a document: decided on a consistent snapshot, written only if nothing changed meanwhile, with a line of
history in the same transaction. Whatever is delivered twice is decided twice, and the second time decides for nothing.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from docloft import correlation, tables
from docloft.documents import State, may_follow
from docloft.errors import ConflictError
from docloft.identity import new_id, now, timestamp
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from docloft.tables.library import LibraryRecord

DUE_SHARDS = 8
"""Partitions of the sweeper's index: 8,000 writes a second before one is hot (DynamoDB: 1,000 WCU a partition)."""

_ATTEMPTS = 8
_KEEP_REJECTED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision wants written. `values` are attributes of Document (None removes one); `due` is the moment the
    sweeper must look at the document unless something happens before; `also` are further steps of the transaction.
    """

    event: str
    values: dict[str, Any] = field(default_factory=dict)
    due: datetime | None = None
    facts: dict[str, Any] | None = None
    also: Sequence[transactions.Step] = ()


Decision = Callable[[Document], Change | None]
"""Looks at the document as it is now and says what to change; None means nothing is left to do. It may raise, and it
may be called more than once."""


class ClaimTakenError(ConflictError):
    """Another document already holds what `also` wanted to claim."""


def create(document: Document, *, actor: str, due: datetime | None, also: Sequence[transactions.Step] = ()) -> Document:
    """Writes a new document and its first history line. Raises transactions.StepRefusedError when the id is taken or a
    step of `also` refuses; its `step` says which.
    """
    moment = timestamp()
    document.created_at = document.updated_at = moment
    document.version = 1
    for name, value in _derived(document.library_id, document.document_id, document.state, None, due).items():
        setattr(document, name, value)
    document.correlation_id = correlation.current() or document.correlation_id
    seen = {"version": 1, "correlation_id": document.correlation_id}
    line = _line(document, "created", actor, seen, moment, None)
    transactions.commit(transactions.New(document), transactions.New(line), *also)
    return document


def amend(library_id: str, document_id: str, decide: Decision, *, actor: str) -> Document:
    """Carries a decision out and answers the document as it is afterwards. Retries on its own when another writer was
    first, deciding anew each time. Raises NotFoundError, ClaimTakenError, ConflictError after eight lost races, and
    whatever `decide` raises.
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
    """Deletes the card, its checksum claim, and appends the last history line. The caller removes the objects after
    it: a card without its original would be a lie, while objects without a card are found by the job that was to
    remove them. Raises transactions.StepRefusedError when the document changed meanwhile.
    """
    correlation_id = correlation.current() or document.correlation_id
    seen = {"version": int(document.version) + 1, "correlation_id": correlation_id}
    line = _line(document, "purged", actor, seen, timestamp(), None)
    claim = LibraryRecord(document.library_id, checksum_key(document.checksum_sha256))
    transactions.commit(transactions.Removed(document), transactions.New(line), *_release(claim, document.document_id))


def checksum_key(checksum_sha256: str) -> str:
    """The claim 'these bytes are in this library': one record, so that two uploads of the same bytes cannot both win
    (an index could not promise that: it is read late).
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
    """The id of the document that holds these bytes, None when the library does not have them."""
    record = tables.library.find(library_id, checksum_key(checksum_sha256))
    return record.document_id if record else None


def due_shard_of(document_id: str) -> str:
    return f"due#{crc32(document_id.encode()) % DUE_SHARDS}"


def due_shards() -> list[str]:
    return [f"due#{number}" for number in range(DUE_SHARDS)]


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
    values |= _derived(document.library_id, document.document_id, after, trashed_at, due)
    values |= {"version": document.version + 1, "updated_at": moment}
    # The click this change follows from: the stream carries it on to the index.
    values["correlation_id"] = correlation.current() or document.correlation_id
    return values, _line(document, change.event, actor, values, moment, change.facts)


def _derived(
    library_id: str, document_id: str, state: str, trashed_at: str | None, due: datetime | None
) -> dict[str, Any]:
    expires_at = int((now() + _KEEP_REJECTED).timestamp()) if state == State.REJECTED else None
    return {
        "library_state": f"{library_id}#{'trash' if trashed_at else state}",
        "due_shard": due_shard_of(document_id) if due else None,
        "due_at": timestamp(due) if due else None,
        "expires_at": expires_at,
    }


def _line(
    document: Document, event: str, actor: str, values: dict[str, Any], moment: str, facts: dict[str, Any] | None
) -> HistoryEvent:
    return HistoryEvent(
        f"{document.library_id}#{document.document_id}",
        new_id(),
        event=event,
        actor=actor,
        at=moment,
        version=values["version"],
        facts=facts,
        correlation_id=values["correlation_id"],
    )
