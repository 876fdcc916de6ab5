"""Reads the history of a document, and reverts changes in it. Reverting is a change as well, with its own entry."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from docloft import commands, directory, tables
from docloft.errors import NotFoundError
from docloft.ids import first_id, is_id
from docloft.lifecycle import changes, files, metadata, notes, trash
from docloft.lifecycle.changes import Change
from docloft.lifecycle.metadata import ADDED, FILE, IN_TRASH, NOTE, NotReverted, Reverted
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
    """One page, after the entry with the id `after`: what happened in this library, newest first, then what was
    imported. Raises NotFoundError.
    """
    document = documents.find(person, document_id)
    of = (document.library_id, document.document_id)
    is_among_imported = after is not None and tables.history.find(*of, after, imported=True) is not None
    found: list[HistoryEvent] = []
    if not is_among_imported:
        found += tables.history.list_newest(*of, before=after, limit=limit + 1)
    if len(found) <= limit:
        before = after if is_among_imported else None
        found += tables.history.list_newest(*of, before=before, limit=limit + 1 - len(found), imported=True)
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
        if elsewhere := _elsewhere(entry):
            return None, Reverted(left=dict.fromkeys(elsewhere, NotReverted.NOT_HERE))
        if ADDED in changed:
            return _added_back(current, entry)
        if IN_TRASH in changed:
            before, _ = changed[IN_TRASH]
            return (trash.put if before else trash.take_out)(current), Reverted()
        if NOTE in changed:
            change, left = notes.revert(current, changed, entry.facts or {}, person.actor)
            change = replace(change, facts={**(change.facts or {}), "entry": entry.event_id}) if change else None
            return change, Reverted(left={NOTE: left} if left else {})
        if FILE in changed:
            change, left = files.revert(current, changed)
            change = replace(change, facts={"entry": entry.event_id}) if change else None
            return change, Reverted(left={FILE: left} if left else {})
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
    changed_between = _changed_between(document, entry) if entry.imported_at else {}

    def decide(current: Document) -> tuple[Change | None, Reverted]:
        later = _later(current, entry)
        known = [(line.changes or {}, fields_without_values(line)) for line in later if line.version <= current.version]
        reverted = metadata.restore(current, [*known, (changed_between, ())], names)
        return _change(reverted, "metadata_restored", entry), reverted

    return _written(person, document, decide, if_match)


def _later(document: Document, entry: HistoryEvent) -> list[HistoryEvent]:
    """What has changed since, newest first. After an imported entry, that is what was imported with it, and what has
    happened here since the import, which gave the document the values that it had at the end of the imported history.
    """
    of = (document.library_id, document.document_id)
    if not entry.imported_at:
        return list(tables.history.list_newest(*of, since=entry.event_id))
    here = tables.history.list_newest(*of, since=first_id(datetime.fromisoformat(entry.imported_at)))
    return [*here, *tables.history.list_newest(*of, since=entry.event_id, imported=True)]


def _changed_between(document: Document, entry: HistoryEvent) -> dict[str, Any]:
    """The values that the imported history has after this entry, if they were changed here between the import of the
    values and that of the history, which is an hour later for 4,000 documents. Only values that the import demonstrably
    set, or left empty because the history says so: other libraries do not record every change.
    """
    of = (document.library_id, document.document_id)
    later: set[tuple[str, str]] = set()
    then: dict[tuple[str, str], Any] = {}
    for line in tables.history.list_newest(*of, imported=True):
        for field, _, after in _each(line):
            if line.event_id > entry.event_id:
                later.add(field)
            else:
                then.setdefault(field, after)
    imported = first_id(datetime.fromisoformat(str(entry.imported_at)))
    earlier = [one for line in tables.history.list_newest(*of, before=imported) for one in _each(line)]
    found: dict[str, Any] = {}
    for field, before, _ in earlier:
        is_as_imported = field in then and (then[field] or None) == (before or None)
        if is_as_imported and field not in later:
            name, one = field
            found[name] = [{**found.get(name, ({},))[0], one: before}, {}] if one else [before, None]
    return found


def _each(line: HistoryEvent) -> Iterator[tuple[tuple[str, str], Any, Any]]:
    """The changes of an entry, those of custom fields one by one: the field, and its value before and after."""
    for name, (before, after) in (line.changes or {}).items():
        if name == metadata.CUSTOM_FIELDS:
            yield from (((name, one), value, after.get(one)) for one, value in before.items())
        elif name in metadata.FIELDS:
            yield (name, ""), before, after


def _elsewhere(entry: HistoryEvent) -> list[str]:
    """The fields of an imported entry whose values only mean something in the other library: numbers of its files, and
    moments when the document was added there.
    """
    if not entry.imported_at:
        return []
    changed = entry.changes or {}
    has_note = "note" in (entry.facts or {})
    return [name for name in changed if name in {FILE, ADDED} or (name == NOTE and not has_note)]


def _added_back(document: Document, entry: HistoryEvent) -> tuple[Change | None, Reverted]:
    """Undoes that an import restored the moment when the document was added."""
    before, after = (entry.changes or {})[ADDED]
    if document.created_at == before:
        return None, Reverted()
    if document.created_at != after:
        return None, Reverted(left={ADDED: NotReverted.CHANGED_SINCE})
    recorded = {ADDED: [after, before]}
    facts = {"entry": entry.event_id}
    return Change("reverted", {"created_at": before}, facts=facts, recorded=recorded), Reverted()


def fields_without_values(entry: HistoryEvent) -> list[str]:
    """Fields whose values were not recorded: by an early release, or in the archive an entry was imported from."""
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
    of = (document.library_id, document.document_id, entry_id)
    found = None
    if is_id(entry_id):
        found = tables.history.find(*of) or tables.history.find(*of, imported=True)
    if found is None:
        raise NotFoundError("There is no such entry in the history of this document.")
    return found


def _change(reverted: Reverted, event: str, entry: HistoryEvent) -> Change | None:
    return Change(event, reverted.values, facts={"entry": entry.event_id}) if reverted.values else None
