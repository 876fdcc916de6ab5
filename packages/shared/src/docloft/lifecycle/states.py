"""The states of a document, and every attribute that follows from them. No I/O and no tables."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zlib import crc32

from docloft.clock import now, timestamp
from docloft.ids import new_id


class State(StrEnum):
    """The trash is not a state: a document is in it if it has the date `trashed_at`."""

    AWAITING_UPLOAD = "awaiting_upload"
    RECEIVED = "received"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    REJECTED = "rejected"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.AWAITING_UPLOAD: frozenset({State.RECEIVED, State.REJECTED}),
    # To RECEIVED: another file replaces the one that is waiting or being read. RECEIVED or READY to READY: a file that
    # was read already is restored.
    State.RECEIVED: frozenset({State.RECEIVED, State.WORKING, State.READY, State.FAILED}),
    # WORKING to WORKING: a lease has expired and another worker takes over.
    State.WORKING: frozenset({State.RECEIVED, State.WORKING, State.READY, State.FAILED}),
    # READY to WORKING: more pages of a locked document are read with its password.
    State.READY: frozenset({State.RECEIVED, State.WORKING, State.READY}),
    # FAILED to READY: its owner keeps the file as it is. FAILED to WORKING: it is read with its password.
    State.FAILED: frozenset({State.RECEIVED, State.READY, State.WORKING}),
    # Its bytes are examined again, or kept as they are.
    State.REJECTED: frozenset({State.AWAITING_UPLOAD}),
}

NEVER_ARCHIVED = frozenset({State.AWAITING_UPLOAD, State.REJECTED})
"""The bytes have not arrived, or were rejected: there is no original."""

ARCHIVED = frozenset(State) - NEVER_ARCHIVED
"""The original is in the archive: these documents are listed, searched and can be put in the trash."""

DUE_SHARDS = 8
"""Number of partitions of the sweep's index. Together they take 8,000 writes a second (DynamoDB: 1,000 WCU per
partition)."""

TRASH = "trash"
"""Replaces the state in `library_state` for a document in the trash."""

KEEP_REJECTED = timedelta(days=30)
"""How long a rejected document and its bytes are kept. The bucket's lifecycle deletes the bytes three days later: AWS
may delete an expired item some days late (DynamoDB: time to live), and the record must not outlive the bytes."""

RECHECK = timedelta(minutes=20)
"""When the sweep checks a document that is being examined or read again."""


def may_follow(before: State, after: State) -> bool:
    return after in TRANSITIONS[before]


def is_archived(state: str) -> bool:
    """Whether the original is in the archive. Also true for a state that only a newer release knows."""
    return state not in NEVER_ARCHIVED


def may_be_purged(state: str, trashed_at: str | None) -> bool:
    """Only a document in the trash, or one that was never archived, may be deleted permanently."""
    return bool(trashed_at) or not is_archived(state)


def due_shard_of(document_id: str) -> str:
    return f"due#{crc32(document_id.encode()) % DUE_SHARDS}"


def due_shards() -> list[str]:
    return [f"due#{number}" for number in range(DUE_SHARDS)]


def library_state_of(library_id: str, state: str) -> str:
    """The partition of the index by_state with a library's documents in `state`, or in the trash (TRASH)."""
    return f"{library_id}#{state}"


def derived(
    library_id: str, document_id: str, state: str, trashed_at: str | None, due: datetime | None
) -> dict[str, Any]:
    """The attributes of a document that follow from its state: the keys of the two sparse indexes, and the time to
    live. None means that the document must not have the attribute. `due` is when the sweep must handle the document
    unless something else happens first; None for never.
    """
    expires_at = int((now() + KEEP_REJECTED).timestamp()) if state == State.REJECTED else None
    return {
        "library_state": library_state_of(library_id, TRASH if trashed_at else state),
        "due_shard": due_shard_of(document_id) if due else None,
        "due_at": timestamp(due) if due else None,
        "expires_at": expires_at,
    }


def history_subject(library_id: str, document_id: str) -> str:
    """The partition of the history table with the events of one document."""
    return f"{library_id}#{document_id}"


def history_line(
    library_id: str,
    document_id: str,
    event: str,
    *,
    actor: str,
    version: int,
    at: str | None = None,
    facts: dict[str, Any] | None = None,
    correlation_id: str | None = None,
) -> dict[str, Any]:
    """The attributes of the history event that records a change. `version` is the document's version after the change;
    `at` None means now.
    """
    return {
        "subject": history_subject(library_id, document_id),
        "event_id": new_id(),
        "event": event,
        "actor": actor,
        "at": at or timestamp(),
        "version": version,
        "facts": facts,
        "correlation_id": correlation_id,
    }
