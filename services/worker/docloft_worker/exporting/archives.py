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
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docloft import commands, directory, exports, objects, tables
from docloft.documents.states import State
from docloft.errors import NotFoundError
from docloft.exports import Planned
from docloft.object_streams import ObjectWriter, chunks
from docloft.objects import StaleObjectError
from docloft.tables.documents import Document
from docloft_worker.exporting import description
from docloft_worker.exporting.paths import Paths
from docloft_worker.time_limit import require_time

ARCHIVED = frozenset({State.RECEIVED, State.WORKING, State.READY, State.FAILED})
"""States of documents that have an original."""

MAX_DOCUMENTS = 500
MAX_BYTES = 500_000_000
"""Of one archive, so that a function with 0.29 of a processor writes it in a third of its time. A document that is
larger has an archive of its own.
"""

_SECONDS_FOR_ONE = 20.0

MISSING, CHANGED = "missing", "changed"


def plan(library_id: str, job_id: str) -> int:
    """Plans the archives and requests them. Returns their number. Idempotent: the first plan is kept."""
    archives = exports.load_plan(library_id, job_id)
    if archives is None:
        archives = _planned(library_id)
        try:
            exports.save_plan(library_id, job_id, archives)
        except StaleObjectError:
            archives = exports.load_plan(library_id, job_id) or archives
    _report(library_id, job_id, archives)
    for number in range(1, len(archives) + 1):
        commands.send(commands.registry.EXPORT, library_id, job_id=job_id, number=number)
    return len(archives)


def write(library_id: str, job_id: str, number: int, until: float) -> None:
    """Writes one archive of the plan, unless it is there. Raises NoTimeLeftError after `until`."""
    archives = exports.load_plan(library_id, job_id)
    if archives is None or number > len(archives):
        raise NotFoundError("This archive is not planned.")
    if number not in exports.finished(library_id, job_id):
        described = description.of_export(library_id, job_id, number, len(archives))
        with (
            ObjectWriter(exports.archive_key(library_id, job_id, number), "application/zip") as file,
            ZipFile(file, "w") as archive,  # type: ignore[call-overload]  # never closes what it was given
        ):
            for planned, document in _documents(library_id, archives[number - 1]):
                require_time(until, _SECONDS_FOR_ONE)
                problem = _add(archive, planned.path, document)
                described["documents"].append(description.of_document(document, planned.path, problem))
            body = json.dumps(described, ensure_ascii=False, indent=1)
            archive.writestr(description.FILE_NAME, body, ZIP_DEFLATED)
    _report(library_id, job_id, archives)


def _planned(library_id: str) -> list[list[Planned]]:
    names, paths = directory.read(library_id), Paths()
    archives: list[list[Planned]] = [[]]
    size = 0
    for document in tables.documents.list_all(library_id):
        if document.state not in ARCHIVED:
            continue
        if archives[-1] and (len(archives[-1]) == MAX_DOCUMENTS or size + document.size > MAX_BYTES):
            archives.append([])
            size = 0
        sender = names.current(document.sender)
        archives[-1].append(Planned(document.document_id, paths.of(document, sender.name if sender else None)))
        size += int(document.size)
    return archives


def _documents(library_id: str, planned: list[Planned]) -> Iterator[tuple[Planned, Document]]:
    """The documents that still exist, in the order of the plan."""
    found = {
        one.document_id: one for one in tables.documents.find_many(library_id, [one.document_id for one in planned])
    }
    for one in planned:
        if one.document_id in found:
            yield one, found[one.document_id]


def _add(archive: ZipFile, path: str, document: Document) -> str | None:
    """Adds the original. Returns what is wrong with it, None if nothing is."""
    digest = hashlib.sha256()
    added = datetime.fromisoformat(document.created_at)
    entry = ZipInfo(path, (max(added.year, 1980), *added.timetuple()[1:6]))
    body = chunks(objects.original_key(document.library_id, document.document_id))
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
