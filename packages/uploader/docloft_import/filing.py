"""Sends the documents of an archive and adds what the archive says about them."""

import time
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from docloft_import.file_versions import files_of, send_files
from docloft_import.imported_archives import EarlierFile, Field, Label, Paper, Source
from docloft_upload import Client, Journal, require

LONGEST_NAME = 100
LONGEST_TITLE = 500
MOST_TAGS = 50
"""Limits of the API (docs/openapi.json)."""
_WAIT_SECONDS = 600
_CONFLICT = 409


class Labels:
    """The senders, kinds and tags of the library; those that it lacks are created."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._ids: dict[tuple[str, str], str] = {}
        self._lock = Lock()

    def id_of(self, label: Label) -> str:
        with self._lock:
            return self._id_of(label)

    def _id_of(self, label: Label) -> str:
        known = (label.what, label.name.casefold())
        if known not in self._ids:
            body: dict[str, Any] = {"what": label.what, "name": label.name[:LONGEST_NAME], "colour": label.colour}
            if label.keep_years:
                body["keep_years"] = label.keep_years
            if label.parent:
                body["parent_id"] = self._id_of(label.parent)
            self._ids[known] = require(self._client.request("POST", "/v1/names", body))["id"]
        return self._ids[known]


class Fields:
    """The fields of the library; those that it lacks are created, and options that a choice lacks are added."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._names: dict[Field, Any] = {}
        self._lock = Lock()

    def id_of(self, field: Field) -> str:
        with self._lock:
            return str(self._name_of(field)["id"])

    def value_of(self, field: Field, value: Any) -> Any:
        """The value as the API takes it: of a choice, the id of the option."""
        if field.type != "choice":
            return value
        with self._lock:
            return _option_ids(self._name_of(field))[str(value).casefold()]

    def _name_of(self, field: Field) -> Any:
        if field not in self._names:
            options = [{"name": option} for option in field.options]
            body = {"what": "field", "name": field.name, "type": field.type, "options": options}
            response = self._client.request("POST", "/v1/names", body)
            if response.status == _CONFLICT and response.body.get("reason_code") == "field_of_another_type":
                suffix = f" ({field.type})"
                body["name"] = field.name[: LONGEST_NAME - len(suffix)] + suffix
                response = self._client.request("POST", "/v1/names", body)
            self._names[field] = self._with_options(require(response), field.options)
        return self._names[field]

    def _with_options(self, name: Any, wanted: tuple[str, ...]) -> Any:
        known = _option_ids(name)
        missing = [{"name": option} for option in wanted if option.casefold() not in known]
        if not missing:
            return name
        path, match = f"/v1/names/{name['id']}", {"If-Match": f'"{name["version"]}"'}
        return require(self._client.request("PATCH", path, {"options": [*name["options"], *missing]}, match))


def _option_ids(name: Any) -> dict[str, str]:
    return {option["name"].casefold(): option["id"] for option in name["options"]}


def describe(
    client: Client, labels: Labels, document_id: str, paper: Paper, *, is_new: bool, fields: Fields | None = None
) -> None:
    """Gives a document the values from the archive; a document that the library had before only gets those that it
    lacks.
    """
    wanted: dict[str, Any] = {
        "title": paper.title[:LONGEST_TITLE] if paper.title else None,
        "document_date": paper.document_date,
        "due_date": paper.due_date,
        "keep_until": paper.keep_until,
        "amount": paper.amount,
        "currency": paper.currency,
        "sender": labels.id_of(paper.sender) if paper.sender else None,
        "kind": labels.id_of(paper.kind) if paper.kind else None,
        "inbox": None if paper.in_inbox else False,
        "tags": [labels.id_of(tag) for tag in paper.tags[:MOST_TAGS]] or None,
    }
    wanted = {name: value for name, value in wanted.items() if value is not None}
    fields = fields or Fields(client)
    values = {fields.id_of(field): fields.value_of(field, value) for field, value in paper.fields}
    _edit(client, document_id, wanted, values, is_new=is_new)
    if paper.notes:
        _write_notes(client, document_id, paper)
    if paper.in_trash and is_new:
        require(client.request("POST", f"/v1/documents/{document_id}/trash"))


def _edit(
    client: Client, document_id: str, wanted: Mapping[str, Any], values: Mapping[str, Any], *, is_new: bool
) -> None:
    """Sets attributes and values of fields; on a document that is not new, only those that it lacks."""
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        document = client.get(f"/v1/documents/{document_id}")
        changes = {
            name: value
            for name, value in wanted.items()
            if (is_new or (name != "title" and not document.get(name))) and document.get(name) != value
        }
        known = document.get("custom_fields") or {}
        missing = {
            one: value for one, value in values.items() if (is_new or one not in known) and known.get(one) != value
        }
        if missing:
            changes["custom_fields"] = missing
        if not changes:
            break
        response = client.request(
            "PATCH", f"/v1/documents/{document_id}", changes, {"If-Match": f'"{document["version"]}"'}
        )
        # 412: reading has changed the document since.
        if response.status not in {409, 412} or time.monotonic() > until:
            require(response)
            break
        time.sleep(0.3)


def _write_notes(client: Client, document_id: str, paper: Paper) -> None:
    """Writes the notes that the document does not have: one that was imported before may have been edited since."""
    path = f"/v1/documents/{document_id}/notes"
    known = {note["id"] for note in client.get(path)["notes"]}
    for note in paper.notes:
        if note.note_id not in known:
            by = note.by[:LONGEST_NAME] if note.by else None
            body = {"text": note.text, "origin_at": note.at, "origin_by": by}
            require(client.request("PUT", f"{path}/{note.note_id}", body))


def import_paper(
    client: Client,
    labels: Labels,
    source: Source,
    paper: Paper,
    journal: Journal,
    fields: Fields | None = None,
    *,
    earlier: Sequence[tuple[Source, EarlierFile]] = (),
    left_out: list[str] | None = None,
) -> str:
    """Imports one document, and returns what happened: sent, completed, or known. `earlier`: the other versions of its
    file. What cannot be imported of them is added to `left_out`. Raises UploadError.
    """
    name = name_of(source, paper)
    entry = journal.entry(name)
    if entry.get("described"):
        return "known"
    if not entry.get("sent"):
        files = files_of(source, paper, earlier)
        send_files(client, name, paper, files, journal, left_out if left_out is not None else [])
        entry = journal.entry(name)
    # A part was added together with the file that contains it, so its values are not a person's choice.
    describe(client, labels, entry["document_id"], paper, is_new=entry["is_new"] or paper.is_part, fields=fields)
    journal.record(name, described=True)
    return "sent" if entry["is_new"] else "completed"


def link_paper(
    client: Client, fields: Fields, source: Source, paper: Paper, journal: Journal, places: Mapping[str, str]
) -> None:
    """Gives a document that was imported its links to others, once those are imported, too. `places`: by `origin_id`,
    the names of documents in the journal. Raises UploadError.
    """
    name = name_of(source, paper)
    entry = journal.entry(name)
    if entry.get("linked") or not entry.get("described"):
        return
    targets = [
        (field, journal.entry(places.get(to) or _name(source, to)).get("document_id")) for field, to in paper.links
    ]
    values = {fields.id_of(field): target for field, target in targets if target}
    _edit(client, entry["document_id"], {}, values, is_new=entry["is_new"])
    if len(values) == len(targets):
        journal.record(name, linked=True)


def name_of(source: Source, paper: Paper) -> str:
    """What the journal calls a document of an archive."""
    return _name(source, paper.inside)


def _name(source: Source, inside: str) -> str:
    return f"{source.path.resolve()}!{inside}"


def wait_until_read(client: Client) -> None:
    """Waits until the parts of mails and archives are documents of their own, up to ten minutes."""
    until = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < until:
        if not any(
            client.get(f"/v1/documents?state={state}&limit=1")["documents"] for state in ("received", "working")
        ):
            return
        time.sleep(1)
