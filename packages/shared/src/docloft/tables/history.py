"""The `history` table: subject + event_id (a ULID). Append-only: what happened to a document.

What happened to it in another library, from which it was imported, is in a partition of its own. So nothing that
decides by the history of this library, such as an undo, can take an imported event for one of its own.

| who | reads | by |
|--|--|--|
| api | the events of a document, newest first; one of them | subject + event_id |
| worker | the events of a document since one of a job; all, to remove their values | subject |
| api, worker | the imported events of a document | subject `<library_id>#<document_id>#imported` |
"""

from collections.abc import Iterator

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError
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
    imported_at = UnicodeAttribute(null=True)
    """When it was imported from another library; None for what happened in this one."""
    imported_by = UnicodeAttribute(null=True)
    """Who imported it, `user:<id>`. Who made the change is in its `facts`, as a name."""


def list_events(library_id: str, document_id: str, *, imported: bool = False) -> list[HistoryEvent]:
    """Oldest first. Strongly consistent."""
    return list(HistoryEvent.query(_subject(library_id, document_id, imported=imported), consistent_read=True))


def was_purged(library_id: str, document_id: str) -> bool:
    """Whether the document was deleted permanently. Strongly consistent."""
    return any(line.event == PURGED for line in list_events(library_id, document_id))


def find(library_id: str, document_id: str, event_id: str, *, imported: bool = False) -> HistoryEvent | None:
    """Strongly consistent."""
    subject = _subject(library_id, document_id, imported=imported)
    try:
        return HistoryEvent.get(subject, event_id, consistent_read=True)
    except DoesNotExist:
        return None


def add_imported(event: HistoryEvent) -> bool:
    """Writes an imported event, unless there is one with its id. Returns whether it was written."""
    try:
        event.save(condition=HistoryEvent.event_id.does_not_exist())
    except PutError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def imported_subject(library_id: str, document_id: str) -> str:
    return _subject(library_id, document_id, imported=True)


def list_newest(
    library_id: str,
    document_id: str,
    *,
    before: str | None = None,
    since: str | None = None,
    limit: int | None = None,
    imported: bool = False,
) -> Iterator[HistoryEvent]:
    """Newest first: the events older than the id `before`, or those that are newer than the id `since`. Read page by
    page while they are used. Strongly consistent.
    """
    between = HistoryEvent.event_id < before if before else HistoryEvent.event_id > since if since else None
    return iter(
        HistoryEvent.query(
            _subject(library_id, document_id, imported=imported),
            between,
            scan_index_forward=False,
            consistent_read=True,
            limit=limit,
        )
    )


def remove_values(library_id: str, document_id: str) -> None:
    """Removes the values of fields from the history of a document that is deleted permanently. Idempotent."""
    lines = [*list_events(library_id, document_id), *list_events(library_id, document_id, imported=True)]
    for line in lines:
        # Details contain names: the author of a note, or the person who made an imported change.
        if line.changes is not None or (line.imported_at and line.facts is not None):
            line.changes = line.facts = None
            line.save()


def _subject(library_id: str, document_id: str, *, imported: bool) -> str:
    return states.history_subject(library_id, document_id) + ("#imported" if imported else "")
