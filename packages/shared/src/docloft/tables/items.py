"""Whole tables, item by item, for tools that back up, compare and restore."""

from typing import Any

from pynamodb.exceptions import AttributeDeserializationError, AttributeNullError
from pynamodb.models import Model

from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from docloft.tables.jobs import Job
from docloft.tables.library import LibraryItem

TABLES: dict[str, type[Model]] = {
    "documents": Document,
    "library": LibraryItem,
    "jobs": Job,
    "history": HistoryEvent,
}
"""By the part of the table's name that is the same in every stage: `docloft-<stage>-<name>`."""

_UNREADABLE = (AttributeDeserializationError, AttributeNullError, AttributeError, LookupError, TypeError, ValueError)
"""What PynamoDB raises for an item of another shape."""


def load(table: str, item: dict[str, Any]) -> Model:
    """A record from an item as DynamoDB returns it. Raises ValueError for an item that neither this release nor an
    earlier one could have written: an attribute missing, unknown, or of another type, or an unknown kind of record.
    """
    try:
        record = TABLES[table].from_raw_data(item)
        record.serialize(null_check=True)
    except _UNREADABLE as error:
        raise ValueError(f"This item does not load as one of {table} ({type(error).__name__}).") from error
    known = {attribute.attr_name for attribute in record.get_attributes().values()}
    if unknown := set(item) - known - set(getattr(record, "RENAMED", ())):
        raise ValueError(f"This release has no attribute {min(unknown)}.")
    return record
