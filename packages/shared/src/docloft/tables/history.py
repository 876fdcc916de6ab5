"""The `history` table: subject + event_id (a ULID). Append-only: what happened to a document."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from docloft.documents import states
from docloft.settings import settings
from docloft.tables import connection

PURGED = "purged"
"""The event of a permanent deletion, written in the transaction that deletes the document."""


class HistoryEvent(Model):
    """One event in the history of a document. It outlives the document."""

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
    correlation_id = UnicodeAttribute(null=True)


def list_events(library_id: str, document_id: str) -> list[HistoryEvent]:
    """Oldest first. Strongly consistent."""
    return list(HistoryEvent.query(states.history_subject(library_id, document_id), consistent_read=True))


def was_purged(library_id: str, document_id: str) -> bool:
    """Whether the document was deleted permanently. Strongly consistent."""
    return any(line.event == PURGED for line in list_events(library_id, document_id))
