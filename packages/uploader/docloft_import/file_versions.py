"""Sends the versions of a document's file in the order in which they were added, and reads the same one in the end."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docloft_import.imported_archives import Archive, EarlierFile, Paper, Source
from docloft_upload import (
    Client,
    Journal,
    NoAccessError,
    Sent,
    UploadError,
    announce,
    facts_of,
    post_form,
    require,
    send,
)

HAD_BEFORE = "earlier versions of documents that were already in the library"
NOT_ADDED = "earlier versions of files that were refused or missing"
_WAIT_SECONDS = 60
_CONFLICT, _MISSING = 409, 404


@dataclass(frozen=True)
class File:
    """One file of a document. `is_current`: the one that is read."""

    source: Source
    inside: str
    name: str
    is_current: bool = True


def earlier_files(read: Iterable[tuple[Source, Archive]]) -> dict[str, list[tuple[Source, EarlierFile]]]:
    """The earlier files of all archives by the document's `origin_id`, in the order of their numbers."""
    found: dict[str, list[tuple[Source, EarlierFile]]] = {}
    for source, archive in read:
        for one in archive.earlier:
            found.setdefault(one.origin_id, []).append((source, one))
    return {origin_id: sorted(files, key=lambda file: file[1].number) for origin_id, files in found.items()}


def files_of(source: Source, paper: Paper, earlier: Sequence[tuple[Source, EarlierFile]]) -> list[File]:
    """All files of a document in the order in which they were added."""
    numbered = [(one.number, File(where, one.inside, one.file_name, is_current=False)) for where, one in earlier]
    numbered.append((paper.file_number, File(source, paper.inside, paper.file_name)))
    return [file for _, file in sorted(numbered, key=lambda one: one[0])]


def send_files(
    client: Client, name: str, paper: Paper, files: Sequence[File], journal: Journal, left_out: list[str]
) -> None:
    """Sends the files of a document. One that the library had before keeps its own."""
    current = [file for file in files if file.is_current]
    entry = journal.entry(name)
    is_known = len(files) > 1 and "document_id" not in entry and _has_current(client, files, name)
    if is_known or entry.get("only_current"):
        journal.record(name, only_current=True)
        others = _send_first(client, name, current, journal, left_out)
    else:
        others = _send_first(client, name, files, journal, left_out)
        if others and not (journal.entry(name)["is_new"] or paper.is_part):
            # The library has an earlier version as a document of its own.
            journal.record(name, only_current=True)
            others = _send_first(client, name, current, journal, left_out)
    if journal.entry(name).get("only_current"):
        left_out += [HAD_BEFORE] * (len(files) - 1)
    document_id = journal.entry(name)["document_id"]
    _add_others(client, document_id, others, name, left_out)
    if others:
        _read_current(client, document_id, current)
    journal.record(name, sent=True)


def _send_first(
    client: Client, name: str, files: Sequence[File], journal: Journal, left_out: list[str]
) -> Sequence[File]:
    """Records the document of the first file, and returns the files that are left."""
    earlier = journal.entry(name).get("document_id")

    def announced(sent: Sent) -> None:
        # A document that an interrupted run announced is still new, although the library has it now.
        if sent.document_id != earlier:
            journal.record(name, document_id=sent.document_id, is_new=sent.is_new)

    sent, others = _sent_first(client, files, name, announced, left_out)
    if sent.document_id != journal.entry(name)["document_id"]:
        journal.record(name, document_id=sent.document_id, is_new=sent.is_new)
    return others


def _has_current(client: Client, files: Sequence[File], origin: str) -> bool:
    """Whether the library has the file that is read. The document that is announced for the question is deleted."""
    [current] = [file for file in files if file.is_current]
    with current.source.file(current.inside) as path:
        response = announce(client, "/v1/documents", facts_of(path, current.name), f"{origin}\nquestion")
    # A run that was interrupted after it had deleted the document.
    if response.status == _CONFLICT:
        return False
    created = require(response)
    if created["upload"] is None:
        return True
    require(client.request("DELETE", f"/v1/documents/{created['document']['id']}"))
    return False


def _sent_first(
    client: Client, files: Sequence[File], origin: str, announced: Callable[[Sent], None], left_out: list[str]
) -> tuple[Sent, Sequence[File]]:
    """Makes a document from the first file that can be sent. Returns the files that are left. Raises UploadError if
    none can be.
    """
    for number, file in enumerate(files):
        try:
            with file.source.file(file.inside) as path:
                return send(client, path, file.name, origin=origin, announced=announced), files[number + 1 :]
        except UploadError as error:
            _require_unimportant(file, error)
            left_out.append(NOT_ADDED)
    raise UploadError("The document has no file.", lasting=True)


def _add_others(client: Client, document_id: str, files: Iterable[File], origin: str, left_out: list[str]) -> None:
    """Adds files as versions of a document, one after the other. Raises UploadError."""
    for file in files:
        try:
            _add(client, document_id, file, origin)
        except UploadError as error:
            _require_unimportant(file, error)
            left_out.append(NOT_ADDED)


def _read_current(client: Client, document_id: str, files: Iterable[File]) -> None:
    """Reads the file again that was read in the archive, if another one was added later."""
    [current] = [file for file in files if file.is_current]
    with current.source.file(current.inside) as path:
        wanted = facts_of(path, current.name)["checksum_sha256"]
    for one in client.get(f"/v1/documents/{document_id}/files")["files"]:
        if one["checksum_sha256"] == wanted and not one["is_current"]:
            require(client.request("POST", f"/v1/documents/{document_id}/files/{one['number']}/restore"))


def _require_unimportant(file: File, error: UploadError) -> None:
    """Raises the error again, unless an earlier file cannot be added for a reason that will be the same next time."""
    if file.is_current or not error.lasting or isinstance(error, NoAccessError):
        raise error


def _add(client: Client, document_id: str, file: File, origin: str) -> None:
    with file.source.file(file.inside) as path:
        facts = facts_of(path, file.name)
        response = _announced(client, document_id, facts, f"{origin}\n{file.inside}")
        if response is None:
            return
        if response["upload"] is not None:
            post_form(response["upload"], path, facts["size"], file.name)
    _wait_until_added(client, response["upload_id"])


def _announced(client: Client, document_id: str, facts: Mapping[str, Any], origin: str) -> Any:
    """The response; None for a file that the document has already."""
    response = announce(client, f"/v1/documents/{document_id}/files", facts, origin)
    if response.status == _CONFLICT and response.body.get("reason_code") == "same_file":
        return None
    return require(response)


def _pauses() -> Iterator[None]:
    until, pause = time.monotonic() + _WAIT_SECONDS, 0.2
    while time.monotonic() < until:
        yield
        time.sleep(pause)
        pause = min(pause * 1.5, 3)


def _wait_until_added(client: Client, upload_id: str) -> None:
    """The upload is a document until its file has become one of the other document."""
    for _ in _pauses():
        response = client.request("GET", f"/v1/documents/{upload_id}")
        if response.status == _MISSING:
            return
        if require(response)["state"] == "rejected":
            raise UploadError(response.body.get("reason") or "This file was rejected.", lasting=True)
    raise UploadError("A version of its file was sent, but not received within a minute. Run the same command again.")
