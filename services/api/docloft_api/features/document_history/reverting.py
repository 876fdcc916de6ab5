"""Reads the history of a document, and reverts changes in it. Reverting is a change as well, with its own entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from docloft import commands, directory, tables
from docloft.errors import NotFoundError
from docloft.ids import is_id
from docloft.lifecycle import changes, files, metadata, notes, trash
from docloft.lifecycle.changes import Change
from docloft.lifecycle.metadata import IN_TRASH, NotReverted, Reverted
from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from docloft_api import file_reading
from docloft_api.http import preconditions
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of the history. `next` is the `after` of the next page, None on the last one."""

    entries: Sequence[HistoryEvent]
    next: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The document, and the fields whose value could not be restored."""

    document: Document
    left: Mapping[str, NotReverted]


def listing(person: Person, document_id: str, *, limit: int, after: str | None = None) -> EntryPage:
    """One page, newest first, after the entry with the id `after`. Raises NotFoundError."""
    document = documents.find(person, document_id)
    found = list(tables.history.list_newest(document.library_id, document.document_id, before=after, limit=limit + 1))
    page = found[:limit]
    return EntryPage(page, page[-1].event_id if len(found) > limit else None)


def revert(person: Person, document_id: str, entry_id: str, if_match: str | None) -> Outcome:
    """Gives the fields of one change the values from before it; moves the document into or out of the trash if the
    change did the opposite; undoes the change of a note. Idempotent. Raises NotFoundError, PreconditionFailedError and
    ConflictError.
    """
    document = documents.find(person, document_id)
    entry = _entry(document, entry_id)
    changed = entry.changes or {}
    unknown = fields_without_values(entry)
    names = directory.read(person.library_id)

    def decide(current: Document) -> tuple[Change | None, Reverted]:
        if IN_TRASH in changed:
            before, _ = changed[IN_TRASH]
            return (trash.put if before else trash.take_out)(current), Reverted()
        if metadata.NOTE in changed:
            change, left = notes.revert(current, changed, entry.facts or {}, person.actor)
            change = replace(change, facts={**(change.facts or {}), "entry": entry.event_id}) if change else None
            return change, Reverted(left={metadata.NOTE: left} if left else {})
        if metadata.FILE in changed:
            change, left = files.revert(current, changed)
            change = replace(change, facts={"entry": entry.event_id}) if change else None
            return change, Reverted(left={metadata.FILE: left} if left else {})
        reverted = metadata.revert(current, changed, names)
        reverted.left.update(dict.fromkeys(unknown, NotReverted.VALUE_UNKNOWN))
        return _change(reverted, "reverted", entry), reverted

    return _written(person, document, decide, if_match)


def restore(person: Person, document_id: str, entry_id: str, if_match: str | None) -> Outcome:
    """Gives every field the value that it had after this entry. Idempotent. Raises NotFoundError,
    PreconditionFailedError and ConflictError.
    """
    document = documents.find(person, document_id)
    entry = _entry(document, entry_id)
    names = directory.read(person.library_id)

    def decide(current: Document) -> tuple[Change | None, Reverted]:
        later = tables.history.list_newest(current.library_id, current.document_id, since=entry.event_id)
        known = [(line.changes or {}, fields_without_values(line)) for line in later if line.version <= current.version]
        reverted = metadata.restore(current, known, names)
        return _change(reverted, "metadata_restored", entry), reverted

    return _written(person, document, decide, if_match)


def fields_without_values(entry: HistoryEvent) -> list[str]:
    """The fields that an early release changed without recording their values."""
    named = (entry.facts or {}).get("fields", ())
    return [name for name in named if name in metadata.FIELDS and name not in (entry.changes or {})]


def _written(
    person: Person,
    document: Document,
    decide: Callable[[Document], tuple[Change | None, Reverted]],
    if_match: str | None,
) -> Outcome:
    last = Reverted()

    def decided(current: Document) -> Change | None:
        nonlocal last
        preconditions.require(current, if_match)
        change, last = decide(current)
        return change

    after = changes.amend(document.library_id, document.document_id, decided, actor=person.actor).document
    if after.content_id != document.content_id:
        file_reading.resume(after)
    if after.children and bool(after.trashed_at) != bool(document.trashed_at):
        commands.send(commands.registry.ALIGN_PARTS, after.library_id, document_id=after.document_id)
    return Outcome(after, last.left)


def _entry(document: Document, entry_id: str) -> HistoryEvent:
    found = tables.history.find(document.library_id, document.document_id, entry_id) if is_id(entry_id) else None
    if found is None:
        raise NotFoundError("There is no such entry in the history of this document.")
    return found


def _change(reverted: Reverted, event: str, entry: HistoryEvent) -> Change | None:
    return Change(event, reverted.values, facts={"entry": entry.event_id}) if reverted.values else None
