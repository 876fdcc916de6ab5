"""The `history` table: subject + event_id (a ULID). Append-only: what happened to a document.

| who | reads | by |
|--|--|--|
| api | the events of a document, newest first; one of them | subject + event_id |
| worker | the events of a document since one of a job; all, to remove their values | subject |
"""

from collections.abc import Iterator

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from docloft.lifecycle import states
from docloft.settings import settings
from docloft.tables import connection

PURGED = "purged"
"""The event of a permanent deletion, written in the transaction that deletes the document."""


class HistoryEvent(Model):
    """One event in the history of a document. It outlives the document, its `changes` do not."""

    class Meta(connection.Meta):
        table_name = settings().history_table

    subject = UnicodeAttribute(hash_key=True)
    """`<library_id>#<document_id>`"""
    event_id = UnicodeAttribute(range_key=True)
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    """`user:<id>`, or the name of the function that did it."""
    at = UnicodeAttribute()
    version = NumberAttribute()
    facts = JSONAttribute(null=True)
    changes = JSONAttribute(null=True)
    """By field, its value before and after (docloft.lifecycle.metadata). Sender, kind and tags are ids."""
    job_id = UnicodeAttribute(null=True)
    """The job that made the change."""
    correlation_id = UnicodeAttribute(null=True)


def list_events(library_id: str, document_id: str) -> list[HistoryEvent]:
    """Oldest first. Strongly consistent."""
    return list(HistoryEvent.query(states.history_subject(library_id, document_id), consistent_read=True))


def was_purged(library_id: str, document_id: str) -> bool:
    """Whether the document was deleted permanently. Strongly consistent."""
    return any(line.event == PURGED for line in list_events(library_id, document_id))


def find(library_id: str, document_id: str, event_id: str) -> HistoryEvent | None:
    """Strongly consistent."""
    try:
        return HistoryEvent.get(states.history_subject(library_id, document_id), event_id, consistent_read=True)
    except DoesNotExist:
        return None


def list_newest(
    library_id: str, document_id: str, *, before: str | None = None, since: str | None = None, limit: int | None = None
) -> Iterator[HistoryEvent]:
    """Newest first: the events older than the id `before`, or those that are newer than the id `since`. Read page by
    page while they are used. Strongly consistent.
    """
    between = HistoryEvent.event_id < before if before else HistoryEvent.event_id > since if since else None
    return iter(
        HistoryEvent.query(
            states.history_subject(library_id, document_id),
            between,
            scan_index_forward=False,
            consistent_read=True,
            limit=limit,
        )
    )


def remove_values(library_id: str, document_id: str) -> None:
    """Removes the values of fields from the history of a document that is deleted permanently. Idempotent."""
    for line in list_events(library_id, document_id):
        if line.changes is not None:
            # The details of a note's entry name its author.
            line.changes = line.facts = None
            line.save()
