"""Use case: export everything that a library has, as ZIP archives with a description of each document.

A first command plans the archives and requests each by a command of its own. An archive is written from its first byte
to its last without being kept in memory, so a command that is delivered again writes the same archive again.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docloft import commands, directory, exports, objects, tables
from docloft.errors import NotFoundError
from docloft.exports import Planned
from docloft.ids import content_id
from docloft.lifecycle import files
from docloft.lifecycle.states import State
from docloft.object_streams import ObjectWriter, chunks
from docloft.objects import StaleObjectError
from docloft.tables.documents import Document
from docloft.tables.records import BulkPortion, FileVersion
from docloft_worker.exporting import description
from docloft_worker.exporting.paths import Paths
from docloft_worker.time_limit import require_time

ARCHIVED = frozenset({State.RECEIVED, State.WORKING, State.READY, State.FAILED})
"""States of documents that have an original."""

MAX_DOCUMENTS = 500
MAX_BYTES = 500_000_000
"""The limits of one archive, so that a function with 0.29 of a processor writes it in a third of its time. A larger
document has an archive of its own.
"""

_SECONDS_FOR_ONE = 20.0

MISSING, CHANGED = "missing", "changed"


def plan(library_id: str, job_id: str) -> int:
    """Plans the archives and requests them. Returns their number. Idempotent: the first plan is kept."""
    archives = exports.load_plan(library_id, job_id)
    if archives is None:
        archives = _planned(library_id, job_id)
        try:
            exports.save_plan(library_id, job_id, archives)
        except StaleObjectError:
            archives = exports.load_plan(library_id, job_id) or archives
    _report(library_id, job_id, archives)
    for number in range(1, len(archives) + 1):
        commands.send(commands.registry.EXPORT, library_id, job_id=job_id, number=number)
    return len(archives)


def write(library_id: str, job_id: str, number: int, until: float) -> None:
    """Writes one archive of the plan, unless it already exists. Raises NoTimeLeftError after `until`."""
    archives = exports.load_plan(library_id, job_id)
    if archives is None or number > len(archives):
        raise NotFoundError("This archive is not planned.")
    if number not in exports.finished(library_id, job_id):
        described = description.of_export(library_id, job_id, number, len(archives))
        unplanned = _Unplanned(archives, is_selection=_is_selection(library_id, job_id))
        with (
            ObjectWriter(exports.archive_key(library_id, job_id, number), "application/zip") as file,
            ZipFile(file, "w") as archive,  # type: ignore[call-overload]  # never closes what it was given
        ):
            for planned, document in _documents(library_id, archives[number - 1]):
                require_time(until, _SECONDS_FOR_ONE)
                if planned.file_number is not None:
                    described["versions"] += _add_version(archive, planned, document)
                    continue
                problem = _add(archive, planned.path, document.content_id, document)
                described["documents"].append(description.of_document(document, planned.path, problem))
                for one in unplanned.of(document, planned.path):
                    described["versions"] += _add_version(archive, one, document)
            body = json.dumps(described, ensure_ascii=False, indent=1)
            archive.writestr(description.FILE_NAME, body, ZIP_DEFLATED)
    _report(library_id, job_id, archives)


def _planned(library_id: str, job_id: str) -> list[list[Planned]]:
    names, paths = directory.read(library_id), Paths()
    archives: list[list[Planned]] = [[]]
    size = 0

    def add(planned: Planned, more: int) -> None:
        nonlocal size
        if archives[-1] and (len(archives[-1]) == MAX_DOCUMENTS or size + more > MAX_BYTES):
            archives.append([])
            size = 0
        archives[-1].append(planned)
        size += more

    is_selection = _is_selection(library_id, job_id)
    for document in _chosen(library_id, job_id) if is_selection else tables.documents.list_all(library_id):
        if document.state not in ARCHIVED:
            continue
        sender = names.current(document.sender)
        path = paths.of(document, sender.name if sender else None)
        add(Planned(document.document_id, path), int(document.size))
        # Someone who downloads a few papers wants the files themselves.
        has_earlier = document.file_count > 1 and not is_selection
        for one in files.list_earlier(library_id, document.document_id) if has_earlier else ():
            planned = Planned(document.document_id, paths.of_version(path, one), int(one.number))
            add(planned, int(one.size))
    return archives


class _Unplanned:
    """Earlier files that the plan does not have, because other ones have replaced them since."""

    def __init__(self, archives: list[list[Planned]], *, is_selection: bool) -> None:
        self._planned = {(one.document_id, one.file_number) for archive in archives for one in archive}
        self._paths = Paths(one.path for archive in archives for one in archive)
        self._is_selection = is_selection

    def of(self, document: Document, path: str) -> Iterator[Planned]:
        """Those of a document that has `path`."""
        if document.file_count == 1 or self._is_selection:
            return
        for one in files.list_earlier(document.library_id, document.document_id):
            if (document.document_id, one.number) not in self._planned:
                yield Planned(document.document_id, self._paths.of_version(path, one), int(one.number))


def _is_selection(library_id: str, job_id: str) -> bool:
    return bool(tables.jobs.find(library_id, job_id).is_selection)


def _chosen(library_id: str, job_id: str) -> list[Document]:
    """The documents of an export's portions that exist."""
    portions = tables.library.list_kind(BulkPortion, library_id, f"{job_id}#")
    return tables.documents.find_many(library_id, [one for portion in portions for one in portion.document_ids])


def _documents(library_id: str, planned: list[Planned]) -> Iterator[tuple[Planned, Document]]:
    """The documents that still exist, in the order of the plan."""
    found = {
        one.document_id: one for one in tables.documents.find_many(library_id, [one.document_id for one in planned])
    }
    for one in planned:
        if one.document_id in found:
            yield one, found[one.document_id]


def _add_version(archive: ZipFile, planned: Planned, document: Document) -> list[dict[str, Any]]:
    """Adds an earlier file, and returns its description. One that was restored in the meantime is added, too: the
    document was perhaps added before that. Nothing if the document was deleted.
    """
    version = files.find(document, planned.file_number or 0)
    if version is None:
        found = tables.documents.find_many(document.library_id, [document.document_id])
        version = next((files.as_version(one) for one in found if one.file_number == planned.file_number), None)
    if version is None:
        return []
    problem = _add(archive, planned.path, content_id(document.document_id, version.file_id), version)
    return [description.of_version(version, planned.path, problem)]


def _add(archive: ZipFile, path: str, content: str, document: Document | FileVersion) -> str | None:
    """Adds the original of a document or of an earlier file. Returns what is wrong with it, None if nothing is."""
    digest = hashlib.sha256()
    added = datetime.fromisoformat(document.created_at)
    entry = ZipInfo(path, (max(added.year, 1980), *added.timetuple()[1:6]))
    body = chunks(objects.original_key(document.library_id, content))
    try:
        first = next(body, b"")
    except NotFoundError:
        return MISSING
    with archive.open(entry, "w", force_zip64=True) as file:
        for chunk in chain([first], body):
            digest.update(chunk)
            file.write(chunk)
    return None if b64encode(digest.digest()).decode() == document.checksum_sha256 else CHANGED


def _report(library_id: str, job_id: str, archives: list[list[Planned]]) -> None:
    done = sum(len(archives[number - 1]) for number in exports.finished(library_id, job_id))
    is_over = len(exports.finished(library_id, job_id)) == len(archives)
    tables.jobs.advance(library_id, job_id, done=done, total=sum(map(len, archives)), is_over=is_over)
