"""Restores what is known about a document from the library that it was exported from: when it and its files were added,
and its history. Only owners may do this, and what is restored says who imported it and when, so it is never mistaken
for something that happened here.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from docloft import directory, reasons, suggestions, tables
from docloft.clock import now, timestamp
from docloft.errors import ConflictError, InvalidRequestError
from docloft.lifecycle import changes, files, metadata, states
from docloft.lifecycle.changes import Change
from docloft.lifecycle.custom_fields import InvalidValueError
from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from docloft_api.features.document_origin import imported_values
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents

IMPORTED = "imported"
"""The event recorded when an import changes the document itself; also the actor of imported entries."""


class Written(NamedTuple):
    """`added`: how many entries the document did not have."""

    document: Document
    added: int


def write(
    person: Person,
    document_id: str,
    added_at: datetime | None,
    given_files: Sequence[Mapping[str, Any]],
    entries: Sequence[Mapping[str, Any]],
    refused: Sequence[str] = (),
) -> Written:
    """Idempotent. A document and its files only become older: a later moment than the one that is recorded changes
    nothing. Raises NotFoundError, InvalidRequestError for a moment in the future or a value that a field cannot have,
    and ConflictError for a document that was never archived.
    """
    document = documents.find(person, document_id)
    if not states.is_archived(document.state):
        raise ConflictError(reasons.NEVER_ARCHIVED)
    moments = {one["checksum_sha256"]: _moment(one["added_at"], "/files") for one in given_files}
    lines = _lines(person, document, entries)
    known = {
        line.event_id
        for imported in (False, True)
        for line in (tables.history.list_events(person.library_id, document_id, imported=imported) if lines else ())
    }
    added = sum(tables.history.add_imported(line) for line in lines if line.event_id not in known)
    for version in files.list_earlier(person.library_id, document_id) if document.file_count > 1 else ():
        at = moments.get(version.checksum_sha256)
        if at and at < version.added_at:
            tables.library.change(version, added_at=at)
    return Written(
        _with_moments(person, document_id, _moment(added_at, "/added_at") if added_at else None, moments, refused),
        added,
    )


def _with_moments(
    person: Person, document_id: str, added_at: str | None, moments: Mapping[str, str], refused: Sequence[str]
) -> Document:
    def decide(document: Document) -> Change | None:
        values: dict[str, Any] = {}
        recorded: dict[str, list[str]] = {}
        known = list(document.refused_suggestions or ())
        if more := [one for one in dict.fromkeys(refused) if one not in known]:
            values["refused_suggestions"] = [*more, *known][-suggestions.REFUSED_LIMIT :]
        if added_at and added_at < document.created_at:
            values["created_at"] = added_at
            recorded[metadata.ADDED] = [document.created_at, added_at]
        file_at = moments.get(document.checksum_sha256)
        if file_at and document.file_at and file_at < document.file_at:
            values["file_at"] = file_at
        return Change(IMPORTED, values, recorded=recorded) if values else None

    return changes.amend(person.library_id, document_id, decide, actor=person.actor).document


def _lines(person: Person, document: Document, entries: Sequence[Mapping[str, Any]]) -> list[HistoryEvent]:
    moment = timestamp()
    names = directory.read(person.library_id) if entries else None
    lines = []
    for number, entry in enumerate(entries):
        given = {one["field"]: (one["before"], one["after"]) for one in entry["changes"]}
        try:
            changed = imported_values.checked(given, names) if names and given else None
        except InvalidValueError as error:
            raise InvalidRequestError(error.detail, f"/entries/{number}/changes") from error
        lines.append(
            HistoryEvent(
                tables.history.imported_subject(person.library_id, document.document_id),
                entry["id"],
                event=entry["event"],
                actor=IMPORTED,
                at=_moment(entry["at"], f"/entries/{number}/at"),
                version=0,
                facts=_facts(person, entry, moment),
                changes=changed,
                imported_at=moment,
                imported_by=person.actor,
            )
        )
    return lines


def _facts(person: Person, entry: Mapping[str, Any], moment: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"origin": {"kind": entry["by_kind"], "name": entry["by_name"]}}
    if entry["reverts"]:
        facts["entry"] = entry["reverts"]
    if entry["without_values"]:
        facts["fields"] = list(dict.fromkeys(entry["without_values"]))
    if (note := entry["note"]) is not None:
        # As a note that is imported with its document: reverting its deletion writes it again.
        at = note["origin_at"]
        facts["note"] = {
            "id": note["id"],
            "author": person.actor,
            "created_at": moment,
            "origin_at": timestamp(at) if at else None,
            "origin_by": note["origin_by"],
        }
    return facts


def _moment(given: datetime, pointer: str) -> str:
    if given > now():
        raise InvalidRequestError("This moment is in the future. Nothing was changed.", pointer)
    return timestamp(given.astimezone(UTC))
