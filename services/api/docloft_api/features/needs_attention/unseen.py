"""What needs attention in a library, and what the caller has already seen of it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from docloft import tables
from docloft.clock import timestamp
from docloft.errors import ConflictError, NotFoundError
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft.tables.records import AttentionSeen
from docloft_api.identity.people import Person

MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class AttentionPage:
    """One page of documents. `next` is the `after` of the next page, None on the last one."""

    documents: Sequence[Document]
    next: str | None


def listing(person: Person, *, limit: int, after: str | None) -> AttentionPage:
    """One page, newest first. Reads only documents that need attention, and before the first page those that failed."""
    if after is None:
        _include_old(person)
    found = tables.documents.list_attention(person.library_id, before=after, limit=limit + 1)
    page = found[:limit]
    return AttentionPage(page, page[-1].attention_at if len(found) > limit else None)


def count_unseen(person: Person) -> int:
    """How many documents need attention since the person last looked, at most MOST_COUNTED."""
    seen = tables.library.find(AttentionSeen, person.library_id, AttentionSeen.key(person.user_id))
    if seen is None:
        _include_old(person)
    since = seen.seen_at if seen else ""
    # A key of an index must not be empty (DynamoDB: key attribute values).
    return tables.documents.count_attention(person.library_id, since=since or "0", limit=MOST_COUNTED)


def mark_seen(person: Person) -> None:
    """Records that the person has looked at everything that needs attention by now. Idempotent."""
    moment = timestamp()
    key = AttentionSeen.key(person.user_id)
    tables.library.replace(AttentionSeen(person.library_id, key, created_at=moment, seen_at=moment))


def _include_old(person: Person) -> None:
    """Documents that failed in a release before `attention_at` are not in the index. Any change adds them."""
    for document in tables.documents.list_without_attention(person.library_id, State.FAILED, limit=MOST_COUNTED):
        with suppress(NotFoundError, ConflictError):
            changes.amend(person.library_id, document.document_id, _listed, actor=person.actor)


def _listed(document: Document) -> changes.Change | None:
    is_listed = document.attention_at or document.state != State.FAILED or document.trashed_at
    return None if is_listed else changes.Change("needs_attention")
