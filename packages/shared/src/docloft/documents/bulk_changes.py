"""What a bulk job does to one document. The decision is made on the document as it is at that moment, so it may be made
again: then nothing is left to change.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from docloft import tables
from docloft.clock import now
from docloft.directory import Directory
from docloft.documents import metadata, states, trash
from docloft.documents.changes import Change
from docloft.documents.states import State
from docloft.errors import WITHOUT_REASON, DocloftError
from docloft.tables.documents import Document
from docloft.tables.jobs import Job

MOST = 5_000
"""Documents of one job. At 50 ms each, the worker needs one or two runs of 250 s."""
PORTION = 500
"""Ids in one record: 15 KB."""
MOST_TAGS = 50

_FIELDS = ("sender", "kind", "document_date", "due_date")
_PEOPLE = ("user:", "key:")


class Skip(StrEnum):
    """Why a document was not changed."""

    NOT_FOUND = "not_found"
    NOT_ARCHIVED = "not_archived"
    IN_TRASH = "in_trash"
    TOO_MANY_TAGS = "too_many_tags"
    BEING_READ = "being_read"
    CHANGED_SINCE = "changed_since"
    NAME_DELETED = "name_deleted"
    VALUE_UNKNOWN = "value_unknown"
    NOT_UNDOABLE = "not_undoable"
    BUSY = "busy"
    """It kept changing."""


class SkippedError(DocloftError):
    """The document is not changed."""

    def __init__(self, code: Skip) -> None:
        super().__init__(code)
        self.code = code


def change_of(job: Job, document: Document, names: Directory) -> Change | None:
    """What the job changes in a document; None when nothing is left to change. Raises SkippedError."""
    if not states.is_archived(document.state):
        raise SkippedError(Skip.NOT_ARCHIVED)
    change = _undoing(job, document, names) if job.undoes else _wanted(job.changes or {}, document)
    return replace(change, job_id=job.job_id) if change else None


def _wanted(wanted: Mapping[str, Any], document: Document) -> Change | None:
    if "in_trash" in wanted:
        return trash.put(document) if wanted["in_trash"] else trash.take_out(document)
    if document.trashed_at:
        raise SkippedError(Skip.IN_TRASH)
    if wanted.get("read_again"):
        if document.state not in {State.READY, State.FAILED}:
            raise SkippedError(Skip.BEING_READ)
        again = {**WITHOUT_REASON, "state": State.RECEIVED, "attempts": 0, "kept": None}
        return Change("retried", again, due=now() + states.RECHECK)
    values: dict[str, Any] = {name: wanted[name] for name in _FIELDS if name in wanted}
    if "add_tags" in wanted or "remove_tags" in wanted:
        kept = [one for one in metadata.value_of(document, "tags") if one not in wanted.get("remove_tags", ())]
        values["tags"] = [*kept, *(one for one in dict.fromkeys(wanted.get("add_tags", ())) if one not in kept)]
        if len(values["tags"]) > MOST_TAGS:
            raise SkippedError(Skip.TOO_MANY_TAGS)
    values = {name: value for name, value in values.items() if metadata.value_of(document, name) != value}
    return Change("edited", values) if values else None


def _undoing(job: Job, document: Document, names: Directory) -> Change | None:
    """A document that a person changed after the job is skipped."""
    for entry in tables.history.list_newest(document.library_id, document.document_id, since=job.undoes):
        if entry.job_id == job.job_id:
            return None
        if entry.job_id == job.undoes:
            return _reverse(entry.changes, entry.event_id, document, names)
        if entry.actor.startswith(_PEOPLE):
            raise SkippedError(Skip.CHANGED_SINCE)
    return None


def _reverse(changed: metadata.Changes | None, entry_id: str, document: Document, names: Directory) -> Change | None:
    if not changed:
        raise SkippedError(Skip.NOT_UNDOABLE)
    if metadata.IN_TRASH in changed:
        was_there, _ = changed[metadata.IN_TRASH]
        return trash.put(document) if was_there else trash.take_out(document)
    reverted = metadata.revert(document, changed, names)
    if reverted.left and not reverted.values:
        raise SkippedError(Skip(next(iter(reverted.left.values()))))
    return Change("reverted", reverted.values, facts={"entry": entry_id}) if reverted.values else None
