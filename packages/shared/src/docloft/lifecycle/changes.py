"""Changing a document: the change is decided on a consistent snapshot and written only if the document is still the
same, in one transaction with its history event. So every caller may run twice, late or out of order: the second time,
nothing is left to change.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from docloft import correlation, reasons, tables
from docloft.clock import timestamp
from docloft.errors import ConflictError, DocloftError
from docloft.lifecycle import attention, metadata, states
from docloft.lifecycle.states import State, may_follow
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from docloft.tables.records import ChecksumClaim, FileVersion

_ATTEMPTS = 8

REPLACES = "replaces"
"""In the facts of the last history event of a deleted upload: the document whose file it should have replaced."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision writes. `values` are attributes of Document (None removes one); `due` is when the sweep must
    handle the document unless something else happens first; without one, a change of the state removes it, and any
    other keeps it unless `is_settled`. `also` are further steps of the transaction.
    """

    event: str
    values: dict[str, Any] = field(default_factory=dict)
    due: datetime | None = None
    facts: dict[str, Any] | None = None
    also: Sequence[transactions.Step] = ()
    is_settled: bool = False
    """The sweep has nothing left to do for the document."""
    job_id: str | None = None
    """The job that changes it, for the history."""
    recorded: Mapping[str, Sequence[Any]] | None = None
    """Values before and after for the history, instead of those that follow from `values`."""
    actor: str | None = None
    """Who made the change, when it was not the caller."""


Decision = Callable[[Document], Change | None]
"""Receives the current document and returns what to change, or None when nothing needs to change. It may raise, and it
may be called more than once."""


class Amended(NamedTuple):
    """A document after a decision, and the change that was written; None when there was nothing left to do."""

    document: Document
    change: Change | None


class ClaimTakenError(ConflictError):
    """A claim in `also` was refused: another document already has what it claims."""


def create(document: Document, *, actor: str, due: datetime | None, also: Sequence[transactions.Step] = ()) -> Document:
    """Writes a new document and its first history event. Raises transactions.StepRefusedError when the id is taken or a
    step of `also` is refused; its `step` is that one.
    """
    moment = timestamp()
    document.created_at = document.updated_at = moment
    document.version = 1
    for name, value in states.derived(document.library_id, document.document_id, document.state, None, due).items():
        setattr(document, name, value)
    facts = {name: getattr(document, name) for name in attention.DECIDING}
    document.attention_at = attention.since(facts, document.document_id, None)
    document.correlation_id = correlation.current() or document.correlation_id
    seen = {"version": 1, "correlation_id": document.correlation_id}
    line = _line(document, "created", actor, seen, moment, None)
    transactions.commit(transactions.Create(document), transactions.Create(line), *also)
    return document


def recreate(document: Document, event: str, *, actor: str, due: datetime) -> None:
    """Writes a document whose record was lost, with the claim of its bytes. Its version is above all earlier ones, so
    that no old If-Match matches it. Raises transactions.StepRefusedError when there is a record, ClaimTakenError when
    another document has the bytes.
    """
    document.updated_at = timestamp()
    earlier = tables.history.list_events(document.library_id, document.document_id)
    document.version = max((int(line.version) for line in earlier), default=0) + 1
    for name, value in states.derived(document.library_id, document.document_id, document.state, None, due).items():
        setattr(document, name, value)
    seen = {"version": document.version, "correlation_id": correlation.current() or None}
    line = _line(document, event, actor, seen, document.updated_at, None)
    claimed = claim(document)
    try:
        transactions.commit(transactions.Create(document), transactions.Create(line), claimed)
    except transactions.StepRefusedError as refusal:
        if refusal.step is claimed:
            raise ClaimTakenError("Another document already holds this.") from refusal
        raise


def amend(library_id: str, document_id: str, decide: Decision, *, actor: str) -> Amended:
    """Makes a decision and writes the change. When another writer was faster, decides again, up to eight times, then
    raises ConflictError. Also raises NotFoundError, ClaimTakenError, and what `decide` raises.
    """
    for attempt in range(_ATTEMPTS):
        document = tables.documents.find(library_id, document_id)
        change = decide(document)
        if change is None:
            return Amended(document, None)
        values, line = _written(document, change, actor)
        try:
            transactions.commit(transactions.Update(document, values), transactions.Create(line), *change.also)
        except transactions.StepRefusedError as refusal:
            if refusal.step in change.also and isinstance(refusal.step, transactions.Claim):
                raise ClaimTakenError("Another document already has these bytes.") from refusal
            time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - jitter, not a secret
            continue
        for name, value in values.items():
            setattr(document, name, value)
        return Amended(document, change)
    raise ConflictError(reasons.TOO_BUSY)


def amend_together(library_id: str, document_ids: Iterable[str], decide: Decision, *, actor: str) -> set[str]:
    """Makes one decision for each of these documents, at most 50, and writes all changes in one transaction. Returns
    the ids of the documents that have nothing left to do. The others are for `amend`: they do not exist, `decide`
    raised a DocloftError, the change is of the state or has further steps, or another writer was faster.
    """
    done: set[str] = set()
    steps: list[transactions.Step] = []
    changed: set[str] = set()
    for document in tables.documents.find_many(library_id, document_ids):
        try:
            change = decide(document)
        except DocloftError:
            continue
        if change is None:
            done.add(document.document_id)
        elif not change.also and "state" not in change.values:
            values, line = _written(document, change, actor)
            steps += [transactions.Update(document, values), transactions.Create(line)]
            changed.add(document.document_id)
    if steps and transactions.attempt(*steps):
        done |= changed
    return done


def erase(document: Document, *, actor: str) -> None:
    """Deletes the document and its checksum claims, and appends the last history event. The caller deletes the objects
    afterwards: a document must never exist without its original, while objects without a document are deleted when the
    job runs again. Raises transactions.StepRefusedError when the document has changed.
    """
    facts = {REPLACES: document.replaces} if document.replaces else None
    transactions.commit(*erasing(document, actor=actor, facts=facts), *_release(document))


def erasing(document: Document, *, actor: str, facts: dict[str, Any] | None = None) -> list[transactions.Step]:
    """The steps that delete a document and append its last history event."""
    correlation_id = correlation.current() or document.correlation_id
    seen = {"version": int(document.version) + 1, "correlation_id": correlation_id}
    line = _line(document, tables.history.PURGED, actor, seen, timestamp(), facts)
    return [transactions.Delete(document), transactions.Create(line)]


def further_line(
    document: Document, event: str, *, actor: str, facts: dict[str, Any], recorded: Mapping[str, Any] | None
) -> HistoryEvent:
    """Another history event for a change of this document as it was read, created by a step of `Change.also`. For a
    part of the change that someone else is responsible for.
    """
    seen = {"version": document.version + 1, "correlation_id": correlation.current() or document.correlation_id}
    line = _line(document, event, actor, seen, timestamp(), facts)
    line.changes = dict(recorded) if recorded else None
    return line


def claim(document: Document, checksum_sha256: str | None = None) -> transactions.Claim:
    """The step that records that this document has these bytes, by default those it already has. It may be repeated."""
    return transactions.Claim(_claim_of(document, checksum_sha256 or document.checksum_sha256), holder="document_id")


def _claim_of(document: Document, checksum_sha256: str) -> ChecksumClaim:
    return ChecksumClaim(
        document.library_id,
        ChecksumClaim.key(checksum_sha256),
        created_at=timestamp(),
        document_id=document.document_id,
    )


def _release(document: Document) -> list[transactions.Step]:
    """The steps for all its files. Without bytes that another document has: a refused Release would make the whole
    transaction fail.
    """
    library_id, document_id = document.library_id, document.document_id
    checksums = [document.checksum_sha256]
    if document.file_count > 1:
        checksums += [
            one.checksum_sha256 for one in tables.library.list_kind(FileVersion, library_id, f"{document_id}#")
        ]
    held = [one for one in checksums if tables.library.holder_of(library_id, one) == document_id]
    return [transactions.Release(_claim_of(document, one), holder="document_id") for one in held]


def _written(document: Document, change: Change, actor: str) -> tuple[dict[str, Any], HistoryEvent]:
    before, after = State(document.state), State(change.values.get("state", document.state))
    if "state" in change.values and not may_follow(before, after):
        raise ConflictError(f"A document that is {before} cannot become {after}.")
    moment = timestamp()
    trashed_at = change.values.get("trashed_at", document.trashed_at)
    values = dict(change.values)
    if "trashed_at" in values:
        values["trashed_by"] = values.get("trashed_by") or change.actor or actor if values["trashed_at"] else None
    due = change.due
    if due is None and not change.is_settled and "state" not in change.values and document.due_at is not None:
        due = datetime.fromisoformat(document.due_at)
    values |= states.derived(document.library_id, document.document_id, after, trashed_at, due)
    facts = {name: values.get(name, getattr(document, name, None)) for name in attention.DECIDING}
    values["attention_at"] = attention.since({**facts, "state": after}, document.document_id, document.attention_at)
    values |= {"version": document.version + 1, "updated_at": moment}
    # The request behind this change: the stream passes it on to the index function.
    values["correlation_id"] = correlation.current() or document.correlation_id
    line = _line(document, change.event, change.actor or actor, values, moment, change.facts)
    recorded = metadata.recorded(document, change.values) if change.recorded is None else dict(change.recorded)
    line.changes, line.job_id = recorded or None, change.job_id
    return values, line


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
