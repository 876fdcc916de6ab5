"""What a bulk job does to one document. The decision is made on the document as it is at that moment, so it can be
repeated: the second time, nothing is left to change.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC
from enum import StrEnum
from typing import Any

from docloft import tables, texts, time_zones
from docloft.clock import now
from docloft.directory import Directory
from docloft.errors import WITHOUT_REASON, DocloftError
from docloft.lifecycle import custom_fields, decisions, found_values, job_changes, metadata, rule_actions, states, trash
from docloft.lifecycle.changes import Change
from docloft.lifecycle.rule_actions import RuleDate
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft.tables.jobs import Job

MOST = 50_000
"""Documents of one job. A search returns no more (docloft.search), and LANES workers need twelve minutes for those that
are changed one by one, at 50 ms each.
"""
LANES = 4
"""How many commands work on a large job at the same time: one job leaves six of the ten workers for new documents."""
PORTION = 500
"""Ids in one record: 15 KB."""
PURGE = "delete_permanently"
"""In the changes of a job: its documents are deleted, if they are in the trash."""

USE_FOUND = "use_found"
"""In the changes of a job: the attributes (found_values.FACTS) that are filled with what reading found."""

RULE = "rule"
"""In the changes of a job: the `id`, `name`, `actions` and `zone` of the rule that is applied, as it was then."""

_FIELDS = ("sender", "kind", "document_date", "due_date", "inbox", "keep_until")
_PEOPLE = ("user:", "key:")


class Skip(StrEnum):
    """Why a document was not changed."""

    NOT_FOUND = "not_found"
    NOT_ARCHIVED = "not_archived"
    IN_TRASH = "in_trash"
    NOT_IN_TRASH = "not_in_trash"
    TOO_MANY_TAGS = "too_many_tags"
    TOO_MANY_VALUES = "too_many_values"
    BEING_READ = "being_read"
    CHANGED_SINCE = "changed_since"
    ALREADY_SET = "already_set"
    SET_BY_PERSON = "set_by_person"
    NOTHING_FOUND = "nothing_found"
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
    """What the job changes in a document; None when nothing is left to change, also because an earlier delivery changed
    it and someone has reverted that since. Raises SkippedError.
    """
    if not states.is_archived(document.state):
        raise SkippedError(Skip.NOT_ARCHIVED)
    if job.undoes:
        # Has read in the history that this job has not changed the document.
        change = _undoing(job, document, names)
    else:
        change = _wanted(job, document, names)
        if change and job_changes.was_changed(job, document):
            return None
    return change and replace(change, job_id=job.job_id)


def moves_to_trash(job: Job) -> bool:
    """Whether documents go to the trash or leave it, so that their parts have to follow."""
    wanted = job.changes or {}
    return "in_trash" in {*wanted, *wanted.get(RULE, {}).get("actions", ())}


def _wanted(job: Job, document: Document, names: Directory) -> Change | None:
    wanted: Mapping[str, Any] = job.changes or {}
    if "in_trash" in wanted:
        return trash.put(document) if wanted["in_trash"] else trash.take_out(document)
    if document.trashed_at:
        raise SkippedError(Skip.IN_TRASH)
    if RULE in wanted:
        return _ruled(job, wanted[RULE], document, names)
    if wanted.get("read_again"):
        if document.state not in {State.READY, State.FAILED}:
            raise SkippedError(Skip.BEING_READ)
        again = {**WITHOUT_REASON, "state": State.RECEIVED, "attempts": 0, "kept": None}
        return Change("retried", again, due=now() + states.RECHECK)
    values = _edited(wanted, document, names)
    if not values and wanted.keys() == {USE_FOUND} and any(found_values.open_facts(wanted[USE_FOUND], document)):
        raise SkippedError(Skip.NOTHING_FOUND)
    return Change("edited", values) if values else None


def _edited(wanted: Mapping[str, Any], document: Document, names: Directory) -> dict[str, Any]:
    """The values that differ from those of the document."""
    values: dict[str, Any] = {
        **_found(wanted.get(USE_FOUND, ()), document),
        **{name: wanted[name] for name in _FIELDS if name in wanted},
    }
    if "add_tags" in wanted or "remove_tags" in wanted:
        kept = [one for one in metadata.value_of(document, "tags") if one not in wanted.get("remove_tags", ())]
        values["tags"] = [*kept, *(one for one in dict.fromkeys(wanted.get("add_tags", ())) if one not in kept)]
        if len(values["tags"]) > metadata.MOST_TAGS:
            raise SkippedError(Skip.TOO_MANY_TAGS)
    if metadata.CUSTOM_FIELDS in wanted:
        try:
            values[metadata.CUSTOM_FIELDS] = custom_fields.merged(
                document.custom_fields, wanted[metadata.CUSTOM_FIELDS], names.definitions()
            )
        except custom_fields.InvalidValueError:
            raise SkippedError(Skip.TOO_MANY_VALUES) from None
    return {name: value for name, value in values.items() if metadata.value_of(document, name) != value}


def _found(wanted: Collection[str], document: Document) -> Mapping[str, Any]:
    if not any(found_values.open_facts(wanted, document)):
        return {}
    text = texts.load(document.library_id, document.content_id)
    return found_values.values(wanted, document, text.suggestions if text else ())


def _ruled(job: Job, rule: Mapping[str, Any], document: Document, names: Directory) -> Change | None:
    actions, zone = rule["actions"], time_zones.find(rule["zone"] or "UTC") or UTC
    text = None
    if actions.get("document_date") == RuleDate.FOUND and not document.document_date:
        text = texts.load(document.library_id, document.content_id)
    found = text.suggestions if text else ()
    applied = rule_actions.apply(actions, document, names, people=decisions.Decided(), found=found, zone=zone)
    if applied.values:
        people = decisions.decided(document.library_id, document.document_id)
        applied = rule_actions.apply(actions, document, names, people=people, found=found, zone=zone)
    if not applied.values:
        if applied.left:
            raise SkippedError(Skip(next(iter(applied.left.values()))))
        return None
    actor = rule_actions.actor_of(rule["id"])
    return Change(rule_actions.APPLIED, applied.values, facts={"rule": rule["name"], "by": job.actor}, actor=actor)


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
        moved = trash.put(document) if was_there else trash.take_out(document)
        return moved and replace(moved, facts={**(moved.facts or {}), "entry": entry_id})
    reverted = metadata.revert(document, changed, names)
    if reverted.left and not reverted.values:
        raise SkippedError(Skip(next(iter(reverted.left.values()))))
    return Change("reverted", reverted.values, facts={"entry": entry_id}) if reverted.values else None
