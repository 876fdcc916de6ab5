"""Sends the documents of an archive and gives them what the archive says of them."""

import time
from threading import Lock
from typing import Any

from docloft_import.archives import Label, Paper, Source
from docloft_upload import Client, Journal, Sent, require, send

LONGEST_NAME = 100
LONGEST_TITLE = 500
MOST_TAGS = 50
"""Limits of the API (docs/openapi.json)."""
_WAIT_SECONDS = 600


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
            body = {"what": label.what, "name": label.name[:LONGEST_NAME], "colour": label.colour}
            if label.parent:
                body["parent_id"] = self._id_of(label.parent)
            self._ids[known] = require(self._client.request("POST", "/v1/names", body))["id"]
        return self._ids[known]


def describe(client: Client, labels: Labels, document_id: str, paper: Paper, *, is_new: bool) -> None:
    """Gives a document what the archive says of it; of one that the library had before, only what it lacks."""
    wanted: dict[str, Any] = {
        "title": paper.title[:LONGEST_TITLE] if paper.title else None,
        "document_date": paper.document_date,
        "due_date": paper.due_date,
        "amount": paper.amount,
        "currency": paper.currency,
        "sender": labels.id_of(paper.sender) if paper.sender else None,
        "kind": labels.id_of(paper.kind) if paper.kind else None,
        "tags": [labels.id_of(tag) for tag in paper.tags[:MOST_TAGS]] or None,
    }
    wanted = {name: value for name, value in wanted.items() if value is not None}
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        document = client.get(f"/v1/documents/{document_id}")
        changes = {
            name: value
            for name, value in wanted.items()
            if (is_new or (name != "title" and not document.get(name))) and document.get(name) != value
        }
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
    if paper.in_trash and is_new:
        require(client.request("POST", f"/v1/documents/{document_id}/trash"))


def import_paper(client: Client, labels: Labels, source: Source, paper: Paper, journal: Journal) -> str:
    """Imports one document, and returns what happened: sent, completed, or known. Raises UploadError."""
    name = f"{source.path.resolve()}!{paper.inside}"
    entry = journal.entry(name)
    if entry.get("described"):
        return "known"
    if not entry.get("sent"):
        earlier = entry.get("document_id")

        def announced(sent: Sent) -> None:
            # A document that an interrupted run announced is still new, although the library has it now.
            if sent.document_id != earlier:
                journal.record(name, document_id=sent.document_id, is_new=sent.is_new)

        with source.file(paper.inside) as path:
            sent = send(client, path, paper.file_name, origin=name, announced=announced)
        if sent.document_id != journal.entry(name)["document_id"]:
            journal.record(name, document_id=sent.document_id, is_new=sent.is_new)
        journal.record(name, sent=True)
        entry = journal.entry(name)
    # A part came into the library with the file that contains it, so what it has is not a person's choice.
    describe(client, labels, entry["document_id"], paper, is_new=entry["is_new"] or paper.is_part)
    journal.record(name, described=True)
    return "sent" if entry["is_new"] else "completed"


def wait_until_read(client: Client) -> None:
    """Waits until the parts of mails and archives are documents of their own, up to ten minutes."""
    until = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < until:
        if not any(
            client.get(f"/v1/documents?state={state}&limit=1")["documents"] for state in ("received", "working")
        ):
            return
        time.sleep(1)
