"""Restores when documents and their files were added to the archive that they come from, and their history there. Once
all documents are imported: the history names others.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from docloft_import.filing import Fields, Labels, name_of
from docloft_import.imported_archives import EarlierFile, Event, Field, Label, Paper, Source
from docloft_upload import Client, Journal, UploadError, facts_of, require

NOT_THE_OWNER = "histories and dates added, which only an owner can restore"
NOT_ACCEPTED = "history entries that the library does not accept"
LOOKALIKES = "refused near-duplicates that were not imported"
HAD_BEFORE = "dates added of documents that were already in the library"
_FORBIDDEN, _INVALID = 403, 400
_MOST_ENTRIES = 50
_MOST_BYTES = 500_000
"""The limits of one request. The API accepts up to a megabyte."""
_LONGEST_NAME = 254
_LOOKS_LIKE = "looks_like:"
_MOST_VALUES = 100


def refusal_of(document_id: str) -> str:
    """How the API records that a document was refused as a near-duplicate of another one."""
    return f"{_LOOKS_LIKE}{hashlib.sha256(document_id.encode('utf-8', 'replace')).hexdigest()[:16]}"


class Ids:
    """The ids that this library has for what an exported history names. What is unknown keeps its id, which
    matches nothing here.
    """

    def __init__(
        self,
        labels: Labels,
        fields: Fields,
        known: Mapping[str, Label],
        options: Mapping[str, tuple[Field, Mapping[str, str]]],
        documents: Mapping[str, str],
    ) -> None:
        """`known` and `options`: the names of the archive by their ids, fields with the names of their options by ids.
        `documents`: the new ids of documents by those in the archive.
        """
        self._labels, self._fields = labels, fields
        self._known, self._options, self._documents = known, options, documents
        self._refusals = {refusal_of(there): refusal_of(here) for there, here in documents.items()}

    def name(self, one: Any) -> Any:
        label = self._known.get(one) if isinstance(one, str) else None
        return self._labels.id_of(label) if label else one

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Values of fields by the ids of the fields."""
        found = {}
        for field_id, value in list(given.items())[:_MOST_VALUES]:
            if field_id not in self._options:
                found[field_id] = value
                continue
            field, options = self._options[field_id]
            found[self._fields.id_of(field)] = self._value(field, options, value)
        return found

    def refusals(self, given: Iterable[str]) -> tuple[list[str], int]:
        """Refused suggestions, and how many of them are near-duplicates that were not imported."""
        refused = list(given)
        unknown = sum(one.startswith(_LOOKS_LIKE) and one not in self._refusals for one in refused)
        return [self._refusals.get(one, one) for one in refused], unknown

    def _value(self, field: Field, options: Mapping[str, str], value: Any) -> Any:
        if field.type == "document":
            return self._documents.get(value, value)
        if field.type == "choice" and value in options:
            return self._fields.value_of(field, options[value])
        return value


def entry_of(event: Event, ids: Ids) -> dict[str, Any]:
    """The entry as the API takes it."""
    body: dict[str, Any] = {
        "id": event.event_id,
        "event": event.event,
        "at": event.at,
        "by_kind": event.by_kind,
        "by_name": " ".join(event.by_name.split())[:_LONGEST_NAME] or None if event.by_name else None,
        "changes": [
            {"field": field, "before": _here(field, before, ids), "after": _here(field, after, ids)}
            for field, (before, after) in event.changes.items()
        ],
    }
    if event.without_values:
        body["without_values"] = list(event.without_values)
    if event.reverts:
        body["reverts"] = event.reverts
    if event.note:
        body["note"] = dict(event.note)
    return body


def _here(field: str, value: Any, ids: Ids) -> Any:
    if field in {"sender", "kind"}:
        return ids.name(value)
    if field == "tags" and isinstance(value, list):
        return [ids.name(one) for one in value]
    if field == "custom_fields" and isinstance(value, dict):
        return ids.values(value)
    return value


def moments_of(
    source: Source, paper: Paper, earlier: Iterable[tuple[Source, EarlierFile]]
) -> tuple[tuple[str, str], ...]:
    """The checksums of all files of a document with the moment when each was added. A checksum that the archive does
    not have is computed from the file; a file that is missing has no moment.
    """
    files: list[tuple[Source, str, str, str | None, str]] = [
        (source, paper.inside, paper.file_name, checksum, at) for checksum, at in paper.file_moments
    ]
    files += [(where, one.inside, one.file_name, one.checksum_sha256, one.added_at or "") for where, one in earlier]
    found = []
    for where, inside, name, checksum, at in files:
        if at and (known := checksum or _checksum_of(where, inside, name)):
            found.append((known, at))
    return tuple(found)


def _checksum_of(source: Source, inside: str, name: str) -> str | None:
    try:
        with source.file(inside) as path:
            return str(facts_of(path, name)["checksum_sha256"])
    except (UploadError, OSError):
        return None


class Origins:
    """Restores the origins of documents, also of several at the same time."""

    def __init__(self, client: Client, journal: Journal) -> None:
        self._client, self._journal = client, journal
        self._is_owner = True
        self._left_out: list[str] = []
        """A list, to which threads can add without a lock."""

    @property
    def left_out(self) -> Counter[str]:
        """What could not be restored, with counts."""
        return Counter(self._left_out)

    def restore(self, source: Source, paper: Paper, ids: Ids) -> None:
        """Once for each document, also for one that an earlier run imported. Raises UploadError."""
        name = name_of(source, paper)
        entry = self._journal.entry(name)
        if entry.get("origin") or not entry.get("described"):
            return
        path = f"/v1/documents/{entry['document_id']}/origin"
        is_new = entry["is_new"] or paper.is_part
        if paper.added_at and not is_new:
            self._left_out.append(HAD_BEFORE)
        entries = [entry_of(event, ids) for event in paper.history]
        unknown = 0
        for number, some in enumerate(_portions(entries) or [[]]):
            body: dict[str, Any] = {"entries": some}
            if not number and is_new:
                body["added_at"] = paper.added_at
                body["refused_suggestions"], unknown = ids.refusals(paper.refused_suggestions)
                body["files"] = [{"checksum_sha256": one, "added_at": at} for one, at in paper.file_moments]
            if not self._sent(path, body):
                return
        self._left_out += [LOOKALIKES] * unknown
        self._journal.record(name, origin=True)

    def _sent(self, path: str, body: dict[str, Any]) -> bool:
        """Sends entries one by one when one of them is refused. Returns False when nothing can be restored."""
        if not self._is_owner or not any(body.values()):
            self._left_out += [] if self._is_owner else [NOT_THE_OWNER]
            return self._is_owner
        response = self._client.request("PUT", path, body)
        if response.status == _FORBIDDEN:
            self._is_owner = False
            self._left_out.append(NOT_THE_OWNER)
            return False
        if response.status != _INVALID:
            require(response)
            return True
        if len(body["entries"]) == 1 and len(body) == 1:
            self._left_out.append(NOT_ACCEPTED)
            return True
        moments = {name: value for name, value in body.items() if name != "entries"}
        for one in body["entries"]:
            self._sent(path, {"entries": [one]})
        if moments:
            self._send_moments(path, {**moments, "entries": []})
        return True

    def _send_moments(self, path: str, moments: Mapping[str, Any]) -> None:
        try:
            require(self._client.request("PUT", path, dict(moments)))
        except UploadError as error:
            raise UploadError(f"The date added was not restored: {error}", lasting=True) from error


def _portions(entries: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return list(_cut(entries))


def _cut(entries: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    size = 0
    for entry in entries:
        more = len(json.dumps(entry))
        if some and (len(some) == _MOST_ENTRIES or size + more > _MOST_BYTES):
            yield some
            some, size = [], 0
        some.append(entry)
        size += more
    if some:
        yield some
