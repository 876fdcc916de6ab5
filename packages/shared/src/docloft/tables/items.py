"""Whole tables, item by item, for tools that back up, compare and restore."""

from typing import Any

from pynamodb.exceptions import AttributeDeserializationError, AttributeNullError
from pynamodb.models import Model

from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from docloft.tables.jobs import Job
from docloft.tables.library import LibraryRecord

TABLES: dict[str, type[Model]] = {
    "documents": Document,
    "library": LibraryRecord,
    "jobs": Job,
    "history": HistoryEvent,
}
"""By the name a table has in every stage: `docloft-<stage>-<name>`."""


def load(table: str, item: dict[str, Any]) -> Model:
    """A record from an item as DynamoDB returns it. Raises ValueError for an item that this release could not have
    written: an attribute missing, unknown, or of another type.
    """
    model = TABLES[table]
    if unknown := set(item) - {attribute.attr_name for attribute in model.get_attributes().values()}:
        raise ValueError(f"This release knows no attribute {min(unknown)}.")
    try:
        record = model.from_raw_data(item)
        record.serialize(null_check=True)
    except (AttributeDeserializationError, AttributeNullError, AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"This item does not load as one of {table} ({type(error).__name__}).") from error
    return record
