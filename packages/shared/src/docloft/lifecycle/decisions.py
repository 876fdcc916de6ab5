"""What people have decided about a document, which no rule changes."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from docloft import tables
from docloft.lifecycle.metadata import CUSTOM_FIELDS

_MOST_ENTRIES = 500
"""Entries of a document's history that are read, the newest ones."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What people have decided about a document: the fields that they changed, the tags that they removed, and the ids
    of the custom fields that they changed.
    """

    fields: Collection[str] = ()
    removed_tags: Collection[str] = ()
    custom_fields: Collection[str] = ()


def decided(library_id: str, document_id: str) -> Decided:
    """Reads the history. Undoing a whole job is not a decision about one document."""
    fields: set[str] = set()
    removed: set[str] = set()
    custom: set[str] = set()
    for entry in islice(tables.history.list_newest(library_id, document_id), _MOST_ENTRIES):
        is_undone_job = entry.job_id is not None and "entry" in (entry.facts or {})
        if not entry.changes or is_undone_job or not entry.actor.startswith(("user:", "key:")):
            continue
        fields |= entry.changes.keys()
        if "tags" in entry.changes:
            before, after = entry.changes["tags"]
            removed |= set(before) - set(after)
        for values in entry.changes.get(CUSTOM_FIELDS, ()):
            custom |= values.keys()
    return Decided(fields, removed, custom)
